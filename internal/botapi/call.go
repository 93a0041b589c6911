package botapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
)

// maxRequest is what Telegram takes in one request: a file of 50 MB and the parameters around it.
const maxRequest = 50<<20 + 1<<20

// call is one request of the bot: the method and its parameters, whichever way they were encoded. Telegram treats every
// parameter as text and JSON-typed ones as JSON inside that text, so does this.
type call struct {
	method string
	params map[string]string
	kinds  map[string]jsonKind // how a JSON body typed each parameter; empty for forms
	files  map[string]upload

	note     string  // description beside a successful result, as setWebhook gives
	affected []int64 // messages sent, edited or deleted
}

// jsonKind is the type a parameter had in a JSON body.
type jsonKind byte

const (
	jsonString jsonKind = 's'
	jsonNumber jsonKind = 'n'
	jsonBool   jsonKind = 'b'
	jsonNested jsonKind = 'o'
)

// upload is a file sent along in a multipart body.
type upload struct {
	Name string
	MIME string
	Data []byte
}

// parseCall reads the parameters from the address and from a JSON, form or multipart body.
func parseCall(w http.ResponseWriter, r *http.Request, name string) (*call, *apiError) {
	c := &call{method: canonical(name), params: map[string]string{}, kinds: map[string]jsonKind{}, files: map[string]upload{}}
	c.addForm(r.URL.Query())
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	mediaType, args, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch mediaType {
	case "application/json":
		err = c.addJSON(r.Body)
	case "multipart/form-data":
		err = c.addMultipart(r, args["boundary"])
	case "application/x-www-form-urlencoded":
		var body []byte
		if body, err = io.ReadAll(r.Body); err == nil {
			var values url.Values
			if values, err = url.ParseQuery(string(body)); err == nil {
				c.addForm(values)
			}
		}
	default:
		_, err = io.Copy(io.Discard, r.Body)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return c, refuse(requestTooLarge)
	}
	if err != nil {
		return c, &apiError{code: http.StatusBadRequest, description: "Bad Request: can't parse the request body"}
	}
	return c, nil
}

func (c *call) addForm(values url.Values) {
	for key, list := range values {
		c.params[key] = list[len(list)-1]
	}
}

func (c *call) addJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil || len(bytes.TrimSpace(raw)) == 0 {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	for key, value := range fields {
		switch value[0] {
		case '"':
			var text string
			if err := json.Unmarshal(value, &text); err != nil {
				return err
			}
			c.params[key], c.kinds[key] = text, jsonString
		case 'n': // null is as good as absent
		case 't', 'f':
			c.params[key], c.kinds[key] = string(value), jsonBool
		case '{', '[':
			c.params[key], c.kinds[key] = string(value), jsonNested
		default:
			c.params[key], c.kinds[key] = string(value), jsonNumber
		}
	}
	return nil
}

func (c *call) addMultipart(r *http.Request, boundary string) error {
	if boundary == "" {
		return http.ErrMissingBoundary
	}
	reader, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if name := part.FileName(); name != "" {
			c.files[part.FormName()] = upload{Name: name, MIME: part.Header.Get("Content-Type"), Data: data}
		} else {
			c.params[part.FormName()] = string(data)
		}
	}
}

// fileNames lists the uploaded parts for the log.
func (c *call) fileNames() []string {
	names := make([]string, 0, len(c.files))
	for key, file := range c.files {
		names = append(names, key+"="+file.Name)
	}
	sort.Strings(names)
	return names
}

// chatID is the chat that the request is about, 0 when it names none.
func (c *call) chatID() int64 { return c.int("chat_id", 0) }

// text is the parameter as it came.
func (c *call) text(key string) string { return c.params[key] }

// int is the parameter as a number.
func (c *call) int(key string, byDefault int64) int64 {
	if c.params[key] == "" {
		return byDefault
	}
	return leadingInt(c.params[key])
}

// leadingInt reads a number as Telegram does: the digits that lead, 0 for a word.
func leadingInt(value string) int64 {
	end := 0
	for end < len(value) && (value[end] >= '0' && value[end] <= '9' || end == 0 && value[end] == '-') {
		end++
	}
	n, err := strconv.ParseInt(value[:end], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// clamped is the parameter as a number held between two bounds.
func (c *call) clamped(key string, byDefault, low, high int64) int64 {
	return min(max(c.int(key, byDefault), low), high)
}

// bool is the parameter as Telegram reads it: true, yes and 1 are true, all else is false.
func (c *call) bool(key string) bool {
	switch strings.ToLower(strings.TrimSpace(c.params[key])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// canonical spells a method as the documentation does; unknown ones stay as they came.
func canonical(name string) string {
	if m, ok := methods[strings.ToLower(name)]; ok {
		return m.name
	}
	return name
}
