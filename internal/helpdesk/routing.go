package helpdesk

import (
	"slices"
	"strings"
)

// Routing says which managers take the tickets of which topics. A team is the managers under one name; a topic is routed to
// one team or to nobody in particular, which is to everybody.
type Routing struct {
	Teams  map[string][]int64 // the members of each team
	Routes []Route            // in order of the topics
}

// Route says whose the tickets of a topic are.
type Route struct {
	Topic string // its title
	Team  string
}

// TeamOf returns the team that a topic is routed to, in whatever case its title is written now; nothing for everybody.
func (r Routing) TeamOf(topic string) string {
	for _, route := range r.Routes {
		if strings.EqualFold(route.Topic, topic) {
			return route.Team
		}
	}
	return ""
}

// TeamsOf returns the teams that a manager belongs to, in order of the alphabet.
func (r Routing) TeamsOf(manager int64) []string {
	var teams []string
	for team, members := range r.Teams {
		if slices.Contains(members, manager) {
			teams = append(teams, team)
		}
	}
	slices.Sort(teams)
	return teams
}

// Audience returns who is told of a ticket of the topic that waits for a manager: those of its team who are at work, else
// all who are, else all who work, since a customer who waits is worth a disturbance. One manager, who put it back into the
// queue, is left out; 0 for none.
func (r Routing) Audience(topic string, staff []Manager, except int64) []Manager {
	there := only(staff, Manager.AtWork)
	if len(there) == 0 {
		there = only(staff, Manager.Works)
	}
	there = only(there, func(m Manager) bool { return m.ID != except })
	members := r.Teams[r.TeamOf(topic)]
	if team := only(there, func(m Manager) bool { return slices.Contains(members, m.ID) }); len(team) > 0 {
		return team
	}
	return there
}

// Others returns the members of the staff but one, such as the customer of a ticket, to whom it is not offered.
func Others(staff []Manager, id int64) []Manager {
	return only(staff, func(m Manager) bool { return m.ID != id })
}

// Elsewhere returns the topics whose tickets others take: they are routed to teams without the manager, in each of which
// somebody is at work.
func (r Routing) Elsewhere(manager int64, staff []Manager) []string {
	var topics []string
	for _, route := range r.Routes {
		members := r.Teams[route.Team]
		takes := func(m Manager) bool { return m.AtWork() && slices.Contains(members, m.ID) }
		if !slices.Contains(members, manager) && slices.ContainsFunc(staff, takes) {
			topics = append(topics, route.Topic)
		}
	}
	return topics
}

// ParseTeam reads the name of a team: one word, in any case.
func ParseTeam(typed string) (string, bool) {
	words := ParseTags(typed)
	if len(words) != 1 || !strings.EqualFold(strings.TrimSpace(typed), words[0]) {
		return "", false
	}
	return words[0], true
}

func only(staff []Manager, fits func(Manager) bool) []Manager {
	return slices.DeleteFunc(slices.Clone(staff), func(m Manager) bool { return !fits(m) })
}
