package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mymmrac/telego/telegoapi"
)

// TelegramAPI is Telegram's own server.
const TelegramAPI = "https://api.telegram.org"

// callTimeout bounds a call whose context has no deadline of its own.
const callTimeout = 30 * time.Second

// Client calls the Bot API by telego's caller on net/http; the one on fasthttp does not hear a cancellation while a
// poll runs. The token is part of every URL, so no error quotes one.
type Client struct {
	base    string // with the token
	token   string
	caller  telegoapi.HTTPCaller
	metrics *Metrics
	trouble trouble
}

// NewClient returns a client of the server at api, Telegram's own if that is empty.
func NewClient(api, token string, metrics *Metrics) (*Client, error) {
	if err := CheckToken(token); err != nil {
		return nil, err
	}
	if api == "" {
		api = TelegramAPI
	}
	if _, err := ParseURL(api); err != nil {
		return nil, fmt.Errorf("FAQBOT_TELEGRAM_API: %w", err)
	}
	pool := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // it is one
	pool.MaxIdleConnsPerHost = maxBusy
	return &Client{
		base:  strings.TrimRight(api, "/") + "/bot" + token + "/",
		token: token,
		caller: telegoapi.HTTPCaller{Client: &http.Client{
			Transport: transport{pool},
			// The API never redirects; following one would carry the token elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}},
		metrics: metrics,
	}, nil
}

// ParseURL reads the absolute address of a web server. The error does not quote it, since it may hold a password.
func ParseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, errors.New("no URL, such as https://bot.example.com/telegram")
	}
	return u, nil
}

// CheckToken tells whether a text can be a bot's token. The error does not quote it.
func CheckToken(token string) error {
	if !tokenShape.MatchString(token) {
		return errors.New("the token does not look like one of @BotFather (digits, a colon, letters): check FAQBOT_TELEGRAM_TOKEN")
	}
	return nil
}

var tokenShape = regexp.MustCompile(`^\d{1,18}:[A-Za-z0-9_-]+$`)

// BotID is the bot's own id, which its token begins with.
func (c *Client) BotID() int64 {
	digits, _, _ := strings.Cut(c.token, ":")
	id, _ := strconv.ParseInt(digits, 10, 64) // tokenShape
	return id
}

// Close lets go of the connections that nothing uses.
func (c *Client) Close() { c.caller.Client.CloseIdleConnections() }

// Trouble returns why the last call did not reach Telegram, nil if it did, and for how long none has.
func (c *Client) Trouble() (lasting time.Duration, err error) { return c.trouble.state() }

// Call calls a method. params is anything that becomes a JSON object, an [Upload], or nil. The error is an *APIError when Telegram
// said no.
func (c *Client) Call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	if _, ok := ctx.Deadline(); !ok {
		within := callTimeout
		if _, ok := params.(Upload); ok {
			within = uploadTimeout
		}
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, within)
		defer cancel()
	}
	result, err := c.call(ctx, method, params)
	c.metrics.called(method, err)
	var apiErr *APIError
	switch {
	case err == nil || errors.As(err, &apiErr) && !apiErr.foreign:
		c.trouble.note(nil, time.Now())
	case !errors.Is(err, context.Canceled):
		c.trouble.note(err, time.Now())
	}
	return result, err
}

func (c *Client) call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	request, err := requestOf(params)
	if err != nil {
		return nil, fmt.Errorf("%s: parameters: %w", method, err)
	}
	reply, err := c.caller.Call(ctx, c.base+method, request)
	switch {
	case err != nil:
		return nil, c.safe(method, err)
	case reply.Ok:
		return reply.Result, nil
	case reply.Error == nil:
		reply.Error = &telegoapi.Error{}
	}
	refused := &APIError{Method: method, Code: reply.ErrorCode, Description: reply.Description}
	if reply.Parameters != nil {
		refused.RetryAfter = time.Duration(reply.Parameters.RetryAfter) * time.Second
		refused.MovedTo = reply.Parameters.MigrateToChatID
	}
	return nil, refused
}

// requestOf encodes the parameters of a call.
func requestOf(params any) (*telegoapi.RequestData, error) {
	request := &telegoapi.RequestData{ContentType: telegoapi.ContentTypeJSON, BodyRaw: []byte(`{}`)}
	var err error
	switch params := params.(type) {
	case nil:
	case Upload:
		request.ContentType, request.BodyRaw, err = params.form()
	default:
		request.BodyRaw, err = json.Marshal(params)
	}
	return request, err
}

// safe says which call failed, without what net/http says of the URL.
func (c *Client) safe(method string, err error) error {
	var apiErr *APIError
	if errors.As(err, &apiErr) {
		return apiErr
	}
	var urlErr *url.Error
	if errors.As(err, &urlErr) {
		err = urlErr.Err
	}
	if strings.Contains(err.Error(), c.token) {
		err = errors.New(strings.ReplaceAll(err.Error(), c.token, "<token>"))
	}
	return fmt.Errorf("%s: %w", method, err)
}

// APIError is a refusal of a call, in Telegram's own words.
type APIError struct {
	Method      string
	Code        int
	Description string
	RetryAfter  time.Duration
	MovedTo     int64 // the supergroup that the chat has become

	foreign bool // it comes from something between Telegram and us, such as a proxy, or from no Bot API server at all
}

func (e *APIError) Error() string {
	if e.foreign {
		return fmt.Sprintf("%s: HTTP status %d, %s", e.Method, e.Code, e.Description)
	}
	return fmt.Sprintf("%s: Telegram says %d %s", e.Method, e.Code, e.Description)
}
