package bot

import (
	"context"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// goAway notes that the manager is away: nothing new is offered, and what customers wait for goes to others.
func (m *managerTurn) goAway(ctx context.Context) error {
	if !m.manager.Away() {
		m.manager.AwaySince = m.now
		if err := m.store.SaveManager(ctx, m.manager); err != nil {
			return err
		}
	}
	managers, err := m.store.Managers(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(managers, helpdesk.Manager.AtWork) {
		return m.say(ctx, m.text.say("manager.away.last"))
	}
	routing, err := m.store.Routing(ctx)
	if err != nil {
		return err
	}
	if err := m.tellOfEmptyTeams(ctx, routing, routing.TeamsOf(m.manager.ID)); err != nil {
		return err
	}
	return m.say(ctx, m.text.say("manager.away"))
}

// comeBack ends the manager's absence, and shows what waits.
func (m *managerTurn) comeBack(ctx context.Context) error {
	if !m.manager.Away() {
		return m.say(ctx, m.text.say("manager.not_away"))
	}
	m.manager.AwaySince = time.Time{}
	if err := m.store.SaveManager(ctx, m.manager); err != nil {
		return err
	}
	if err := m.say(ctx, m.text.say("manager.back")); err != nil {
		return err
	}
	return m.queueList(ctx)
}

// present returns the managers who work and are not away, all who work when everybody is: a customer who waits is worth
// a disturbance.
func present(managers []helpdesk.Manager) []helpdesk.Manager {
	working := slices.DeleteFunc(slices.Clone(managers), func(m helpdesk.Manager) bool { return !m.Works() })
	there := slices.DeleteFunc(slices.Clone(working), helpdesk.Manager.Away)
	if len(there) == 0 {
		return working
	}
	return there
}
