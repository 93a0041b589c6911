package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mymmrac/telego"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// customerKeys are the commands on the customer's keyboard; the label of each has the key "key." and its name.
var customerKeys = []string{"topics", "tickets", "contact", "manager", "cancel"}

// maxExamples is how many questions the greeting shows.
const maxExamples = 3

// withoutKeyboard are the commands that are answered with buttons, or not at once, so that the keyboard stays as it is.
var withoutKeyboard = []string{"topics", "tickets", "contact", "manager", "language"}

// command does what a command or a key of the keyboard asks for. Whatever step ran before is over.
func (c *customerTurn) command(ctx context.Context, cmd command) error {
	step := c.dialogue.Step
	if slices.Contains(withoutKeyboard, cmd.name) {
		if err := c.leavePhone(ctx); err != nil {
			return err
		}
	}
	c.endStep()
	switch cmd.name {
	case "start":
		if token, ok := strings.CutPrefix(cmd.payload, "inv_"); ok {
			return c.acceptInvitation(ctx, token)
		}
		return c.greet(ctx)
	case "help":
		return c.say(ctx, c.text.say("help"), buttons(c.keyboard()))
	case "topics":
		return c.browse(ctx)
	case "tickets":
		return c.listTickets(ctx)
	case "contact":
		return c.askConsent(ctx)
	case "manager":
		return c.callManager(ctx)
	case "language":
		return c.askLanguage(ctx, verbLanguage)
	case "delete":
		return c.deleteOwn(ctx)
	case "cancel":
		if step == "" {
			return c.say(ctx, c.text.say("cancel.nothing"), buttons(c.keyboard()))
		}
		return c.say(ctx, c.text.say("cancel.done"), buttons(c.keyboard()))
	}
	return c.say(ctx, c.text.say("command.unknown"), buttons(c.keyboard()))
}

// isLabel tells whether a text is the label with the key, to the letter, in any language.
func (t *texts) isLabel(key, text string) bool {
	return slices.ContainsFunc(languages, func(l helpdesk.Language) bool { return t.in(l).label(key) == text })
}

// greet says what the bot is for, with the keyboard, and then a few questions to try.
func (c *customerTurn) greet(ctx context.Context) error {
	delete(c.dialogue.Data, dataRephrased)
	if err := c.say(ctx, c.text.say("start", args{"Name": c.customer.FirstName}), buttons(c.keyboard())); err != nil {
		return err
	}
	var rows [][]telego.InlineKeyboardButton
	for _, a := range examples(c.Answers.Base(), c.now, maxExamples) {
		rows = append(rows, row(button(a.Title(), data(verbShow, hash(a.ID)))))
	}
	if len(rows) == 0 {
		return nil
	}
	return c.say(ctx, c.text.say("start.examples"), buttons(inline(rows...)))
}

// keyboard is what stays below the customer's chat.
func (c *customerTurn) keyboard() telego.ReplyMarkup { return customerKeyboard(c.text) }

func customerKeyboard(lz localizer) telego.ReplyMarkup {
	key := func(name string) telego.KeyboardButton { return telego.KeyboardButton{Text: lz.label("key." + name)} }
	return &telego.ReplyKeyboardMarkup{
		Keyboard: [][]telego.KeyboardButton{
			{key("topics"), key("tickets")},
			{key("contact"), key("manager")},
		},
		ResizeKeyboard: true, IsPersistent: true,
	}
}

// key returns the command that a label of the customer's keyboard stands for, also one that was typed: in any case, with
// any marks around it. The keyboard may still show another language than the chosen one.
func (t *texts) key(label string) (string, bool) {
	name, ok := t.keys[typed(label)]
	return name, ok
}

// typed is a label of the customer's keyboard as people type it.
func typed(label string) string { return bare(strings.Join(strings.Fields(label), " ")) }

// key returns the command that the customer's words stand for. «отмена» typed by hand answers the manager who spoke last
// rather than cancels what does not run.
func (c *customerTurn) key(ctx context.Context, text string) (string, bool, error) {
	name, ok := c.texts.key(text)
	if name != "cancel" || c.dialogue.Step != "" || c.texts.isLabel("key.cancel", text) {
		return name, ok, nil
	}
	ticket, err := c.spokenTo(ctx)
	return name, ticket == nil, err
}

// chooseLanguage keeps the language and speaks it from now on: the keyboard and the menu of commands too.
func (c *customerTurn) chooseLanguage(ctx context.Context, l helpdesk.Language) error {
	if !slices.Contains(languages, l) {
		return errStale
	}
	return c.speak(ctx, l, "language.chosen")
}

// followLanguage speaks the language that the customer writes, unless the customer has chosen one.
func (c *customerTurn) followLanguage(ctx context.Context, text string) error {
	l := writtenIn(text, c.from.LanguageCode)
	if c.customer.LanguageChosen || l == c.customer.Language {
		return nil
	}
	return c.speak(ctx, l, "language.followed")
}

func (c *customerTurn) speak(ctx context.Context, l helpdesk.Language, key string) error {
	if err := c.store.ChooseLanguage(ctx, c.customer.ID, l); err != nil {
		return err
	}
	c.customer.Language, c.customer.LanguageChosen, c.text = l, true, c.texts.in(l)
	if err := c.setMenu(ctx, c.from.ID, customerCommands, l); err != nil {
		return err
	}
	return c.say(ctx, c.text.say(key), buttons(c.keyboard()))
}

// examples returns questions worth trying, each of another topic: those with the most phrasings and the most articles
// that point to them, since authors write more about what is asked more.
func examples(base *kb.Base, now time.Time, n int) []*kb.Article {
	weight := map[string]int{}
	for i := range base.Articles {
		weight[base.Articles[i].ID] += len(base.Articles[i].Also)
		for _, id := range base.Articles[i].Related {
			weight[id]++
		}
	}
	heavier := func(a, b *kb.Article) int { return cmp.Compare(weight[b.ID], weight[a.ID]) }
	var best []*kb.Article
	for _, topic := range base.Topics {
		in := slices.DeleteFunc(base.InTopic(topic.ID), func(a *kb.Article) bool { return a.Kind != kb.KindFAQ || a.Expired(now) })
		slices.SortStableFunc(in, heavier)
		best = append(best, in[:min(len(in), 1)]...)
	}
	slices.SortStableFunc(best, heavier)
	return best[:min(len(best), n)]
}
