package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// changeRole gives a member of the staff another role: /role @oleg observer.
func (m *managerTurn) changeRole(ctx context.Context, payload string) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.administrators_only", args{"Command": "/role"})
	}
	if payload == "" {
		return m.refuse(ctx, "manager.role.which", nil)
	}
	named, rest, err := m.colleague(ctx, payload)
	if err != nil || named == nil {
		return err
	}
	role, ok := m.texts.role(rest)
	if !ok {
		return m.refuse(ctx, "manager.role.which", nil)
	}
	staff, err := m.store.LockStaff(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(staff, func(o helpdesk.Manager) bool { return o.ID == named.ID })
	if i < 0 { // left this moment
		return m.refuse(ctx, "manager.give.unknown", nil)
	}
	a := args{"Name": m.called(staff[i]), "Role": m.text.label("manager.role." + string(role))}
	switch {
	case staff[i].Role == role:
		return m.refuse(ctx, "manager.role.same", a)
	case helpdesk.LastAdministrator(staff, named.ID):
		return m.refuse(ctx, "manager.role.last", nil)
	}
	return m.giveRole(ctx, staff[i], role)
}

// giveRole stores the role and tells whom it concerns. Who only looks from now on has no tickets.
func (m *managerTurn) giveRole(ctx context.Context, who helpdesk.Manager, role helpdesk.Role) error {
	before := who.Role
	who.Role = role
	if !who.Works() {
		who.InHand, who.AwaySince = 0, time.Time{}
	}
	if err := m.store.SaveManager(ctx, who); err != nil {
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedRoleChanged, PersonID: who.ID, Details: string(role)}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	returned := 0
	if !who.Works() {
		var err error
		if returned, err = m.layDown(ctx, who); err != nil {
			return err
		}
	}
	if err := m.tellRole(ctx, who); err != nil {
		return err
	}
	if who.ID == m.manager.ID {
		return nil
	}
	text := m.text.say("manager.role.done", args{
		"Name": m.called(who), "Role": m.text.label("manager.role." + string(role)),
		"Whom": addressed(who), "Before": m.text.label("manager.role." + string(before)),
	})
	if returned > 0 {
		text += "\n" + m.text.say("manager.returned", args{"N": returned})
	}
	return m.say(ctx, text+m.configuredAgain(who.ID, role))
}

// tellRole tells somebody of the role that is theirs from now on, with its commands and keys.
func (m *managerTurn) tellRole(ctx context.Context, who helpdesk.Manager) error {
	if err := m.setMenu(ctx, who.ID, commandsOf(who.Role), who.Language); err != nil {
		return err
	}
	words := m.texts.in(who.Language)
	text := words.say("manager.role.now." + string(who.Role))
	return m.tell(ctx, who.ID, text, buttons(staffKeyboard(words, who.Role)))
}

// configuredAgain warns that the configured list makes somebody an administrator again, nothing where it does not.
func (m *managerTurn) configuredAgain(id int64, role helpdesk.Role) html {
	if _, listed := m.configured.Load(id); !listed || role == helpdesk.RoleAdministrator {
		return ""
	}
	return "\n" + m.text.say("manager.role.configured")
}

// role reads a role as people type it: «наблюдатель», «админ», "observer".
func (t *texts) role(typed string) (helpdesk.Role, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if len([]rune(typed)) < minRole {
		return "", false
	}
	for _, r := range helpdesk.Roles {
		for _, words := range t.byLanguage {
			label := strings.ToLower(words.label("manager.role." + string(r)))
			stem := string([]rune(label)[:len([]rune(label))-2]) // whatever its ending
			if strings.HasPrefix(label, typed) || strings.HasPrefix(typed, stem) {
				return r, true
			}
		}
	}
	return "", false
}

// minRole is how many characters of a role tell which one is meant.
const minRole = 3
