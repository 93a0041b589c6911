package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// everybodyWords stand for no team in particular, as people type them.
var everybodyWords = []string{"all", "everybody", "everyone", "все", "всем", "всех"}

// route shows where the tickets of each topic go, or changes it for an administrator: /route Доставка склад.
func (m *managerTurn) route(ctx context.Context, payload string) error {
	if payload == "" {
		return m.showRoutes(ctx)
	}
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/route"})
	}
	topics, rest, err := m.topicsNamed(ctx, payload)
	if err != nil {
		return err
	}
	if len(topics) != 1 {
		key, a := m.whichTopic(topics)
		return m.refuse(ctx, key, a)
	}
	r := helpdesk.Route{Topic: topics[0]}
	if !slices.Contains(everybodyWords, strings.ToLower(rest)) {
		team, ok := helpdesk.ParseTeam(rest)
		if !ok {
			return m.refuse(ctx, "route.how", args{"Topic": m.exampleTopic()})
		}
		r.Team = team
	}
	return m.saveRoute(ctx, r)
}

// saveRoute routes a topic. To a team of nobody it is refused: that is a misspelt name most of the time.
func (m *managerTurn) saveRoute(ctx context.Context, r helpdesk.Route) error {
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return err
	}
	a := args{"Topic": r.Topic, "Team": r.Team}
	if r.Team != "" && len(routing.Teams[r.Team]) == 0 {
		return m.refuse(ctx, "route.no_team", a)
	}
	if routing.TeamOf(r.Topic) == r.Team {
		return m.refuse(ctx, "route.same", nil)
	}
	if err := m.store.SaveRoute(ctx, r); err != nil {
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedRouted, Object: r.Topic, Details: r.Team}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	if r.Team == "" {
		return m.say(ctx, m.text.say("route.everybody", a))
	}
	return m.say(ctx, m.text.say("route.done", a))
}

// topicsNamed returns the topic that words begin with, the longest of several, else all topics that begin as the words do;
// and what follows. A topic that the knowledge base no longer has is known as long as it has a route.
func (m *managerTurn) topicsNamed(ctx context.Context, words string) (topics []string, rest string, err error) {
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return nil, "", err
	}
	titles := m.topicTitles()
	for _, r := range routing.Routes {
		if !isAmong(titles, r.Topic) {
			titles = append(titles, r.Topic)
		}
	}
	longest := ""
	for _, title := range titles {
		if after, ok := withoutName(words, title); ok && len(title) > len(longest) {
			longest, rest = title, after
		}
	}
	if longest != "" {
		return []string{longest}, rest, nil
	}
	topics, rest = begunTopics(titles, words)
	return topics, rest, nil
}

// showRoutes shows each topic with the team that takes its tickets.
func (m *managerTurn) showRoutes(ctx context.Context) error {
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return err
	}
	text := m.text.say("route.title") + "\n"
	titles := m.topicTitles()
	for _, title := range titles {
		text += "\n" + m.routeLine(routing, title, "route.line")
	}
	for _, r := range routing.Routes {
		if !isAmong(titles, r.Topic) {
			text += "\n" + m.routeLine(routing, r.Topic, "route.line.gone")
		}
	}
	if m.manager.Role == helpdesk.RoleAdministrator {
		text += "\n\n" + m.text.say("route.how", args{"Topic": m.exampleTopic()})
	}
	return m.say(ctx, text)
}

// FollowTopics has the routes follow topics whose titles the authors have changed since it was last called, also while the
// program did not run.
func (b *Bot) FollowTopics(ctx context.Context, s Store) error {
	titles := map[string]string{}
	for _, t := range b.Answers.Base().Topics {
		titles[t.ID] = t.Title
	}
	renamed, err := s.SeeTopics(ctx, titles)
	if err != nil {
		return err
	}
	s.OnCommit(func() {
		for was, now := range renamed {
			b.Logger.InfoContext(ctx, "topic has another title, its routes, groups and tickets follow", "was", was, "now", now)
		}
	})
	return nil
}

// isAmong tells whether a topic is one of those with the titles, in any case.
func isAmong(titles []string, topic string) bool {
	return slices.ContainsFunc(titles, func(title string) bool { return strings.EqualFold(title, topic) })
}

// routeLine says who takes the tickets of a topic.
func (m *managerTurn) routeLine(routing helpdesk.Routing, topic, key string) html {
	team := routing.TeamOf(topic)
	line := m.text.say(key, args{"Topic": topic, "Team": team})
	if team != "" && len(routing.Teams[team]) == 0 {
		line += " " + m.text.say("route.empty")
	}
	return line
}

// elsewhere returns the topics whose tickets others take before the manager does.
func (m *managerTurn) elsewhere(ctx context.Context) ([]string, error) {
	routing, err := m.store.Routing(ctx)
	if err != nil || len(routing.Routes) == 0 || !m.manager.Works() {
		return nil, err
	}
	staff, err := m.store.Managers(ctx)
	if err != nil {
		return nil, err
	}
	return routing.Elsewhere(m.manager.ID, staff), nil
}

// teamLine names the team of a ticket's topic in a line of its own, nothing where there is none.
func (t *turn) teamLine(ctx context.Context, words localizer, topic string) (html, error) {
	if topic == "" {
		return "", nil
	}
	routing, err := t.store.Routing(ctx)
	if err != nil {
		return "", err
	}
	team := routing.TeamOf(topic)
	if team == "" {
		return "", nil
	}
	return "\n" + words.say("team.of_ticket", args{"Team": team}), nil
}
