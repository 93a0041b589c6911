package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// The words of a wish to take a ticket back, as people type it instead of pressing the button: «отмените мою заявку»,
// "cancel request 12". One word more and it is a question: «как отменить заявку?».
var (
	withdrawVerbs = []string{
		"отозвать", "отзовите", "отзови", "отзываю", "отменить", "отмените", "отмени", "отменяю", "снять", "снимите", "сними", "снимаю",
		"удалить", "удалите", "удали", "закрыть", "закройте", "закрой", "закрываю", "withdraw", "cancel", "close", "revoke",
	}
	withdrawNouns = []string{"заявку", "заявка", "обращение", "тикет", "request", "ticket"}
	withdrawAlong = []string{
		"мою", "моя", "свою", "эту", "нашу", "мое", "свое", "это", "пожалуйста", "плиз", "прошу", "хочу", "хотел", "хотела", "бы", "можно", "нужно",
		"надо", "я", "номер", "уже", "my", "the", "this", "please", "i", "want", "to", "would", "like", "no", "number",
	}
)

// withdrawalAsked tells whether a text is nothing but the wish to take a ticket back, and the number it names, 0 for none.
func withdrawalAsked(text string) (number int64, asked bool) {
	words := strings.FieldsFunc(strings.ReplaceAll(strings.ToLower(text), "ё", "е"), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	verb, noun := false, false
	for _, word := range words {
		id, isNumber := ticketNumber(word)
		switch {
		case isNumber && number == 0:
			number = id
		case slices.Contains(withdrawVerbs, word):
			verb = true
		case slices.Contains(withdrawNouns, word):
			noun = true
		case !slices.Contains(withdrawAlong, word):
			return 0, false
		}
	}
	return number, verb && noun && !strings.Contains(text, "?")
}

// withdrawByWords asks whether a ticket is to be taken back when the customer's words want that; it returns false when they
// mean something else. Of several tickets, or without the one that is named, the list shows what there is.
func (c *customerTurn) withdrawByWords(ctx context.Context, text string) (bool, error) {
	number, asked := withdrawalAsked(text)
	if !asked {
		return false, nil
	}
	tickets, err := c.live(ctx)
	if err != nil || len(tickets) == 0 { // without any, an article may say how what they mean is cancelled
		return false, err
	}
	if slices.ContainsFunc(tickets, func(t helpdesk.Ticket) bool { return t.ID == number }) {
		return true, c.askWithdrawal(ctx, number)
	}
	if number == 0 && len(tickets) == 1 {
		return true, c.askWithdrawal(ctx, tickets[0].ID)
	}
	return true, c.listTickets(ctx)
}
