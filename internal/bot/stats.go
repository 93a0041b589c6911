package bot

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// WorkDone is what managers did.
type WorkDone interface {
	// Work returns what a manager did since each of the times, or with 0 what all did with the bot; the last time is the
	// earliest.
	Work(ctx context.Context, managerID int64, since []time.Time) (helpdesk.Work, error)
}

// statsDays are how many days each column of the figures takes, today included.
var statsDays = []int{1, 7, 30}

// stats shows managers their own figures; administrators see those of the team with /stats team, and a colleague's with
// /stats @oleg.
func (m *managerTurn) stats(ctx context.Context, payload string) error {
	switch {
	case payload == "":
		return m.statsOf(ctx, &m.manager)
	case m.manager.Role != helpdesk.RoleAdministrator:
		return m.refuse(ctx, "stats.own_only", nil)
	case strings.EqualFold(payload, m.text.label("stats.team")) || strings.EqualFold(payload, "team"):
		return m.statsOf(ctx, nil)
	}
	who, _, err := m.colleague(ctx, payload)
	if err != nil || who == nil {
		return err
	}
	return m.statsOf(ctx, who)
}

// pressStats shows an administrator the figures of the team.
func (m *managerTurn) pressStats(ctx context.Context) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "stats.own_only", nil)
	}
	return m.statsOf(ctx, nil)
}

// statsOf shows the figures of a manager, or with nil of the team.
func (m *managerTurn) statsOf(ctx context.Context, who *helpdesk.Manager) error {
	id, name := int64(0), m.text.label("stats.team_name")
	if who != nil {
		id, name = who.ID, m.called(*who)
	}
	since := m.beginnings()
	work, err := m.store.Work(ctx, id, since)
	if err != nil {
		return err
	}
	text := m.text.say("stats.head", args{"Name": name}) + "\n"
	for _, line := range []struct {
		key    string
		figure func(int) string
	}{
		{"stats.taken", func(i int) string { return strconv.Itoa(work.Taken[i]) }},
		{"stats.answered", func(i int) string { return strconv.Itoa(work.Answered[i]) }},
		{"stats.closed", func(i int) string { return strconv.Itoa(work.Closed[i]) }},
		{"stats.reopened", func(i int) string { return strconv.Itoa(work.Reopened[i]) }},
		{"stats.first", func(i int) string { return m.median(work.FirstAnswers, since[i]) }},
		{"stats.resolution", func(i int) string { return m.median(work.Resolutions, since[i]) }},
		{"stats.score", func(i int) string { return m.meanScore(work.Scores[i]) }},
		{"stats.kept", func(i int) string { return m.kept(work.Resolutions, since[i]) }},
	} {
		if line.key == "stats.kept" && len(m.SLA.Marks(m.Calendar, m.now)) == 0 { // nothing is promised
			continue
		}
		figures := make([]string, len(since))
		for i := range since {
			figures[i] = line.figure(i)
		}
		text += "\n" + m.text.say(line.key, args{"Figures": strings.Join(figures, " · ")})
	}
	text += "\n\n" + m.text.say("stats.note")
	if id == m.manager.ID && m.manager.Role == helpdesk.RoleAdministrator {
		return m.say(ctx, text, m.choice("stats.button.team", verbTeamStats))
	}
	return m.say(ctx, text)
}

// beginnings are when the periods of the figures begin: at midnight by the company's clock.
func (t *turn) beginnings() []time.Time {
	since := make([]time.Time, len(statsDays))
	for i, days := range statsDays {
		since[i] = time.Date(t.now.Year(), t.now.Month(), t.now.Day()+1-days, 0, 0, 0, 0, t.Location)
	}
	return since
}

// median is how long half of what ended took at most, in working time.
func (m *managerTurn) median(stretches []helpdesk.Stretch, since time.Time) string {
	d, ok := helpdesk.Median(m.Calendar, stretches, since)
	switch minutes := int(d.Minutes()); {
	case !ok:
		return "—"
	case d < time.Minute:
		return m.text.label("stats.moment")
	case minutes < 60:
		return m.text.label("stats.minutes", args{"Minutes": minutes})
	default:
		return m.text.label("stats.hours", args{"Hours": minutes / 60, "Minutes": minutes % 60})
	}
}

// kept is the share of closed tickets that missed no target, rounded down, so that one that missed never reads as none.
func (m *managerTurn) kept(stretches []helpdesk.Stretch, since time.Time) string {
	share, ok := helpdesk.Kept(stretches, since)
	if !ok {
		return "—"
	}
	return m.text.label("stats.percent", args{"Percent": int(math.Floor(share * 100))})
}

// meanScore is what customers made of the work on average, with how many said so.
func (m *managerTurn) meanScore(s helpdesk.Scores) string {
	if s.Count == 0 {
		return "—"
	}
	tenths := int(math.Round(s.Mean * 10))
	return m.text.label("stats.mean", args{"Whole": tenths / 10, "Tenths": tenths % 10, "Count": s.Count})
}
