package delivery

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"time"
)

// uploadTimeout bounds a call that brings a file, instead of callTimeout.
const uploadTimeout = 5 * time.Minute

// MaxFile is how many bytes a file of a bot may have; Telegram takes 50 MB with all that is around it.
const MaxFile = 49 << 20

// File is a file of our own that goes out with a call. What Telegram has already is named in the parameters instead.
type File struct {
	Field   string // the parameter that it is, such as document
	Name    string
	Content []byte
}

// Upload are the parameters of a call that brings a file.
type Upload struct {
	Params json.RawMessage // a JSON object
	File   File
}

// form encodes the call as a multipart form: texts as they are, everything else as JSON.
func (u Upload) form() (contentType string, body []byte, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(u.Params, &fields); err != nil {
		return "", nil, fmt.Errorf("fields of a form: %w", err)
	}
	var buffer bytes.Buffer
	form := multipart.NewWriter(&buffer)
	for name, value := range fields {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		if err := form.WriteField(name, text); err != nil {
			return "", nil, err
		}
	}
	part, err := form.CreateFormFile(u.File.Field, u.File.Name)
	if err != nil {
		return "", nil, err
	}
	if _, err := part.Write(u.File.Content); err != nil {
		return "", nil, err
	}
	if err := form.Close(); err != nil {
		return "", nil, err
	}
	return form.FormDataContentType(), buffer.Bytes(), nil
}
