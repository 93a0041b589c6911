// Package bot is the conversation: it routes an update to the customer's flows or the manager's desk, and turns what
// they decide into messages. Everything it changes and says goes through one Store, a transaction, so that a crash
// loses nothing and repeats nothing. Only answers to button presses go straight to Telegram.
package bot
