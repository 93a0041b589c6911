package botapi

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The people and groups of the table test.
const (
	friend      = int64(1) // wrote to the bot
	blocker     = int64(2)
	deactivated = int64(3)
	stranger    = int64(4) // never came across the bot
	groupmate   = int64(5) // shares a group with the bot, never wrote to it
	group       = int64(-10)
	supergroup  = int64(-1000000000010)
)

// stage is a server with a world to be refused by.
type stage struct {
	*Server
	user, text, photo, place, old, service int64 // messages: the friend's, the bot's text, photo and location; an old one; of the group itself
	photoFile, documentFile                string
	clock                                  time.Time
}

func newStage(t *testing.T) *stage {
	t.Helper()
	st := &stage{clock: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)}
	st.Server = newServer(t, Options{Now: func() time.Time { return st.clock }})
	for _, id := range []int64{friend, blocker, deactivated} {
		_, err := st.User(id).Send("/start")
		require.NoError(t, err)
	}
	require.NoError(t, st.User(blocker).Block())
	require.NoError(t, st.User(deactivated).Deactivate())
	st.User(stranger)
	for _, id := range []int64{group, supergroup} {
		g := st.AddGroup(id, "Отдел")
		g.Join(friend)
		g.Join(groupmate)
		g.Invite(friend, false)
		gone, left := st.AddGroup(id-100, "Бывшие"), st.AddGroup(id-200, "Чужие")
		gone.Join(friend)
		gone.Invite(friend, false)
		gone.Kick(friend)
		left.Join(friend)
	}
	moved := st.AddGroup(group-300, "Выросшие")
	moved.Invite(friend, false)
	moved.Upgrade(friend)
	muted := st.AddGroup(group-400, "Тихие")
	muted.Invite(friend, false)
	muted.Mute(true)
	st.service = st.Messages(group)[0].ID

	old := must[Message](t, st.Server, "sendMessage", params{"chat_id": friend, "text": "давно"})
	st.old = old.ID
	st.clock = st.clock.Add(49 * time.Hour)
	user, err := st.User(friend).SendDocument(Attachment{Name: "a.txt", Data: []byte("a"), Caption: "файл"})
	require.NoError(t, err)
	st.user, st.documentFile = user.ID, user.Document.FileID
	shot, err := st.User(friend).SendPhoto(Attachment{Data: []byte("jpeg")})
	require.NoError(t, err)
	st.photoFile = shot.Photo[0].FileID
	st.text = must[Message](t, st.Server, "sendMessage", params{"chat_id": friend, "text": "да"}).ID
	st.photo = must[Message](t, st.Server, "sendPhoto", params{"chat_id": friend, "photo": st.photoFile, "caption": "фото"}).ID
	st.place = must[Message](t, st.Server, "sendLocation", params{"chat_id": friend, "latitude": 55, "longitude": 37}).ID
	return st
}

func inline(button params) params {
	return params{"inline_keyboard": [][]params{{button}}}
}

