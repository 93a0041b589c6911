package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Routes say which managers take the tickets of which topics.
type Routes interface {
	Routing(ctx context.Context) (helpdesk.Routing, error)
	// JoinTeam makes a manager a member of a team; it returns false for one who is.
	JoinTeam(ctx context.Context, team string, managerID int64) (bool, error)
	// LeaveTeam ends a membership, every one of the manager's for no name; it returns false when there is none.
	LeaveTeam(ctx context.Context, team string, managerID int64) (bool, error)
	// SeeTopics remembers the titles of topics by their folders, and has routes, groups and live tickets follow a topic whose
	// title changed. It returns the former titles with the ones of today.
	SeeTopics(ctx context.Context, titles map[string]string) (map[string]string, error)
	// SaveRoute routes a topic to a team, or to everybody when the team has no name.
	SaveRoute(ctx context.Context, r helpdesk.Route) error
}

// The words after /team that change who belongs to a team, as people type them.
var (
	joinWords  = []string{"add", "добавить", "добавь", "+"}
	leaveWords = []string{"remove", "убрать", "убери", "-"}
)

// teams shows the staff, or changes who belongs to a team: /team add delivery @oleg.
func (m *managerTurn) teams(ctx context.Context, payload string) error {
	if payload == "" {
		return m.team(ctx)
	}
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "team.not_yours", nil)
	}
	verb, rest := firstWord(payload)
	named, rest := firstWord(rest)
	team, ok := helpdesk.ParseTeam(named)
	joins := slices.Contains(joinWords, strings.ToLower(verb))
	if !ok || rest == "" || !joins && !slices.Contains(leaveWords, strings.ToLower(verb)) {
		return m.refuse(ctx, "team.how", nil)
	}
	who, rest, err := m.colleague(ctx, rest)
	switch {
	case err != nil || who == nil:
		return err
	case rest != "":
		return m.refuse(ctx, "team.how", nil)
	case joins:
		return m.join(ctx, team, who.ID)
	}
	return m.part(ctx, team, *who)
}

// firstWord cuts the first word off.
func firstWord(text string) (word, rest string) {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		return "", ""
	}
	return fields[0], strings.Join(fields[1:], " ")
}

// join makes somebody a member of a team.
func (m *managerTurn) join(ctx context.Context, team string, id int64) error {
	who, err := m.store.Manager(ctx, id)
	if errors.Is(err, helpdesk.ErrNotFound) {
		return m.refuse(ctx, "manager.give.unknown", nil)
	}
	if err != nil {
		return err
	}
	a := args{"Name": m.called(who), "Team": team}
	if !who.Works() {
		return m.refuse(ctx, "manager.give.observer", a)
	}
	fresh, err := m.store.JoinTeam(ctx, team, id)
	if err != nil {
		return err
	}
	if !fresh {
		return m.refuse(ctx, "team.joined.already", a)
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedTeamJoined, PersonID: id, Object: team}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	if id != m.manager.ID {
		words := m.texts.in(who.Language)
		if err := m.tell(ctx, id, words.say("team.told.joined", args{"Team": team})); err != nil {
			return err
		}
	}
	topics, err := m.topicsOf(ctx, team)
	if err != nil {
		return err
	}
	text := m.text.say("team.joined", a)
	if topics == "" {
		return m.say(ctx, text+"\n"+m.text.say("team.no_topics", a))
	}
	return m.say(ctx, text+"\n"+m.text.say("team.topics", args{"Topics": topics}))
}

// part ends somebody's membership of a team.
func (m *managerTurn) part(ctx context.Context, team string, who helpdesk.Manager) error {
	a := args{"Name": m.called(who), "Team": team}
	left, err := m.store.LeaveTeam(ctx, team, who.ID)
	if err != nil {
		return err
	}
	if !left {
		return m.refuse(ctx, "team.left.already", a)
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedTeamLeft, PersonID: who.ID, Object: team}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	if who.ID != m.manager.ID {
		words := m.texts.in(who.Language)
		if err := m.tell(ctx, who.ID, words.say("team.told.left", args{"Team": team})); err != nil {
			return err
		}
	}
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return err
	}
	text := m.text.say("team.left", a)
	if len(routing.Teams[team]) == 0 {
		text += "\n" + m.text.say("team.empty", a)
	}
	return m.say(ctx, text)
}

// topicsOf are the topics that are routed to a team, in one line.
func (m *managerTurn) topicsOf(ctx context.Context, team string) (string, error) {
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return "", err
	}
	var topics []string
	for _, r := range routing.Routes {
		if r.Team == team {
			topics = append(topics, r.Topic)
		}
	}
	return strings.Join(topics, ", "), nil
}

// tellOfEmptyTeams tells who is at work of the tickets that wait for teams of which nobody is any more: they were offered to
// nobody else.
func (t *turn) tellOfEmptyTeams(ctx context.Context, routing helpdesk.Routing, teams []string) error {
	staff, err := t.store.Managers(ctx)
	if err != nil {
		return err
	}
	for _, team := range teams {
		there := func(m helpdesk.Manager) bool { return m.AtWork() && slices.Contains(routing.Teams[team], m.ID) }
		if slices.ContainsFunc(staff, there) {
			continue
		}
		waiting, err := t.waitingFor(ctx, routing, team)
		if err != nil {
			return err
		}
		if waiting == 0 {
			continue
		}
		for _, m := range present(staff) {
			words := t.texts.in(m.Language)
			open := button(words.label("manager.key.queue"), data(verbQueue, 0))
			text := words.say("team.nobody_there", args{"Team": team, "N": waiting})
			if err := t.tell(ctx, m.ID, text, buttons(inline(row(open)))); err != nil {
				return err
			}
		}
	}
	return nil
}

// waitingFor counts the tickets in the queue whose topics are routed to a team.
func (t *turn) waitingFor(ctx context.Context, routing helpdesk.Routing, team string) (int, error) {
	var topics []string
	for _, r := range routing.Routes {
		if r.Team == team {
			topics = append(topics, r.Topic)
		}
	}
	if len(topics) == 0 {
		return 0, nil
	}
	return t.store.CountQueueOf(ctx, topics)
}
