package delivery

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// TelegramAPI is Telegram's own server.
const TelegramAPI = "https://api.telegram.org"

// callTimeout bounds a call whose context has no deadline of its own.
const callTimeout = 30 * time.Second

// Client calls the Bot API. The token is part of every URL, so no error of it quotes one.
type Client struct {
	base    string // with the token
	token   string
	http    *http.Client
	metrics *Metrics
	trouble atomic.Pointer[error] // of the last call that did not reach Telegram; nil since one did
}

// NewClient returns a client of the server at api, Telegram's own if that is empty.
func NewClient(api, token string, metrics *Metrics) (*Client, error) {
	if !tokenShape.MatchString(token) {
		return nil, errors.New("the token does not look like one of @BotFather (digits, a colon, letters): check FAQBOT_TELEGRAM_TOKEN")
	}
	if api == "" {
		api = TelegramAPI
	}
	u, err := url.Parse(api)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no address of a Bot API server, such as %s: check FAQBOT_TELEGRAM_API", api, TelegramAPI)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // it is one
	transport.MaxIdleConnsPerHost = maxBusy
	return &Client{
		base:  strings.TrimRight(api, "/") + "/bot" + token + "/",
		token: token,
		http: &http.Client{
			Transport: transport,
			// The API never redirects; following one would carry the token elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		metrics: metrics,
	}, nil
}

var tokenShape = regexp.MustCompile(`^\d{1,18}:[A-Za-z0-9_-]+$`)

// BotID is the bot's own id, which its token begins with.
func (c *Client) BotID() int64 {
	digits, _, _ := strings.Cut(c.token, ":")
	id, _ := strconv.ParseInt(digits, 10, 64) // tokenShape
	return id
}

// Close lets go of the connections that nothing uses.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Trouble returns why the last call did not reach Telegram, nil if it did.
func (c *Client) Trouble() error {
	if err := c.trouble.Load(); err != nil {
		return *err
	}
	return nil
}

// Call calls a method. params is anything that becomes a JSON object, or nil. The error is an *APIError when Telegram
// said no.
func (c *Client) Call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, callTimeout)
		defer cancel()
	}
	result, err := c.call(ctx, method, params)
	c.metrics.called(method, err)
	var apiErr *APIError
	switch {
	case err == nil || errors.As(err, &apiErr) && apiErr.Code < http.StatusInternalServerError:
		c.trouble.Store(nil)
	case !errors.Is(err, context.Canceled):
		c.trouble.Store(&err)
	}
	return result, err
}

func (c *Client) call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	body := []byte(`{}`)
	if params != nil {
		var err error
		if body, err = json.Marshal(params); err != nil {
			return nil, fmt.Errorf("%s: parameters: %w", method, err)
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+method, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: bad request", method) // the cause quotes the URL
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, c.withoutURL(err))
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("%s: read the reply: %w", method, c.withoutURL(err))
	}
	return readReply(method, response.StatusCode, content)
}

// withoutURL strips what net/http says of the URL.
func (c *Client) withoutURL(err error) error {
	var urlErr *url.Error
	if errors.As(err, &urlErr) {
		err = urlErr.Err
	}
	if strings.Contains(err.Error(), c.token) {
		return errors.New(strings.ReplaceAll(err.Error(), c.token, "<token>"))
	}
	return err
}

func readReply(method string, status int, content []byte) (json.RawMessage, error) {
	var reply struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		ErrorCode   int             `json:"error_code"`
		Description string          `json:"description"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	if err := json.Unmarshal(content, &reply); err != nil {
		// A proxy between speaks HTML. A success that cannot be read is no success: it counts as the server's fault.
		if status < http.StatusBadRequest {
			status = http.StatusBadGateway
		}
		return nil, &APIError{Method: method, Code: status, Description: "reply is not JSON"}
	}
	if reply.OK {
		return reply.Result, nil
	}
	if reply.ErrorCode == 0 {
		reply.ErrorCode = status
	}
	return nil, &APIError{
		Method: method, Code: reply.ErrorCode, Description: reply.Description,
		RetryAfter: time.Duration(reply.Parameters.RetryAfter) * time.Second,
	}
}

// APIError is Telegram's refusal of a call, in its own words.
type APIError struct {
	Method      string
	Code        int
	Description string
	RetryAfter  time.Duration
}

func (e *APIError) Error() string {
	return fmt.Sprintf("%s: Telegram says %d %s", e.Method, e.Code, e.Description)
}
