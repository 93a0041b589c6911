package helpdesk

import (
	"slices"
	"time"
)

// warnShare of the time of a target is what is left of it at the warning: a fifth, 24 minutes of two hours.
const warnShare = 5

// Alert says that the time of a target is short, or over.
type Alert struct {
	Target Target
	Due    time.Time
	Over   bool
}

// Alerts returns what is to be said of the ticket and is not in its history yet.
func (s SLA) Alerts(c Calendar, t *Ticket, history []Event, now time.Time) []Alert {
	var alerts []Alert
	for _, target := range Targets {
		due, ok := s.Due(c, t, history, target)
		if !ok {
			continue
		}
		a := Alert{Target: target, Due: due, Over: !now.Before(due)}
		near := !c.Add(now, s.within[t.Priority][target]/warnShare).Before(due)
		if (a.Over || near) && !a.said(t, history) {
			alerts = append(alerts, a)
		}
	}
	return alerts
}

// Alert notes that the staff was alerted.
func (t *Ticket) Alert(a Alert, now time.Time) *Event {
	e := t.event(a.kind(), 0, now)
	e.Note = string(a.Target)
	return e
}

func (a Alert) kind() EventKind {
	if a.Over {
		return EventBreached
	}
	return EventWarned
}

// said tells whether the history has the alert, or a graver one, since the time of the target began.
func (a Alert) said(t *Ticket, history []Event) bool {
	for _, e := range slices.Backward(history) {
		switch {
		case a.Target != TargetResolution && e.At.Before(t.WaitingSince):
			return false
		case e.Note == string(a.Target) && (e.Kind == EventBreached || e.Kind == a.kind()):
			return true
		case e.Kind == EventReopened:
			return false
		}
	}
	return false
}

// Mark says which tickets an alert may concern: those of the priority for which the time of the target began at Since
// or earlier. Alerts knows for certain.
type Mark struct {
	Priority Priority
	Target   Target
	Alert    EventKind // the event that the alert leaves
	Since    time.Time
}

// Marks returns the marks of all targets that are promised.
func (s SLA) Marks(c Calendar, now time.Time) []Mark {
	var marks []Mark
	for _, p := range Priorities {
		for _, target := range Targets {
			if within, ok := s.within[p][target]; ok {
				marks = append(marks,
					Mark{p, target, EventWarned, c.Before(now, within-within/warnShare)},
					Mark{p, target, EventBreached, c.Before(now, within)})
			}
		}
	}
	return marks
}
