package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// tokenBytes make an invitation that nobody guesses; as base64 it is 32 of the 64 characters of a start parameter.
const tokenBytes = 24

// invitationPrefix tells an invitation from other start parameters.
const invitationPrefix = "inv_"

// invite gives an administrator a link that makes the one who opens it first a manager, or gives the role that is named:
// /invite observer.
func (m *managerTurn) invite(ctx context.Context, typed string) error {
	if m.manager.Role != helpdesk.RoleAdministrator {
		return m.refuse(ctx, "manager.invite.not_yours", nil)
	}
	role := helpdesk.RoleManager
	if typed != "" {
		var ok bool
		if role, ok = m.texts.role(typed); !ok {
			return m.refuse(ctx, "manager.invite.which", nil)
		}
	}
	secret := make([]byte, tokenBytes)
	_, _ = rand.Read(secret) // never fails
	token := base64.RawURLEncoding.EncodeToString(secret)
	err := m.store.CreateInvitation(ctx, helpdesk.Invitation{
		TokenHash: sha256.Sum256([]byte(token)), Role: role,
		CreatedBy: m.manager.ID, CreatedAt: m.now, ExpiresAt: m.now.Add(helpdesk.InvitationLifetime),
	})
	if err != nil {
		return err
	}
	if err := m.audit(ctx, helpdesk.AuditRecord{Deed: helpdesk.DeedInvited, Details: string(role)}); err != nil {
		return err
	}
	link := "https://t.me/" + m.Username + "?start=" + invitationPrefix + token
	return m.say(ctx, m.text.say("manager.invite."+string(role), args{"Link": link}))
}

// acceptInvitation makes the person whose turn it is a member of the staff, if the token is that of an invitation which
// nobody used and which still holds.
func (t *turn) acceptInvitation(ctx context.Context, token string) error {
	hash := sha256.Sum256([]byte(strings.TrimPrefix(token, invitationPrefix)))
	invitation, err := t.store.UseInvitation(ctx, hash, t.from.ID)
	if err != nil && !errors.Is(err, helpdesk.ErrNotFound) {
		return err
	}
	if err != nil || t.now.After(invitation.ExpiresAt) {
		return t.say(ctx, t.text.say("manager.invite.void"))
	}
	m := t.asManager(helpdesk.Manager{
		ID: t.from.ID, Role: invitation.Role, Language: languageOf(t.from.LanguageCode), CreatedAt: t.now,
	})
	if err := m.recognise(ctx); err != nil { // stores the manager too
		return err
	}
	record := helpdesk.AuditRecord{Deed: helpdesk.DeedJoined, PersonID: invitation.CreatedBy, Details: string(invitation.Role)}
	if err := m.audit(ctx, record); err != nil {
		return err
	}
	t.store.OnCommit(func() { t.rememberStaff([]helpdesk.Manager{m.manager}) })
	if err := m.greet(ctx); err != nil {
		return err
	}
	return m.tellInviter(ctx, invitation.CreatedBy)
}

// tellInviter tells the administrator whose invitation it was who has come by it: a link can fall into wrong hands.
func (m *managerTurn) tellInviter(ctx context.Context, id int64) error {
	inviter, err := m.store.Manager(ctx, id)
	if err != nil {
		return err
	}
	words := m.texts.in(inviter.Language)
	return m.tell(ctx, id, words.say("manager.joined", args{
		"Name": m.called(m.manager), "Username": m.manager.Username,
		"Role": words.label("manager.role." + string(m.manager.Role)),
	}))
}

// EnsureManagers makes the people of the configured list administrators, also those who were given another role or have
// left meanwhile: whoever can change the configuration can get back in. A person unknown yet has no name until the first
// update.
func (b *Bot) EnsureManagers(ctx context.Context, s Store, ids []int64) error {
	if _, err := s.LockStaff(ctx); err != nil {
		return err
	}
	for _, id := range ids {
		b.configured.Store(id, true)
		manager, err := s.Manager(ctx, id)
		switch {
		case errors.Is(err, helpdesk.ErrNotFound):
			manager = helpdesk.Manager{ID: id, Language: helpdesk.Russian, CreatedAt: b.Now()}
		case err != nil:
			return err
		case manager.Role == helpdesk.RoleAdministrator:
			continue
		}
		manager.Role, manager.LeftAt = helpdesk.RoleAdministrator, time.Time{}
		if err := s.SaveManager(ctx, manager); err != nil {
			return err
		}
		t := &turn{Bot: b, store: s, now: b.Now().In(b.Location)}
		record := helpdesk.AuditRecord{Deed: helpdesk.DeedJoined, PersonID: id, Details: string(manager.Role)}
		if err := t.audit(ctx, record); err != nil {
			return err
		}
	}
	managers, err := s.Managers(ctx)
	b.rememberStaff(managers)
	return err
}
