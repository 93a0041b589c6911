package botapi_test

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/mymmrac/telego"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
)

// TestALibraryUnderstandsTheAnswers lets an independent client library decode what the emulator answers, so that the
// two cannot share a misunderstanding of the documentation.
func TestALibraryUnderstandsTheAnswers(t *testing.T) {
	s, err := botapi.New(botapi.Options{Strict: true})
	require.NoError(t, err)
	require.NoError(t, s.Start())
	transport := &http.Transport{}
	t.Cleanup(func() {
		require.NoError(t, s.Close())
		transport.CloseIdleConnections()
	})
	bot, err := telego.NewBot(s.Token(), telego.WithAPIServer(s.URL()), telego.WithHTTPClient(&http.Client{Transport: transport}), telego.WithDiscardLogger())
	require.NoError(t, err)
	ctx := context.Background()

	me, err := bot.GetMe(ctx)
	require.NoError(t, err)
	require.True(t, me.IsBot)

	anna := s.AddUser(501, botapi.Profile{FirstName: "Анна"})
	_, err = anna.Send("/start")
	require.NoError(t, err)
	shot, err := anna.SendPhoto(botapi.Attachment{Data: []byte("jpeg"), Caption: "чек"})
	require.NoError(t, err)
	_, err = anna.ShareContact()
	require.NoError(t, err)
	_, err = anna.SendSticker(botapi.Attachment{Data: []byte("webp")})
	require.NoError(t, err)
	require.NoError(t, anna.Block())
	require.NoError(t, anna.Unblock())

	sent, err := bot.SendMessage(ctx, &telego.SendMessageParams{
		ChatID: telego.ChatID{ID: 501}, Text: "<b>Здравствуйте</b>", ParseMode: telego.ModeHTML,
		ReplyParameters: &telego.ReplyParameters{MessageID: int(shot.ID)},
		ReplyMarkup:     &telego.InlineKeyboardMarkup{InlineKeyboard: [][]telego.InlineKeyboardButton{{{Text: "Темы", CallbackData: "topics"}}}},
	})
	require.NoError(t, err)
	require.Equal(t, "bold", sent.Entities[0].Type)
	require.Equal(t, int(shot.ID), sent.ReplyToMessage.MessageID)
	_, err = anna.Press(int64(sent.MessageID), "topics")
	require.NoError(t, err)

	updates, err := bot.GetUpdates(ctx, &telego.GetUpdatesParams{Timeout: 1})
	require.NoError(t, err)
	require.Len(t, updates, 7)
	require.Equal(t, "чек", updates[1].Message.Caption)
	require.Equal(t, int64(501), updates[2].Message.Contact.UserID)
	require.Equal(t, "regular", updates[3].Message.Sticker.Type)
	require.Equal(t, "kicked", updates[4].MyChatMember.NewChatMember.MemberStatus())
	require.Equal(t, "topics", updates[6].CallbackQuery.Data)
	require.Equal(t, sent.MessageID, updates[6].CallbackQuery.Message.GetMessageID())
	require.NoError(t, bot.AnswerCallbackQuery(ctx, &telego.AnswerCallbackQueryParams{CallbackQueryID: updates[6].CallbackQuery.ID}))

	document, err := bot.SendDocument(ctx, &telego.SendDocumentParams{
		ChatID: telego.ChatID{ID: 501}, Caption: "счёт",
		Document: telego.InputFile{File: namedReader{strings.NewReader("%PDF-1.4"), "счёт.pdf"}},
	})
	require.NoError(t, err)
	file, err := bot.GetFile(ctx, &telego.GetFileParams{FileID: document.Document.FileID})
	require.NoError(t, err)
	require.NotEmpty(t, file.FilePath)
	album, err := bot.SendMediaGroup(ctx, &telego.SendMediaGroupParams{ChatID: telego.ChatID{ID: 501}, Media: []telego.InputMedia{
		&telego.InputMediaPhoto{Type: "photo", Media: telego.InputFile{FileID: shot.Photo[0].FileID}},
		&telego.InputMediaPhoto{Type: "photo", Media: telego.InputFile{File: namedReader{strings.NewReader("jpeg"), "a.jpg"}}},
	}})
	require.NoError(t, err)
	require.Len(t, album, 2)
	member, err := bot.GetChatMember(ctx, &telego.GetChatMemberParams{ChatID: telego.ChatID{ID: 501}, UserID: 501})
	require.NoError(t, err)
	require.Equal(t, "member", member.MemberStatus())
	chat, err := bot.GetChat(ctx, &telego.GetChatParams{ChatID: telego.ChatID{ID: 501}})
	require.NoError(t, err)
	require.Equal(t, "Анна", chat.FirstName)
	require.NoError(t, bot.SetMyCommands(ctx, &telego.SetMyCommandsParams{
		Commands: []telego.BotCommand{{Command: "help", Description: "Помощь"}}, Scope: &telego.BotCommandScopeChat{Type: "chat", ChatID: telego.ChatID{ID: 501}},
	}))
	require.Empty(t, s.Violations())
}

