// Package botapi is a stateful emulator of the Telegram Bot API: chats with people in them, messages, keyboards, button
// presses and files live in memory, and a bot talks to it over HTTP exactly as it talks to Telegram.
//
// It has three faces:
//
//   - the bot's: [Server] is an http.Handler for /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>. Requests are checked
//     the way Telegram checks them and refused with its own codes and words; the table in refusals.go names where each
//     of them comes from;
//   - the people's: [Server.User] gives a [Person] who writes, presses, shares a contact, sends a photo, edits, blocks;
//     [Server.Subscribe] streams what happens, [Server.Wait] waits for it;
//   - the tester's: [Server.Faults] makes the network misbehave, [Server.Log] tells what was asked and whether it took
//     effect, [Server.Violations] what a lenient Telegram would have swallowed silently.
//
// Nothing here makes sending idempotent: a bot that repeats a request whose reply was lost sends twice, as in reality.
//
// Deliberately absent: channels, forum topics, inline mode, payments, polls, games, stories, business accounts and the
// two Markdown parse modes. Fetching media by URL is refused, since an emulator should not reach for the network.
package botapi
