// Package play shows the emulator of package botapi as a web page: a few people's Telegrams side by side, in which the
// bot can be tried without a token and without an account. Managers have a group beside their private chats.
//
// The page knows nothing of the bot. What people do goes to the emulator as actions (POST, JSON); what they see comes
// as a stream of changes (server-sent events) computed from the emulator's own view of each chat. There is no build
// step: the browser gets the files of static/ as they are.
package play
