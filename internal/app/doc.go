// Package app puts the house together: it starts what the bot consists of, in order, and stops it in the opposite
// order. Read bottom up, the house is this.
//
// Package kb reads the company's articles from Markdown. Package index finds them: it analyses a question, takes
// candidates from Bleve, ranks them and says how sure it is. Package answer turns that into a decision: answer,
// suggest, or hand over to a manager. Package helpdesk holds the words of that business: tickets, messages, outcomes.
// Package bot talks: it routes what people write and press, and words what they read. Package postgres keeps all of it,
// and package delivery carries updates in and messages out.
//
// A question's way: delivery.Poller or delivery.Webhook hands an update to delivery.Intake, which commits it to the
// inbox before Telegram is told that it was received. One of delivery.Workers claims the first waiting update of some
// chat, and bot.Bot handles it in one transaction: the outcome, a ticket perhaps, and the messages that follow, which go
// into the outbox. After the commit delivery.Sender sends them, in order within a chat and within Telegram's limits.
// What waits for its time, such as a reminder, is a job in the same database.
//
// While the database is away, delivery.Intake has bot.Bot answer from the index alone, and stores the update when the
// database is back.
package app
