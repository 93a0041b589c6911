package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// team shows who is on the staff, and how much each has in hand.
func (m *managerTurn) team(ctx context.Context) error {
	managers, err := m.store.Managers(ctx)
	if err != nil {
		return err
	}
	loads, err := m.store.Loads(ctx)
	if err != nil {
		return err
	}
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return err
	}
	text := m.text.say("manager.team")
	for _, manager := range managers {
		text += "\n\n" + m.staffLine(manager, routing.TeamsOf(manager.ID), loads[manager.ID])
	}
	waiting, _, err := m.waiting(ctx)
	if err != nil {
		return err
	}
	return m.say(ctx, text+"\n\n"+waiting)
}

// staffLine is a colleague: name, role, teams, whether away, and what is in the hands.
func (m *managerTurn) staffLine(manager helpdesk.Manager, teams []string, load helpdesk.Load) html {
	a := args{"Name": m.called(manager), "Username": manager.Username, "Role": m.text.label("manager.role." + string(manager.Role))}
	if manager.Name == "" { // who never wrote is told from others, and named in commands, by the number alone
		a["Name"] = m.called(manager) + " " + strconv.FormatInt(manager.ID, 10)
	}
	line := m.text.say("manager.team.line", a)
	if !manager.Works() {
		return line
	}
	if len(teams) > 0 {
		line += "\n" + m.text.say("manager.team.teams", args{"N": len(teams), "Teams": strings.Join(teams, ", ")})
	}
	if manager.Away() {
		line += "\n" + m.text.say("manager.team.away", args{"Since": m.clock(manager.AwaySince)})
	}
	if load.Held == 0 {
		return line + "\n" + m.text.say("manager.team.free")
	}
	line += "\n" + m.text.say("manager.team.held", args{"N": load.Held})
	if load.Awaited > 0 {
		line += m.text.say("manager.team.awaited", args{"Awaited": load.Awaited})
	}
	return line
}
