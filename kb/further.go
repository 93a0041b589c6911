package kb

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// furtherKeys are the keys of the front matter in a line of JSON. Other programs need not know them, and may mean
// something else by them: a value that does not fit is told and left aside, and the article is served without it.
type furtherKeys struct {
	Related    json.RawMessage `json:"related"`
	ValidUntil json.RawMessage `json:"valid_until"`
	Kind       json.RawMessage `json:"kind"`
	Price      json.RawMessage `json:"price"`
	SKU        json.RawMessage `json:"sku"`
	Stock      json.RawMessage `json:"stock"`
	Duration   json.RawMessage `json:"duration"`
	Schedule   json.RawMessage `json:"schedule"`
	Capacity   json.RawMessage `json:"capacity"`
	Tests      json.RawMessage `json:"tests"`
	Variants   json.RawMessage `json:"variants"`
}

// fill puts the values into the article, whose file and line are known. It returns false if the article cannot be
// served.
func (k *furtherKeys) fill(a *Article, ps *problems) bool {
	r := furtherReader{problems: ps, file: a.File, line: a.Line}
	a.Tests = r.phrases(keyTests, k.Tests)
	a.Related = r.phrases(keyRelated, k.Related)
	for i, id := range a.Related {
		a.Related[i] = trimID(id)
	}
	a.Variants = r.variants(k.Variants)
	a.Kind = r.kind(k.Kind)
	product := []json.RawMessage{k.Price, k.SKU, k.Stock}
	service := []json.RawMessage{k.Duration, k.Schedule, k.Capacity}
	if a.Kind == KindProduct {
		a.Product = &Product{Price: r.text(keyPrice, k.Price), SKU: r.text("sku", k.SKU), Stock: r.number("stock", k.Stock, 0)}
	} else if !allAbsent(product) {
		ps.warnf(a.File, a.Line, "price, sku and stock are left aside: they belong to an article with the kind product")
	}
	if a.Kind == KindService {
		a.Service = &Service{Duration: r.duration(k.Duration), Schedule: r.text("schedule", k.Schedule), Capacity: 1}
		if n := r.number("capacity", k.Capacity, 1); n != nil {
			a.Service.Capacity = *n
		}
	} else if !allAbsent(service) {
		ps.warnf(a.File, a.Line, "duration, schedule and capacity are left aside: they belong to an article with the kind service")
	}
	return r.validUntil(k.ValidUntil, a)
}

func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

func allAbsent(values []json.RawMessage) bool {
	for _, raw := range values {
		if !absent(raw) {
			return false
		}
	}
	return true
}

// furtherReader reads the values of one line.
type furtherReader struct {
	*problems
	file string
	line int
}

func (r *furtherReader) leaveAside(key, expected string) {
	r.warnf(r.file, r.line, "%s: expected %s, so it is left aside", key, expected)
}

// text reads a text, or a number as what it looks like.
func (r *furtherReader) text(key string, raw json.RawMessage) string {
	var text string
	var number json.Number
	switch {
	case absent(raw):
	case json.Unmarshal(raw, &text) == nil:
		return oneLine(text)
	case json.Unmarshal(raw, &number) == nil:
		return number.String()
	default:
		r.leaveAside(key, "a text")
	}
	return ""
}

// phrases reads a list of texts; a lone text is a list of one.
func (r *furtherReader) phrases(key string, raw json.RawMessage) []string {
	var list []string
	var lone string
	switch {
	case absent(raw):
	case json.Unmarshal(raw, &list) == nil:
		return oneLines(list)
	case json.Unmarshal(raw, &lone) == nil:
		return oneLines([]string{lone})
	default:
		r.leaveAside(key, "a list of texts")
	}
	return nil
}

// number reads a whole number that is at least low; nil: there is none.
func (r *furtherReader) number(key string, raw json.RawMessage, low int) *int {
	if absent(raw) {
		return nil
	}
	var n int
	if json.Unmarshal(raw, &n) != nil || n < low {
		r.leaveAside(key, "a whole number from "+strconv.Itoa(low))
		return nil
	}
	return &n
}

func (r *furtherReader) duration(raw json.RawMessage) time.Duration {
	text := r.text("duration", raw)
	if text == "" {
		return 0
	}
	d, err := parseDuration(text)
	if err != nil {
		r.leaveAside("duration", "a duration such as 30m, 1h or 1h30m")
	}
	return d
}

func (r *furtherReader) kind(raw json.RawMessage) Kind {
	switch kind := Kind(r.text("kind", raw)); kind {
	case KindProduct, KindService, KindFAQ:
		return kind
	case "":
	default:
		r.leaveAside("kind", "faq, product or service")
	}
	return KindFAQ
}

func (r *furtherReader) variants(raw json.RawMessage) []Variant {
	if absent(raw) {
		return nil
	}
	const expected = "a list of objects, each with the answer and, as when, the attributes of its customers"
	var list []writtenVariant
	if json.Unmarshal(raw, &list) != nil {
		r.leaveAside("variants", expected)
		return nil
	}
	var all []Variant
	for _, w := range list {
		v := Variant{When: make(map[string]string, len(w.When)), Answer: trimAnswer(strings.ReplaceAll(w.Answer, "\r\n", "\n"))}
		for name, value := range w.When {
			if name, value = strings.TrimSpace(name), oneLine(value); name != "" && value != "" {
				v.When[name] = value
			}
		}
		// With a condition lost it would be the answer of customers whom it does not fit.
		if len(v.When) == 0 || len(v.When) != len(w.When) || visibleLength(v.Answer) == 0 {
			r.leaveAside("variants", expected)
			continue
		}
		all = append(all, v)
	}
	return all
}

// validUntil reads the last day. To leave it aside would bring an expired article back to life, so without it nothing
// is served.
func (r *furtherReader) validUntil(raw json.RawMessage, a *Article) bool {
	var text string
	if absent(raw) {
		return true
	}
	err := json.Unmarshal(raw, &text)
	if text = strings.TrimSpace(text); err == nil && text == "" {
		return true
	}
	if err == nil {
		a.ValidUntil, err = time.Parse(dateLayout, text)
	}
	if err != nil {
		r.errorf(r.file, r.line, `valid_until: expected a date such as "2027-03-01"`)
		return false
	}
	return true
}
