package bot

import (
	"errors"
	"fmt"
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

// isPhone tells whether a text is a phone number and nothing else.
func isPhone(text string) bool {
	if strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	_, err := parsePhone(text)
	return err == nil
}
