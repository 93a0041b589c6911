package bot

import "context"

// asOwnCustomer goes on as the customer that the manager is too, in tickets from before joining the team.
func (m *managerTurn) asOwnCustomer(ctx context.Context) error {
	c, err := m.asCustomer(ctx)
	if err != nil {
		return err
	}
	return c.handle(ctx)
}

// isOwnStep tells whether the bot has asked the manager, as the customer of an own ticket, for what comes now without a reply.
// Like words that a button of the desk asks for, these must not reach another customer.
func (m *managerTurn) isOwnStep(ctx context.Context) (bool, error) {
	if m.message.ReplyToMessage != nil {
		return false, nil
	}
	d, err := m.store.Dialogue(ctx, m.manager.ID)
	return err == nil && d.Step != "" && m.now.Sub(d.TouchedAt) <= awaited, err
}

// endOwnStep ends what the bot has asked the manager as a customer: who turns to the desk writes for it.
func (m *managerTurn) endOwnStep(ctx context.Context) error {
	d, err := m.store.Dialogue(ctx, m.manager.ID)
	if err != nil || d.Step == "" {
		return err
	}
	d.Step = ""
	return m.store.SaveDialogue(ctx, d)
}
