package playtest

import (
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// console collects what the browser complains about.
type console struct {
	mu       sync.Mutex
	requests map[network.RequestID]string
	problems []string
}

func (c *console) add(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// hear takes an event of the browser.
func (c *console) hear(event any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			parts := make([]string, 0, len(e.Args))
			for _, arg := range e.Args {
				parts = append(parts, string(arg.Value)+arg.Description)
			}
			c.add("console %s: %s", e.Type, strings.Join(parts, " "))
		}
	case *runtime.EventExceptionThrown:
		c.add("exception: %s", e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			c.add("log %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		c.requests[e.RequestID] = e.Request.Method + " " + e.Request.URL
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			c.add("%s: status %d", c.requests[e.RequestID], e.Response.Status)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled { // the page itself cancels, on a reload for one
			c.add("%s: %s", c.requests[e.RequestID], e.ErrorText)
		}
	}
}

// Problems are the errors and warnings of the console and the requests that failed, so far.
func (b *Browser) Problems() []string {
	b.console.mu.Lock()
	defer b.console.mu.Unlock()
	return append([]string(nil), b.console.problems...)
}

// RequireClean fails the test if the browser complained about anything.
func (b *Browser) RequireClean() {
	b.t.Helper()
	if problems := b.Problems(); len(problems) > 0 {
		b.t.Fatalf("the browser complains:\n%s", strings.Join(problems, "\n"))
	}
}
