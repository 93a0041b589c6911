package main

import (
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"time"
	_ "time/tzdata" // the company's time zone must be known on machines without a zone database

	"github.com/chatbotsmanagers/faqbot/internal/app"
)

// The values of flags check themselves while they are read, so that the parser can name the flag, and the environment
// variable where the value came from one.

// share is a part of a whole, above 0 and below 1.
type share float64

// UnmarshalText reads a number such as 0.90.
func (s *share) UnmarshalText(text []byte) error {
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(f > 0 && f < 1) {
		return fmt.Errorf("%q is no number between 0 and 1", text)
	}
	*s = share(f)
	return nil
}

// rate is how often a second.
type rate float64

// UnmarshalText reads a number such as 30.
func (r *rate) UnmarshalText(text []byte) error {
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(f > 0 && f <= 1e6) {
		return fmt.Errorf("%q is no number above 0", text)
	}
	*r = rate(f)
	return nil
}

// personID is the id of somebody's Telegram account. Those of groups are negative.
type personID int64

// UnmarshalText reads a number such as 123456789.
func (i *personID) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || n <= 0 {
		return fmt.Errorf("%q is no Telegram id of a person, such as 123456789", text)
	}
	*i = personID(n)
	return nil
}

// timezone is a time zone of the IANA database.
type timezone struct{ *time.Location }

// UnmarshalText reads a name such as Europe/Moscow.
func (z *timezone) UnmarshalText(name []byte) (err error) {
	z.Location, err = time.LoadLocation(string(name))
	return err
}

// address is where a server listens.
type address string

// UnmarshalText reads a host and a port; the host may be empty, which means every one.
func (a *address) UnmarshalText(text []byte) error {
	_, port, err := net.SplitHostPort(string(text))
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%q is no address, such as 127.0.0.1:8080", text)
	}
	*a = address(text)
	return nil
}

// level is the least level that is logged.
type level struct{ slog.Level }

// UnmarshalText reads the name of a level.
func (l *level) UnmarshalText(name []byte) error {
	if l.Level.UnmarshalText(name) != nil {
		return fmt.Errorf("%q is none of debug, info, warn, error", name)
	}
	return nil
}

// format is the form of the log.
type format string

// UnmarshalText reads the name of a form.
func (f *format) UnmarshalText(name []byte) error {
	if *f = format(name); *f != "text" && *f != "json" {
		return fmt.Errorf("%q is none of text, json", name)
	}
	return nil
}

// gate is what becomes of a change of the articles that makes their tests fail.
type gate app.Gate

// UnmarshalText reads the name of a gate.
func (g *gate) UnmarshalText(name []byte) error {
	if *g = gate(name); app.Gate(*g) != app.GateWarn && app.Gate(*g) != app.GateRefuse {
		return fmt.Errorf("%q is none of warn, refuse", name)
	}
	return nil
}

// patience is how long something may take.
type patience time.Duration

// UnmarshalText reads a duration such as 10s.
func (p *patience) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is no duration above 0, such as 10s", text)
	}
	*p = patience(d)
	return nil
}
