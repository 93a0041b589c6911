package bot

import (
	"context"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// callManager makes a ticket of the last question of the conversation when that is still open. Else it names the ticket
// that waits, or asks what a manager is wanted for.
func (c *customerTurn) callManager(ctx context.Context) error {
	if c.dialogue.LastOutcomeID != 0 {
		o, err := c.store.Outcome(ctx, c.dialogue.LastOutcomeID)
		if err != nil {
			return err
		}
		if o.TicketID == 0 && o.Verdict != helpdesk.VerdictHelped {
			return c.handOver(ctx, o, helpdesk.VerdictAskedHuman, helpdesk.OriginAskedHuman)
		}
	}
	ticket, err := c.current(ctx)
	if err != nil {
		return err
	}
	if ticket == nil {
		return c.askAbout(ctx)
	}
	text := c.text.say("manager.waits", args{"Number": ticket.ID})
	another := row(button(c.text.label("manager.another"), data(verbAnother)))
	return c.say(ctx, text, about(ticket.ID), buttons(inline(ticketRow(c.text, *ticket), another)))
}

// another asks for a question that is to be a ticket of its own.
func (c *customerTurn) another(ctx context.Context) error {
	c.dialogue.TicketID = 0
	return c.askAbout(ctx)
}

func (c *customerTurn) askAbout(ctx context.Context) error {
	if err := c.leavePhone(ctx); err != nil {
		return err
	}
	c.wait(stepAbout)
	return c.say(ctx, c.text.say("manager.about"), buttons(inline(c.cancelRow())))
}

// cancelRow is the way out under a prompt.
func (c *customerTurn) cancelRow() []telego.InlineKeyboardButton {
	return row(button(c.text.label("key.cancel"), data(verbCancel)))
}

// cancel ends what the prompt above the button began. A step that something else began since then goes on.
func (c *customerTurn) cancel(ctx context.Context) error {
	if c.dialogue.Step != stepAbout && c.dialogue.Step != stepAdd { // the words have come already
		return c.replace(ctx, c.text.say("cancel.nothing"), nil)
	}
	c.endStep()
	return c.replace(ctx, c.text.say("cancel.done"), nil)
}

// callAbout hands what the customer wants a manager for to the managers. What the bot would have found stands on the card,
// but the customer, who asked for a person, gets a person.
func (c *customerTurn) callAbout(ctx context.Context, said helpdesk.Message) error {
	o := opening{origin: helpdesk.OriginAskedHuman, question: said.Text, message: said}
	if c.message.Text == "" {
		_, err := c.escalate(ctx, o)
		return err
	}
	d, err := c.decide(ctx, said.Text)
	if err != nil {
		return err
	}
	o.hits, o.refusal = d.Hits, string(d.Reason)
	ticket, err := c.escalate(ctx, o)
	if err != nil {
		return err
	}
	d.Kind = answer.Escalate
	outcome := c.outcome(said.Text, d)
	outcome.TicketID, outcome.Verdict = ticket.ID, helpdesk.VerdictAskedHuman
	c.countQuestion(outcome, d.Took)
	c.countVerdict(outcome.Verdict)
	outcome, err = c.store.AddOutcome(ctx, outcome)
	c.dialogue.LastOutcomeID = outcome.ID
	return err
}
