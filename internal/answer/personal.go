package answer

import (
	"strings"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// Personal returns an article's answer for a customer: the first variant that fits the customer's attributes, else
// the answer for everybody. Names and values are compared without regard to case, as people write them.
func Personal(a *kb.Article, attributes map[string]string) string {
	for _, v := range a.Variants {
		if fits(v.When, attributes) {
			return v.Answer
		}
	}
	return a.Answer
}

func fits(when, attributes map[string]string) bool {
	for name, wanted := range when {
		if !has(attributes, name, wanted) {
			return false
		}
	}
	return true
}

func has(attributes map[string]string, name, wanted string) bool {
	for n, value := range attributes {
		if strings.EqualFold(strings.TrimSpace(n), strings.TrimSpace(name)) &&
			strings.EqualFold(strings.TrimSpace(value), strings.TrimSpace(wanted)) {
			return true
		}
	}
	return false
}
