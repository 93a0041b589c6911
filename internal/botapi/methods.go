package botapi

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// method is one method of the Bot API.
type method struct {
	name   string // as the documentation spells it
	handle func(*Server, *call) (any, *apiError)
	waits  func(*Server, context.Context, *call) (any, *apiError) // instead of handle, for what waits without the lock
	params string                                                 // every documented parameter with its kind, as name:kind
	kinds  map[string]string                                      // params by name
}

// The kinds of parameters in [method.params]: i integer, n number, b boolean, s string, j JSON, c chat (integer or
// @name), f file (string or upload).
const (
	// What every way of sending shares, in the groups that the methods are made of.
	placeParams   = " message_thread_id:i direct_messages_topic_id:i disable_notification:b protect_content:b"
	legacyReply   = " reply_to_message_id:i allow_sending_without_reply:b" // older names that Telegram still takes
	albumParams   = placeParams + legacyReply + " business_connection_id:s allow_paid_broadcast:b message_effect_id:s reply_parameters:j"
	replyParams   = albumParams + " suggested_post_parameters:j reply_markup:j"
	forwardParams = placeParams + " message_effect_id:s suggested_post_parameters:j"
	copyParams    = placeParams + legacyReply + " allow_paid_broadcast:b message_effect_id:s suggested_post_parameters:j reply_parameters:j reply_markup:j"
	captions      = " caption:s parse_mode:s caption_entities:j"
	above         = " show_caption_above_media:b"
	editParams    = " business_connection_id:s chat_id:c message_id:i inline_message_id:s reply_markup:j"
	scopes        = " scope:j language_code:s"
)

// methods is what the emulator knows, by lower-case name.
var methods = map[string]method{}

func init() {
	for _, m := range []method{
		{name: "getMe", handle: (*Server).getMe},
		{name: "getUpdates", waits: (*Server).getUpdates, params: "offset:i limit:i timeout:i allowed_updates:j"},
		{name: "setWebhook", handle: (*Server).setWebhook, params: "url:s certificate:f ip_address:s max_connections:i allowed_updates:j drop_pending_updates:b secret_token:s"},
		{name: "deleteWebhook", handle: (*Server).deleteWebhook, params: "drop_pending_updates:b"},
		{name: "getWebhookInfo", handle: (*Server).getWebhookInfo},
		{name: "logOut", handle: (*Server).logOut},
		{name: "close", handle: (*Server).closeBot},

		{name: "sendMessage", handle: (*Server).sendMessage, params: "chat_id:c text:s parse_mode:s entities:j link_preview_options:j disable_web_page_preview:b" + replyParams},
		{name: "sendPhoto", handle: sendMedia(photo), params: "chat_id:c photo:f has_spoiler:b" + above + captions + replyParams},
		{name: "sendDocument", handle: sendMedia(document), params: "chat_id:c document:f thumbnail:f disable_content_type_detection:b" + captions + replyParams},
		{name: "sendVoice", handle: sendMedia(voice), params: "chat_id:c voice:f duration:i" + captions + replyParams},
		{name: "sendVideo", handle: sendMedia(video), params: "chat_id:c video:f duration:i width:i height:i thumbnail:f cover:f start_timestamp:i has_spoiler:b supports_streaming:b" + above + captions + replyParams},
		{name: "sendAudio", handle: sendMedia(audio), params: "chat_id:c audio:f duration:i performer:s title:s thumbnail:f" + captions + replyParams},
		{name: "sendAnimation", handle: sendMedia(animation), params: "chat_id:c animation:f duration:i width:i height:i thumbnail:f has_spoiler:b" + above + captions + replyParams},
		{name: "sendVideoNote", handle: sendMedia(videoNote), params: "chat_id:c video_note:f duration:i length:i thumbnail:f" + replyParams},
		{name: "sendSticker", handle: sendMedia(sticker), params: "chat_id:c sticker:f emoji:s" + replyParams},
		{name: "sendLocation", handle: (*Server).sendLocation, params: "chat_id:c latitude:n longitude:n horizontal_accuracy:n live_period:i heading:i proximity_alert_radius:i" + replyParams},
		{name: "sendContact", handle: (*Server).sendContact, params: "chat_id:c phone_number:s first_name:s last_name:s vcard:s" + replyParams},
		{name: "sendMediaGroup", handle: (*Server).sendMediaGroup, params: "chat_id:c media:j" + albumParams},
		{name: "sendChatAction", handle: (*Server).sendChatAction, params: "business_connection_id:s chat_id:c message_thread_id:i action:s"},

		{name: "forwardMessage", handle: (*Server).forwardMessage, params: "chat_id:c from_chat_id:c message_id:i video_start_timestamp:i" + forwardParams},
		{name: "forwardMessages", handle: (*Server).forwardMessages, params: "chat_id:c from_chat_id:c message_ids:j" + placeParams},
		{name: "copyMessage", handle: (*Server).copyMessage, params: "chat_id:c from_chat_id:c message_id:i video_start_timestamp:i" + above + captions + copyParams},
		{name: "copyMessages", handle: (*Server).copyMessages, params: "chat_id:c from_chat_id:c message_ids:j remove_caption:b" + placeParams},

		{name: "editMessageText", handle: (*Server).editMessageText, params: "text:s parse_mode:s entities:j link_preview_options:j disable_web_page_preview:b" + editParams},
		{name: "editMessageCaption", handle: (*Server).editMessageCaption, params: "show_caption_above_media:b caption:s parse_mode:s caption_entities:j" + editParams},
		{name: "editMessageMedia", handle: (*Server).editMessageMedia, params: "media:j" + editParams},
		{name: "editMessageReplyMarkup", handle: (*Server).editMessageReplyMarkup, params: editParams},
		{name: "deleteMessage", handle: (*Server).deleteMessage, params: "chat_id:c message_id:i"},
		{name: "deleteMessages", handle: (*Server).deleteMessages, params: "chat_id:c message_ids:j"},
		{name: "pinChatMessage", handle: (*Server).pinChatMessage, params: "business_connection_id:s chat_id:c message_id:i disable_notification:b"},
		{name: "unpinChatMessage", handle: (*Server).unpinChatMessage, params: "business_connection_id:s chat_id:c message_id:i"},
		{name: "setMessageReaction", handle: (*Server).setMessageReaction, params: "chat_id:c message_id:i reaction:j is_big:b"},

		{name: "answerCallbackQuery", handle: (*Server).answerCallbackQuery, params: "callback_query_id:s text:s show_alert:b url:s cache_time:i"},

		{name: "setMyCommands", handle: (*Server).setMyCommands, params: "commands:j" + scopes},
		{name: "getMyCommands", handle: (*Server).getMyCommands, params: scopes},
		{name: "deleteMyCommands", handle: (*Server).deleteMyCommands, params: scopes},
		{name: "setMyName", handle: setProfile("name", 64, "BOT_TITLE_INVALID"), params: "name:s language_code:s"},
		{name: "setMyDescription", handle: setProfile("description", 512, "BOT_DESCRIPTION_TOO_LONG"), params: "description:s language_code:s"},
		{name: "setMyShortDescription", handle: setProfile("short_description", 120, "BOT_ABOUT_TOO_LONG"), params: "short_description:s language_code:s"},
		{name: "getMyName", handle: getProfile("name"), params: "language_code:s"},
		{name: "getMyDescription", handle: getProfile("description"), params: "language_code:s"},
		{name: "getMyShortDescription", handle: getProfile("short_description"), params: "language_code:s"},
		{name: "setChatMenuButton", handle: (*Server).setChatMenuButton, params: "chat_id:i menu_button:j"},
		{name: "getChatMenuButton", handle: (*Server).getChatMenuButton, params: "chat_id:i"},

		{name: "getFile", handle: (*Server).getFile, params: "file_id:s"},
		{name: "getChat", handle: (*Server).getChat, params: "chat_id:c"},
		{name: "getChatMember", handle: (*Server).getChatMember, params: "chat_id:c user_id:i"},
		{name: "getChatMemberCount", handle: (*Server).getChatMemberCount, params: "chat_id:c"},
		{name: "getChatAdministrators", handle: (*Server).getChatAdministrators, params: "chat_id:c"},
		{name: "leaveChat", handle: (*Server).leaveChat, params: "chat_id:c"},
	} {
		m.kinds = map[string]string{}
		for _, field := range strings.Fields(m.params) {
			name, kind, _ := strings.Cut(field, ":")
			m.kinds[name] = kind
		}
		methods[strings.ToLower(m.name)] = m
	}
}

