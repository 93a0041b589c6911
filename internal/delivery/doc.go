// Package delivery is the durable way in and out of the bot: what an update and an outgoing message are, per-chat
// order, rate limits, retry, and what counts as a permanent refusal. It holds no SQL; the tables behind it are in
// package postgres.
package delivery
