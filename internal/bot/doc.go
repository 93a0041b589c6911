// Package bot is the conversation: it routes an update to the customer's flows or the manager's desk, and turns what
// they decide into messages. Everything it changes and says goes through one Store, a transaction, so that a crash
// loses nothing and repeats nothing. Only answers to button presses go straight to Telegram.
//
// The way of an update:
//
//   - [Bot.Handle] reads it (bot.go) and makes a turn of it: who did what, in which transaction (turn.go);
//   - a customer's turn goes through customer.go: a command or a key (customer_commands.go), a step of a running
//     dialogue, words for a ticket (customer_append.go) or for a new one (customer_ticket.go), else a question
//     (customer_question.go), worded by customer_answer.go; buttons come through customer_press.go;
//   - a manager's turn goes through manager.go to the desk, where tickets are taken, answered and closed;
//   - relay.go brings what one side of a ticket says to the other side;
//   - send.go puts what is said into the outbox, in the words of locales (texts.go).
//
// Beside updates, [Bot.Remind] comes when suggestions were left alone, [Bot.Refused] when Telegram will not take a
// message, and [Bot.AnswerOffline] when the database is away.
package bot
