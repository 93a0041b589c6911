package bot

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// homeRegion is where a number without a country code is from.
const homeRegion = "RU"

// phoneError says what is wrong with a number, as the end of the key of a text.
type phoneError struct{ why string }

func (e *phoneError) Error() string { return fmt.Sprintf("phone number is %s", e.why) }

// The ways in which a typed number is wrong.
const (
	phoneNoNumber = "nonumber"
	phoneShort    = "short"
	phoneLong     = "long"
	phoneCountry  = "country"
	phoneInvalid  = "invalid"
)

// parsePhone returns the number as E.164, or a *phoneError.
func parsePhone(text string) (string, error) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
	if len(digits) < 3 {
		return "", &phoneError{phoneNoNumber}
	}
	number, err := phonenumbers.Parse(text, homeRegion)
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return "", &phoneError{phoneCountry}
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return "", &phoneError{phoneShort}
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return "", &phoneError{phoneLong}
	case err != nil:
		return "", &phoneError{phoneNoNumber}
	}
	reason := phonenumbers.IsPossibleNumberWithReason(number)
	switch {
	case reason == phonenumbers.TOO_SHORT:
		return "", &phoneError{phoneShort}
	case reason == phonenumbers.TOO_LONG:
		return "", &phoneError{phoneLong}
	case !phonenumbers.IsValidNumber(number):
		return "", &phoneError{phoneInvalid}
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// numberForm is what a number looks like among other words.
var numberForm = regexp.MustCompile(`\+?\d[\d\s().–-]{5,}\d`)

// findPhone returns the number that stands in a text and the words around it, or the *phoneError of the text.
func findPhone(text string) (phone, note string, err error) {
	if phone, err = parsePhone(text); err == nil && !strings.ContainsFunc(text, unicode.IsLetter) {
		return phone, "", nil
	}
	for _, at := range numberForm.FindAllStringIndex(text, -1) {
		if phone, err := parsePhone(text[at[0]:at[1]]); err == nil {
			return phone, strings.Trim(text[:at[0]]+text[at[1]:], " ,.;:–—-\n"), nil
		}
	}
	return phone, "", err
}

// namesNoNumber tells whether a text is words that do not even begin a number.
func namesNoNumber(text string) bool {
	const beginning = 5
	digits := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits < beginning && strings.ContainsFunc(text, unicode.IsLetter)
}

// spaced is an E.164 number as people read it.
func spaced(phone string) string {
	number, err := phonenumbers.Parse(phone, homeRegion)
	if err != nil {
		return phone
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
}

// isPhone tells whether a text is a phone number and nothing else.
func isPhone(text string) bool {
	if strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	_, err := parsePhone(text)
	return err == nil
}