// TestRefusals calls each method wrongly and compares code and words with what Telegram says, spelt out here once more
// so that a slip in the table does not pass.
func TestRefusals(t *testing.T) {
	st := newStage(t)
	send := func(text, mode string) params { return params{"chat_id": friend, "text": text, "parse_mode": mode} }
	hi := func(more params) params {
		p := params{"chat_id": friend, "text": "привет"}
		for k, v := range more {
			p[k] = v
		}
		return p
	}
	album := func(items ...params) params { return params{"chat_id": friend, "media": items} }
	item := func(kind, id string) params { return params{"type": kind, "media": id} }
	many := make([]params, 11)
	for i := range many {
		many[i] = item("photo", st.photoFile)
	}
	commands := make([]params, 101)
	for i := range commands {
		commands[i] = params{"command": fmt.Sprintf("c%d", i), "description": "d"}
	}
	buttons := make([]params, 101)
	for i := range buttons {
		buttons[i] = params{"text": "x", "callback_data": "x"}
	}
	cases := []struct {
		reason reason
		method string
		params params
		code   int
		words  string
	}{
		{methodNotFound, "sendMesage", nil, 404, "Not Found: method not found"},
		{chatIDEmpty, "sendMessage", params{"text": "a"}, 400, "Bad Request: chat_id is empty"},
		{chatNotFound, "sendMessage", params{"chat_id": 99, "text": "a"}, 400, "Bad Request: chat not found"},
		{chatNotFound, "sendMessage", params{"chat_id": stranger, "text": "a"}, 400, "Bad Request: chat not found"},
		{chatNotFound, "sendMessage", params{"chat_id": "Анна", "text": "a"}, 400, "Bad Request: chat not found"},
		{blockedByUser, "sendMessage", params{"chat_id": blocker, "text": "a"}, 403, "Forbidden: bot was blocked by the user"},
		{userDeactivated, "sendMessage", params{"chat_id": deactivated, "text": "a"}, 403, "Forbidden: user is deactivated"},
		{cannotInitiate, "sendMessage", params{"chat_id": groupmate, "text": "a"}, 403, "Forbidden: bot can't initiate conversation with a user"},
		{kickedFromGroup, "sendMessage", params{"chat_id": group - 100, "text": "a"}, 403, "Forbidden: bot was kicked from the group chat"},
		{notMemberGroup, "sendMessage", params{"chat_id": group - 200, "text": "a"}, 403, "Forbidden: bot is not a member of the group chat"},
		{kickedFromSupergroup, "sendMessage", params{"chat_id": supergroup - 100, "text": "a"}, 403, "Forbidden: bot was kicked from the supergroup chat"},
		{notMemberSupergroup, "getChat", params{"chat_id": supergroup - 200}, 403, "Forbidden: bot is not a member of the supergroup chat"},
		{upgradedGroup, "sendMessage", params{"chat_id": group - 300, "text": "a"}, 400, "Bad Request: group chat was upgraded to a supergroup chat"},
		{mutedGroup, "sendMessage", params{"chat_id": group - 400, "text": "a"}, 400, "Bad Request: not enough rights to send text messages to the chat"},
		{invalidUserID, "getChatMember", params{"chat_id": group}, 400, "Bad Request: invalid user_id specified"},
		{memberNotFound, "getChatMember", params{"chat_id": group, "user_id": 77}, 400, "Bad Request: member not found"},
		{noAdministrators, "getChatAdministrators", params{"chat_id": friend}, 400, "Bad Request: there are no administrators in the private chat"},

		{textEmpty, "sendMessage", params{"chat_id": friend}, 400, "Bad Request: message text is empty"},
		{textBlank, "sendMessage", send(" \n ", ""), 400, "Bad Request: text must be non-empty"},
		{textBlank, "sendMessage", send("<b> </b>", "HTML"), 400, "Bad Request: text must be non-empty"},
		{textTooLarge, "sendMessage", send(strings.Repeat("a", 1<<15+1), ""), 400, "Bad Request: text is too long"},
		{messageTooLong, "sendMessage", send(strings.Repeat("я", 4097), ""), 400, "Bad Request: message is too long"},
		{messageTooLong, "editMessageText", params{"chat_id": friend, "message_id": st.text, "text": strings.Repeat("😀", 2049)}, 400, "Bad Request: message is too long"},
		{captionTooLong, "sendPhoto", params{"chat_id": friend, "photo": st.photoFile, "caption": strings.Repeat("a", 1025)}, 400, "Bad Request: message caption is too long"},
		{parseModeUnknown, "sendMessage", send("a", "HTLM"), 400, "Bad Request: unsupported parse_mode"},
		{parseModeMissing, "sendMessage", send("a", "MarkdownV2"), 501, "Not Implemented: the emulator knows no parse_mode but HTML"},
		{entityMalformed, "sendMessage", hi(params{"entities": []params{{"type": "fat", "offset": 0, "length": 1}}}), 400, "Bad Request: can't parse MessageEntity: Unsupported type specified"},
		{unsupportedTag, "sendMessage", send("да<br>нет", "HTML"), 400, `Bad Request: can't parse entities: Unsupported start tag "br" at byte offset 4`},
		{unclosedStartTag, "sendMessage", send("1 <b", "HTML"), 400, "Bad Request: can't parse entities: Unclosed start tag at byte offset 2"},
		{unclosedNamedTag, "sendMessage", send("<a href", "HTML"), 400, `Bad Request: can't parse entities: Unclosed start tag "a" at byte offset 0`},
		{emptyAttribute, "sendMessage", send("<a =x>", "HTML"), 400, `Bad Request: can't parse entities: Empty attribute name in the tag "a" at byte offset 0`},
		{unexpectedTokenEnd, "sendMessage", send("<a href=a/b>", "HTML"), 400, "Bad Request: can't parse entities: Unexpected end of name token at byte offset 8"},
		{spanClass, "sendMessage", send("<span>x</span>", "HTML"), 400, `Bad Request: can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`},
		{unexpectedEndTag, "sendMessage", send("x</b>", "HTML"), 400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 1"},
		{unclosedEndTag, "sendMessage", send("<b>x</b", "HTML"), 400, "Bad Request: can't parse entities: Unclosed end tag at byte offset 4"},
		{unmatchedEndTag, "sendMessage", send("<b><i>x</b></i>", "HTML"), 400, `Bad Request: can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		{missingEndTag, "sendMessage", send("<b>x", "HTML"), 400, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{invalidEmojiID, "sendMessage", send("<tg-emoji>x</tg-emoji>", "HTML"), 400, "Bad Request: can't parse entities: Invalid custom emoji identifier specified"},
		{invalidUnicode, "sendMessage", send("x&#xd800;", "HTML"), 400, "Bad Request: can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"},

		{replyNotFound, "sendMessage", hi(params{"reply_parameters": params{"message_id": 999}}), 400, "Bad Request: message to be replied not found"},
		{replyNotFound, "sendMessage", hi(params{"reply_to_message_id": 999}), 400, "Bad Request: message to be replied not found"},
		{replyParamsNotJSON, "sendMessage", hi(params{"reply_parameters": "{"}), 400, "Bad Request: can't parse reply parameters JSON object"},
		{replyParamsShape, "sendMessage", hi(params{"reply_parameters": "7"}), 400, "Bad Request: object expected as reply parameters"},
		{editNotFound, "editMessageText", params{"chat_id": friend, "message_id": 999, "text": "a"}, 400, "Bad Request: message to edit not found"},
		{editForbidden, "editMessageCaption", params{"chat_id": friend, "message_id": st.user, "caption": "a"}, 400, "Bad Request: message can't be edited"},
		{notModified, "editMessageText", params{"chat_id": friend, "message_id": st.text, "text": "да"}, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{notModified, "editMessageReplyMarkup", params{"chat_id": friend, "message_id": st.text}, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{noTextToEdit, "editMessageText", params{"chat_id": friend, "message_id": st.photo, "text": "a"}, 400, "Bad Request: there is no text in the message to edit"},
		{noCaptionToEdit, "editMessageCaption", params{"chat_id": friend, "message_id": st.text, "caption": "a"}, 400, "Bad Request: there is no caption in the message to edit"},
		{messageIDMissing, "editMessageText", params{"text": "a"}, 400, "Bad Request: message identifier is not specified"},
		{deleteNotFound, "deleteMessage", params{"chat_id": friend, "message_id": 999}, 400, "Bad Request: message to delete not found"},
		{deleteForbidden, "deleteMessage", params{"chat_id": group, "message_id": st.service}, 400, "Bad Request: message can't be deleted"},
		{deleteTooOld, "deleteMessage", params{"chat_id": friend, "message_id": st.old}, 400, "Bad Request: message can't be deleted for everyone"},
		{forwardNotFound, "forwardMessage", params{"chat_id": friend, "from_chat_id": friend, "message_id": 999}, 400, "Bad Request: message to forward not found"},
		{copyNotFound, "copyMessage", params{"chat_id": friend, "from_chat_id": friend, "message_id": 999}, 400, "Bad Request: message to copy not found"},
		{forwardForbidden, "forwardMessage", params{"chat_id": friend, "from_chat_id": group, "message_id": st.service}, 400, "Bad Request: the message can't be forwarded"},
		{copyForbidden, "copyMessage", params{"chat_id": friend, "from_chat_id": group, "message_id": st.service}, 400, "Bad Request: the message can't be copied"},
		{noMessagesToForward, "copyMessages", params{"chat_id": friend, "from_chat_id": friend, "message_ids": []int{999}}, 400, "Bad Request: there are no messages to forward"},
		{messageIDsMissing, "copyMessages", params{"chat_id": friend, "from_chat_id": friend}, 400, "Bad Request: message identifiers are not specified"},
		{messageIDsShape, "deleteMessages", params{"chat_id": friend, "message_ids": 5}, 400, "Bad Request: expected an Array of message identifiers"},
		{messageIDsTooMany, "deleteMessages", params{"chat_id": friend, "message_ids": make([]int, 101)}, 400, "Bad Request: too many message identifiers specified"},
		{parameterRequired, "copyMessage", params{"chat_id": friend, "message_id": st.text}, 400, `Bad Request: parameter "from_chat_id" is required`},
		{pinNotFound, "pinChatMessage", params{"chat_id": friend, "message_id": 999}, 400, "Bad Request: message to pin not found"},
		{unpinNotFound, "unpinChatMessage", params{"chat_id": friend}, 400, "Bad Request: message to unpin not found"},
		{reactNotFound, "setMessageReaction", params{"chat_id": friend, "message_id": 999}, 400, "Bad Request: message to react not found"},
		{reactionInvalid, "setMessageReaction", params{"chat_id": friend, "message_id": st.user, "reaction": []params{{"type": "emoji"}}}, 400, "Bad Request: REACTION_INVALID"},
		{reactionsTooMany, "setMessageReaction", params{"chat_id": friend, "message_id": st.user, "reaction": make([]params, 2)}, 400, "Bad Request: REACTIONS_TOO_MANY"},
		{reactionsNotJSON, "setMessageReaction", params{"chat_id": friend, "message_id": st.user, "reaction": "👍"}, 400, "Bad Request: can't parse reaction types JSON object"},

		{markupNotJSON, "sendMessage", hi(params{"reply_markup": "{"}), 400, "Bad Request: can't parse reply keyboard markup JSON object"},
		{markupShape, "sendMessage", hi(params{"reply_markup": "[]"}), 400, "Bad Request: object expected as reply markup"},
		{markupRows, "sendMessage", hi(params{"reply_markup": params{"keyboard": []string{"a"}}}), 400, `Bad Request: field "keyboard" must be an Array of Arrays`},
		{inlineRows, "sendMessage", hi(params{"reply_markup": params{"inline_keyboard": []params{{"text": "a"}}}}), 400, `Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`},
		{inlineButtonMalformed, "sendMessage", hi(params{"reply_markup": params{"inline_keyboard": [][]string{{"a"}}}}), 400, "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object"},
		{keyMalformed, "sendMessage", hi(params{"reply_markup": params{"keyboard": [][]int{{1}}}}), 400, "Bad Request: can't parse keyboard button: KeyboardButton must be a String or an Object"},
		{inlineTextButton, "sendMessage", hi(params{"reply_markup": inline(params{"text": "a", "callback_data": ""})}), 400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{inlineButtonText, "sendMessage", hi(params{"reply_markup": inline(params{"text": "", "callback_data": "a"})}), 400, "Bad Request: inline keyboard button text must be non-empty"},
		{keyText, "sendMessage", hi(params{"reply_markup": params{"keyboard": [][]string{{""}}}}), 400, "Bad Request: keyboard button text must be non-empty"},
		{buttonDataInvalid, "sendMessage", hi(params{"reply_markup": inline(params{"text": "a", "callback_data": strings.Repeat("я", 33)})}), 400, "Bad Request: BUTTON_DATA_INVALID"},
		{buttonURLInvalid, "sendMessage", hi(params{"reply_markup": inline(params{"text": "a", "url": "http://localhost"})}), 400, "Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"},
		{contactOnlyPrivate, "sendMessage", params{"chat_id": group, "text": "a", "reply_markup": params{"keyboard": [][]params{{{"text": "t", "request_contact": true}}}}}, 400, "Bad Request: phone number can be requested in private chats only"},
		{locationOnlyPrivate, "sendMessage", params{"chat_id": group, "text": "a", "reply_markup": params{"keyboard": [][]params{{{"text": "t", "request_location": true}}}}}, 400, "Bad Request: location can be requested in private chats only"},
		{inlineExpected, "editMessageText", params{"chat_id": friend, "message_id": st.text, "text": "новый", "reply_markup": params{"remove_keyboard": true}}, 400, "Bad Request: inline keyboard expected"},
		{markupTooLong, "sendMessage", hi(params{"reply_markup": params{"inline_keyboard": [][]params{buttons}}}), 400, "Bad Request: reply markup is too long"},

		{queryTooOld, "answerCallbackQuery", params{"callback_query_id": "42"}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{wrongAction, "sendChatAction", params{"chat_id": friend, "action": "dancing"}, 400, "Bad Request: wrong parameter action in request"},
		{commandsNotJSON, "setMyCommands", params{"commands": "["}, 400, "Bad Request: can't parse commands JSON object"},
		{commandsShape, "setMyCommands", params{"commands": params{}}, 400, "Bad Request: expected an Array of BotCommand"},
		{commandMalformed, "setMyCommands", params{"commands": []int{1}}, 400, "Bad Request: can't parse BotCommand: expected an Object"},
		{commandInvalid, "setMyCommands", params{"commands": []params{{"command": "Помощь", "description": "d"}}}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		{commandDescription, "setMyCommands", params{"commands": []params{{"command": "help"}}}, 400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{commandsTooMany, "setMyCommands", params{"commands": commands}, 400, "Bad Request: BOT_COMMANDS_TOO_MUCH"},
		{scopeMalformed, "setMyCommands", params{"scope": "{"}, 400, "Bad Request: can't parse BotCommandScope JSON object"},
		{scopeUnsupported, "setMyCommands", params{"scope": params{"type": "moon"}}, 400, "Bad Request: can't parse BotCommandScope: Unsupported type specified"},
		{chatNotFound, "setMyCommands", params{"scope": params{"type": "chat", "chat_id": stranger}}, 400, "Bad Request: chat not found"},
		{languageInvalid, "setMyCommands", params{"language_code": "rus"}, 400, "Bad Request: invalid language code specified"},
		{menuButtonInvalid, "setChatMenuButton", params{"menu_button": params{"type": "moon"}}, 400, "Bad Request: can't parse menu button: MenuButton has unsupported type"},
		{invalidChatID, "setChatMenuButton", params{"chat_id": -5}, 400, "Bad Request: invalid chat_id specified"},
		{userNotFound, "setChatMenuButton", params{"chat_id": stranger}, 400, "Bad Request: user not found"},
		{profileTooLong, "setMyShortDescription", params{"short_description": strings.Repeat("я", 121)}, 400, "Bad Request: BOT_ABOUT_TOO_LONG"},

		{mediaMissing, "sendVideoNote", params{"chat_id": friend}, 400, "Bad Request: there is no video note in the request"},
		{mediaMissing, "sendDocument", params{"chat_id": friend, "document": "attach://gone"}, 400, "Bad Request: there is no document in the request"},
		{mediaNotJSON, "sendMediaGroup", params{"chat_id": friend}, 400, "Bad Request: can't parse media JSON object"},
		{inputMediaNotJSON, "editMessageMedia", params{"chat_id": friend, "message_id": st.photo, "media": "{"}, 400, "Bad Request: can't parse input media JSON object"},
		{mediaShape, "sendMediaGroup", params{"chat_id": friend, "media": params{}}, 400, "Bad Request: expected an Array of InputMedia"},
		{mediaMalformed, "sendMediaGroup", album(item("sticker", "x")), 400, `Bad Request: can't parse InputMedia: type "sticker" is unsupported`},
		{mediaCount, "sendMediaGroup", album(many...), 400, "Bad Request: too many messages to send as an album"},
		{mediaMixed, "sendMediaGroup", album(item("photo", st.photoFile), item("document", st.documentFile)), 400, "Bad Request: can't use the media of the specified type in the album"},
		{fileIDMissing, "getFile", nil, 400, "Bad Request: file_id not specified"},
		{fileIDInvalid, "getFile", params{"file_id": "AgACx"}, 400, "Bad Request: invalid file_id"},
		{wrongFileID, "sendPhoto", params{"chat_id": friend, "photo": "моё фото"}, 400, "Bad Request: wrong remote file identifier specified: Wrong character in the string"},
		{wrongFileType, "sendPhoto", params{"chat_id": friend, "photo": st.documentFile}, 400, "Bad Request: can't use file of type Document as Photo"},
		{urlNotFetched, "sendPhoto", params{"chat_id": friend, "photo": "https://example.com/a.jpg"}, 400, "Bad Request: failed to get HTTP URL content"},
		{latitudeMissing, "sendLocation", params{"chat_id": friend}, 400, "Bad Request: latitude is empty"},
		{longitudeMissing, "sendLocation", params{"chat_id": friend, "latitude": 1}, 400, "Bad Request: longitude is empty"},
		{locationInvalid, "sendLocation", params{"chat_id": friend, "latitude": 91, "longitude": 1}, 400, "Bad Request: invalid location specified"},
		{parameterRequired, "sendContact", params{"chat_id": friend}, 400, `Bad Request: parameter "phone_number" is required`},

		{invalidWebhookURL, "setWebhook", params{"url": "ftp://bot.example.com"}, 400, "Bad Request: invalid webhook URL specified"},
		{secretTooLong, "setWebhook", params{"url": "https://bot.example.com", "secret_token": strings.Repeat("a", 257)}, 400, "Bad Request: secret token is too long"},
		{secretCharacters, "setWebhook", params{"url": "https://bot.example.com", "secret_token": "секрет"}, 400, "Bad Request: secret token contains unallowed characters"},
	}
	tested := map[reason]bool{}
	for _, c := range cases {
		t.Run(string(c.reason)+"/"+c.method, func(t *testing.T) {
			before := len(st.Messages(friend)) + len(st.Messages(group))
			r := callAPI(t, st.Server, c.method, c.params)
			require.Equal(t, c.words, r.Description)
			require.Equal(t, c.code, r.ErrorCode)
			require.Equal(t, c.code, r.status)
			require.False(t, r.OK)
			require.Equal(t, before, len(st.Messages(friend))+len(st.Messages(group)), "a refused request changes nothing")
		})
		tested[c.reason] = true
	}
	for _, elsewhere := range []reason{
		notFound, unauthorized, invalidToken, // TestTokens
		requestTooLarge, photoTooBig, fileEmpty, fileTooBig, // TestFileSizes
		tooManyRequests,                                     // TestLimits
		webhookActive, otherGetUpdates, terminatedByWebhook, // TestConflicts
		restarting,                           // TestCloseEndsARunningPoll
		loggedOut, notUTF8, callbackTextLong, // TestOtherRefusals
		unknownParameter, wrongType, // TestStrict
		injected, // TestFaults
	} {
		require.False(t, tested[elsewhere], elsewhere)
		tested[elsewhere] = true
	}
	for r, entry := range refusals {
		require.True(t, tested[r], "no test for %q", r)
		require.NotEmpty(t, entry.Source, r)
	}
}

func TestTokens(t *testing.T) {
	s := newServer(t, Options{})
	for path, want := range map[string]struct {
		code  int
		words string
	}{
		"/":                                 {404, "Not Found"},
		"/bot" + s.Token():                  {404, "Not Found"},
		"/botnonsense/getMe":                {401, "Unauthorized: invalid token specified"},
		"/bot0:abc/getMe":                   {401, "Unauthorized: invalid token specified"},
		"/bot1:abc/getMe":                   {401, "Unauthorized"},
		"/file/bot1:abc/documents/a":        {401, "Unauthorized"},
		"/file/bot" + s.Token() + "/photos": {404, "Not Found"},
	} {
		r, err := answer(httpClient(t).Get(s.URL() + path))
		require.NoError(t, err)
		require.Equal(t, want.code, r.status, path)
		require.Equal(t, want.words, r.Description, path)
	}
}

// upload sends a file of so many bytes in a multipart body.
func uploadFile(t *testing.T, s *Server, method, field string, size int) result {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	require.NoError(t, form.WriteField("chat_id", strconv.FormatInt(friend, 10)))
	part, err := form.CreateFormFile(field, "file.bin")
	require.NoError(t, err)
	_, err = part.Write(make([]byte, size))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	r, err := answer(httpClient(t).Post(s.URL()+"/bot"+s.Token()+"/"+method, form.FormDataContentType(), &body))
	require.NoError(t, err)
	return r
}

func TestFileSizes(t *testing.T) {
	st := newStage(t)
	r := uploadFile(t, st.Server, "sendDocument", "document", 0)
	require.Equal(t, "Bad Request: file must be non-empty", r.Description)
	r = uploadFile(t, st.Server, "sendPhoto", "photo", 10<<20+1)
	require.Equal(t, "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes", r.Description)
	r = uploadFile(t, st.Server, "sendDocument", "document", 52<<20)
	require.Equal(t, http.StatusRequestEntityTooLarge, r.status)

	sent, err := st.User(friend).SendVideo(Attachment{Data: make([]byte, 20<<20+1)})
	require.NoError(t, err)
	r = callAPI(t, st.Server, "getFile", params{"file_id": sent.Video.FileID})
	require.Equal(t, "Bad Request: file is too big", r.Description)
}

func TestOtherRefusals(t *testing.T) {
	st := newStage(t)
	r, err := answer(httpClient(t).Get(st.URL() + "/bot" + st.Token() + "/sendMessage?chat_id=1&text=%ff"))
	require.NoError(t, err)
	require.Equal(t, "Bad Request: strings must be encoded in UTF-8", r.Description)

	id, err := st.User(friend).Forge(st.text, "x")
	require.NoError(t, err)
	r = callAPI(t, st.Server, "answerCallbackQuery", params{"callback_query_id": id, "text": strings.Repeat("я", 201)})
	require.Equal(t, "Bad Request: MESSAGE_TOO_LONG", r.Description)
	require.Len(t, st.Unanswered(), 1)
	st.clock = st.clock.Add(151 * time.Second)
	r = callAPI(t, st.Server, "answerCallbackQuery", params{"callback_query_id": id})
	require.Equal(t, "Bad Request: query is too old and response timeout expired or query ID is invalid", r.Description)

	require.True(t, must[bool](t, st.Server, "logOut", nil))
	r = callAPI(t, st.Server, "getMe", nil)
	require.Equal(t, 400, r.status)
	require.Equal(t, "Logged out", r.Description)
}

func TestStrict(t *testing.T) {
	lenient, strict := newServer(t, Options{}), newServer(t, Options{Strict: true})
	for _, s := range []*Server{lenient, strict} {
		_, err := s.User(friend).Send("/start")
		require.NoError(t, err)
	}
	for _, c := range []struct {
		params params
		words  string
	}{
		{params{"chat_id": friend, "text": "a", "parsemode": "HTML"}, `Bad Request: unknown parameter "parsemode" of sendMessage`},
		{params{"chat_id": friend, "text": 5}, `Bad Request: parameter "text" of sendMessage must be a String`},
		{params{"chat_id": friend, "text": "a", "disable_notification": "maybe"}, `Bad Request: parameter "disable_notification" of sendMessage must be a Boolean`},
		{params{"chat_id": friend, "text": "a", "message_thread_id": "x"}, `Bad Request: parameter "message_thread_id" of sendMessage must be an Integer`},
		{params{"chat_id": "Анна", "text": "a"}, `Bad Request: parameter "chat_id" of sendMessage must be an Integer or a String that begins with @`},
		{params{"chat_id": friend, "text": "a", "link_preview_options": "{"}, `Bad Request: parameter "link_preview_options" of sendMessage must be a JSON-serialized object`},
	} {
		require.Equal(t, c.words, callAPI(t, strict, "sendMessage", c.params).Description)
		callAPI(t, lenient, "sendMessage", c.params)
	}
	r := callAPI(t, strict, "sendLocation", params{"chat_id": friend, "latitude": "x", "longitude": 1})
	require.Equal(t, `Bad Request: parameter "latitude" of sendLocation must be a Float`, r.Description)
	require.Len(t, lenient.Violations(), 6)
	require.Len(t, strict.Violations(), 7)
	require.Len(t, lenient.Messages(friend), 6, "Telegram lets all through but the one without a chat")
}