// checkParams records every parameter that the documentation does not know or types otherwise, and refuses the first
// of them when the server is strict.
func (s *Server) checkParams(c *call, m method) *apiError {
	var first *apiError
	note := func(param string, err *apiError) {
		s.violated(Violation{Time: s.opts.Now(), Method: m.name, Param: param, Problem: err.description})
		if first == nil && s.opts.Strict {
			first = err
		}
	}
	for param := range c.params {
		kind, known := m.kinds[param]
		if !known {
			if !c.isAttachment(param) {
				note(param, refuse(unknownParameter, param, m.name))
			}
			continue
		}
		if want := mismatch(kind, c.params[param], c.kinds[param]); want != "" {
			note(param, refuse(wrongType, param, m.name, want))
		}
	}
	for name := range c.files {
		if m.kinds[name] != "f" && !c.isAttachment(name) {
			note(name, refuse(unknownParameter, name, m.name))
		}
	}
	return first
}

// isAttachment tells whether some parameter refers to the part with attach://name.
func (c *call) isAttachment(name string) bool {
	for _, value := range c.params {
		if strings.Contains(value, "attach://"+name) {
			return true
		}
	}
	return false
}

// mismatch says which type the parameter should have had, "" when it fits.
func mismatch(kind, value string, as jsonKind) string {
	if value == "" {
		return ""
	}
	switch kind {
	case "i":
		if _, err := strconv.ParseInt(value, 10, 64); err != nil || as == jsonNested {
			return "an Integer"
		}
	case "c":
		if _, err := strconv.ParseInt(value, 10, 64); err != nil && !strings.HasPrefix(value, "@") {
			return "an Integer or a String that begins with @"
		}
	case "n":
		if _, err := strconv.ParseFloat(value, 64); err != nil {
			return "a Float"
		}
	case "b":
		if value != "true" && value != "false" && (as != 0 || value != "0" && value != "1") {
			return "a Boolean"
		}
	case "j":
		if !json.Valid([]byte(value)) {
			return "a JSON-serialized object"
		}
	case "s", "f":
		if as != 0 && as != jsonString {
			return "a String"
		}
	}
	return ""
}
