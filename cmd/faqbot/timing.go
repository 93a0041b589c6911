package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// timing are the flags of what happens to tickets because time passes.
type timing struct {
	WorkingHours helpdesk.Week  `help:"Working hours by days, parted by semicolons, such as \"пн-пт 10:00-19:00; сб 11:00-16:00\" or \"mon-fri 9-13 14-18\". Empty: always open." placeholder:"HOURS"`
	Holidays     helpdesk.Dates `help:"Dates that differ, comma-separated: \"2027-01-01..2027-01-08\" is free, \"2027-02-20 10:00-16:00\" is worked at these hours." placeholder:"DATES"`
	SLA          helpdesk.SLA   `name:"sla" help:"Working time for the first answer, each later one and the solution, by priority; - or off promises nothing." default:"urgent=15m/1h/4h, high=30m/2h/8h, normal=2h/4h/24h, low=8h/16h/72h" placeholder:"TARGETS"`
	HandOnAfter  spell          `help:"Working time after which a ticket goes back to the queue when its manager leaves the customer without an answer. 0: never." default:"16h" placeholder:"DURATION"`
	RemindAfter  spell          `help:"How long a customer is waited for before a reminder. 0: no reminder." default:"2d" placeholder:"DURATION"`
	CloseAfter   spell          `help:"How long after the reminder the ticket of a silent customer is closed. 0: never." default:"3d" placeholder:"DURATION"`
	ReopenWithin spell          `help:"How long a customer may come back to a closed ticket. 0: for ever." default:"7d" placeholder:"DURATION"`
	Flood        uint16         `help:"Messages a minute from one customer above which the bot keeps them and answers no more. 0: it always answers." default:"20" placeholder:"NUMBER"`
}

// calendar is when the company works.
func (t *timing) calendar(zone *time.Location) helpdesk.Calendar {
	return helpdesk.Calendar{Week: t.WorkingHours, Dates: t.Holidays, Location: zone}
}

// patience is how long silence lasts before something follows.
func (t *timing) patience() helpdesk.Patience {
	return helpdesk.Patience{
		HandOn: time.Duration(t.HandOnAfter), Remind: time.Duration(t.RemindAfter),
		Close: time.Duration(t.CloseAfter), Reopen: time.Duration(t.ReopenWithin),
	}
}

// spell is how long something is waited for, 0 for ever.
type spell time.Duration

// maxSpell bounds a spell: a longer one is a slip.
const maxSpell = 10 * 366 * 24 * time.Hour

// UnmarshalText reads a duration such as 90m, 48h or 7d.
func (s *spell) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		var n uint64
		n, err = strconv.ParseUint(days, 10, 12)
		d = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || d < 0 || d > maxSpell {
		return fmt.Errorf("%q is no duration, such as 90m, 48h or 7d; 0 for none", text)
	}
	*s = spell(d)
	return nil
}