type namedReader struct {
	*strings.Reader
	name string
}

func (r namedReader) Name() string { return r.name }

// TestParametersAreThoseOfTheLibrary compares the parameters that each method accepts with an independent library's, so
// that strictness refuses nothing that the documentation knows.
func TestParametersAreThoseOfTheLibrary(t *testing.T) {
	// Parameters that older documentation knew and Telegram still takes, and uploads that the library cannot express.
	legacy := map[string]bool{"reply_to_message_id": true, "allow_sending_without_reply": true, "disable_web_page_preview": true}
	for method, params := range map[string]any{
		"getUpdates": telego.GetUpdatesParams{}, "setWebhook": telego.SetWebhookParams{}, "deleteWebhook": telego.DeleteWebhookParams{},
		"sendMessage": telego.SendMessageParams{}, "sendPhoto": telego.SendPhotoParams{}, "sendDocument": telego.SendDocumentParams{},
		"sendVoice": telego.SendVoiceParams{}, "sendVideo": telego.SendVideoParams{}, "sendAudio": telego.SendAudioParams{},
		"sendAnimation": telego.SendAnimationParams{}, "sendVideoNote": telego.SendVideoNoteParams{}, "sendSticker": telego.SendStickerParams{},
		"sendLocation": telego.SendLocationParams{}, "sendContact": telego.SendContactParams{}, "sendMediaGroup": telego.SendMediaGroupParams{},
		"sendChatAction": telego.SendChatActionParams{}, "forwardMessage": telego.ForwardMessageParams{}, "forwardMessages": telego.ForwardMessagesParams{},
		"copyMessage": telego.CopyMessageParams{}, "copyMessages": telego.CopyMessagesParams{},
		"editMessageText": telego.EditMessageTextParams{}, "editMessageCaption": telego.EditMessageCaptionParams{},
		"editMessageMedia": telego.EditMessageMediaParams{}, "editMessageReplyMarkup": telego.EditMessageReplyMarkupParams{},
		"deleteMessage": telego.DeleteMessageParams{}, "deleteMessages": telego.DeleteMessagesParams{},
		"pinChatMessage": telego.PinChatMessageParams{}, "unpinChatMessage": telego.UnpinChatMessageParams{},
		"setMessageReaction": telego.SetMessageReactionParams{}, "answerCallbackQuery": telego.AnswerCallbackQueryParams{},
		"setMyCommands": telego.SetMyCommandsParams{}, "getMyCommands": telego.GetMyCommandsParams{}, "deleteMyCommands": telego.DeleteMyCommandsParams{},
		"setMyName": telego.SetMyNameParams{}, "setMyDescription": telego.SetMyDescriptionParams{}, "setMyShortDescription": telego.SetMyShortDescriptionParams{},
		"getMyName": telego.GetMyNameParams{}, "getMyDescription": telego.GetMyDescriptionParams{}, "getMyShortDescription": telego.GetMyShortDescriptionParams{},
		"setChatMenuButton": telego.SetChatMenuButtonParams{}, "getChatMenuButton": telego.GetChatMenuButtonParams{},
		"getFile": telego.GetFileParams{}, "getChat": telego.GetChatParams{}, "getChatMember": telego.GetChatMemberParams{},
		"getChatMemberCount": telego.GetChatMemberCountParams{}, "getChatAdministrators": telego.GetChatAdministratorsParams{}, "leaveChat": telego.LeaveChatParams{},
	} {
		ours := botapi.Parameters(method)
		require.NotNil(t, ours, method)
		theirs := map[string]bool{}
		for field := range reflect.TypeOf(params).Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			theirs[name] = true
			assert.Contains(t, ours, name, method)
		}
		for name := range ours {
			assert.True(t, theirs[name] || legacy[name], "%s has no parameter %s", method, name)
		}
	}
}
