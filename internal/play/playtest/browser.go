// Package playtest drives the page of package play in a real browser, the way the people on it would.
package playtest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long an expectation may take. It bounds failures only: what is there is found at once.
const patience = 30 * time.Second

// Options shape the window. The zero value is a wide light one.
type Options struct {
	Width, Height int // default 1600 by 900
	Scale         float64
	Dark          bool
	Touch         bool // a phone
}

// Browser is one window that shows the page. Its methods fail the test when what they look for does not come.
type Browser struct {
	t       testing.TB
	ctx     context.Context
	console *console
}

// Open starts Chromium with an empty profile, shows the page at the address and waits until it is connected. The
// browser ends with the test.
func Open(tb testing.TB, address string, o Options) *Browser {
	tb.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 1600, 900
	}
	if o.Scale == 0 {
		o.Scale = 1
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags(tb)...)
	tb.Cleanup(stop)
	console := &console{requests: map[network.RequestID]string{}}
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithListener(console.hear))
	tb.Cleanup(cancel)
	b := &Browser{t: tb, ctx: ctx, console: console}
	scheme := "light"
	if o.Dark {
		scheme = "dark"
	}
	command(b, network.Enable, network.EnableParams{})
	command(b, log.Enable, cdp.Empty{})
	command(b, runtime.Enable, cdp.Empty{})
	command(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(o.Width), Height: int64(o.Height), DeviceScaleFactor: o.Scale, Mobile: o.Touch,
	})
	command(b, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: o.Touch})
	command(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"}, // pictures taken in the middle of a movement differ
	}})
	b.do(chromedp.Navigate(address))
	b.WaitConnected()
	return b
}

// flags are for a browser that talks to nobody but the page.
func flags(tb testing.TB) []chromedp.ExecAllocatorOption {
	tb.Helper()
	binary := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			binary = found
			break
		}
	}
	if binary == "" {
		tb.Fatal("the tests of the page need Chromium: apt-get install chromium")
	}
	return append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(binary),
		chromedp.UserDataDir(tb.TempDir()),
		chromedp.DisableGPU,
		chromedp.NoSandbox, // root, a chroot and a container cannot have it, and no stranger's page is shown
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "ru"),
		chromedp.Env("LC_ALL=C.UTF-8"),         // in the locale of a bare system Chromium takes no file with a Russian name
		chromedp.WSURLReadTimeout(time.Minute), // a busy machine starts a browser slowly
	)
}

// command sends a command of the protocol that must not fail.
func command[P, R any](b *Browser, c cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, c, params); err != nil {
		b.t.Fatalf("tell the browser %s: %v", c.Method, err)
	}
}

// do does what must not fail.
func (b *Browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("drive the browser: %v", err)
	}
}

// Evaluate runs an expression in the page and reads its value, as JSON, into result; nil is for no value.
func (b *Browser) Evaluate(expression string, result any) {
	b.t.Helper()
	data, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]byte](expression))
	if err == nil && result != nil {
		err = json.Unmarshal(data, result)
	}
	if err != nil {
		b.t.Fatalf("evaluate in the browser: %v\n%s", err, expression)
	}
}

// Until waits for an expression to become true. The message says what was expected.
func (b *Browser) Until(expression, format string, args ...any) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		var ok bool
		b.Evaluate("(() => { try { return Boolean("+expression+") } catch { return false } })()", &ok) // null.x is not yet there
		if ok {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("the page does not show in %v: %s\n%s", patience, fmt.Sprintf(format, args...), b.Transcript())
		}
		b.do(chromedp.Sleep(30 * time.Millisecond))
	}
}

// WaitConnected waits until the page has everything and follows what happens.
func (b *Browser) WaitConnected() {
	b.t.Helper()
	b.Until(`document.querySelector('[data-person]') && document.getElementById('offline').hidden`, "a live connection")
}

// Reload loads the page anew.
func (b *Browser) Reload() {
	b.t.Helper()
	b.do(chromedp.Reload())
	b.WaitConnected()
}

// Transcript is the text of the page, for messages about failures.
func (b *Browser) Transcript() string {
	var text string
	b.Evaluate(`document.body.innerText`, &text)
	return text
}

// Screenshot writes a picture of the window as PNG.
func (b *Browser) Screenshot(file string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("take a screenshot: %v", err)
	}
	if err := os.WriteFile(file, png, 0o600); err != nil {
		b.t.Fatalf("write the screenshot: %v", err)
	}
}
