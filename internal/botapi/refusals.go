package botapi

import (
	"fmt"
	"time"
)

// Refusal is one way in which Telegram refuses a request.
type Refusal struct {
	Code   int    // HTTP status and error_code
	Text   string // description, as Telegram words it; %s and %d stand for what the request contained
	Source string // where the words or the rule come from
}

// The public sources that the table below cites.
const (
	docsPage      = "Bot API documentation, "
	clientCPP     = "tdlib/telegram-bot-api telegram-bot-api/Client.cpp "
	managerCPP    = "tdlib/telegram-bot-api telegram-bot-api/ClientManager.cpp "
	connectionCPP = "tdlib/telegram-bot-api telegram-bot-api/HttpConnection.cpp "
	queryCPP      = "tdlib/telegram-bot-api telegram-bot-api/Query.cpp "
	messagesCPP   = "tdlib/td td/telegram/MessagesManager.cpp "
	contentCPP    = "tdlib/td td/telegram/MessageContent.cpp "
	markupCPP     = "tdlib/td td/telegram/ReplyMarkup.cpp "
	entityCPP     = "tdlib/td td/telegram/MessageEntity.cpp "
	filesCPP      = "tdlib/td td/telegram/files/FileManager.cpp "
	serverMethod  = "core.telegram.org/method/"
	linkCPP       = "tdlib/td td/telegram/LinkManager.cpp "
	uploadCPP     = "tdlib/td td/telegram/files/FileLoaderUtils.cpp "
	ownRule       = "this emulator: "
)

// reason names a refusal in the code; the table holds its words.
type reason string

const (
	notFound             reason = "not found"
	methodNotFound       reason = "method not found"
	unauthorized         reason = "unauthorized"
	invalidToken         reason = "invalid token"
	restarting           reason = "restarting"
	loggedOut            reason = "logged out"
	requestTooLarge      reason = "request too large"
	tooManyRequests      reason = "too many requests"
	webhookActive        reason = "webhook active"
	otherGetUpdates      reason = "other getUpdates"
	terminatedByWebhook  reason = "terminated by webhook"
	invalidWebhookURL    reason = "invalid webhook URL"
	secretTooLong        reason = "secret too long"
	secretCharacters     reason = "secret characters"
	chatIDEmpty          reason = "chat_id empty"
	chatNotFound         reason = "chat not found"
	blockedByUser        reason = "blocked by user"
	userDeactivated      reason = "user deactivated"
	cannotInitiate       reason = "cannot initiate conversation"
	kickedFromGroup      reason = "kicked from group"
	kickedFromSupergroup reason = "kicked from supergroup"
	notMemberGroup       reason = "not a member of the group"
	notMemberSupergroup  reason = "not a member of the supergroup"
	upgradedGroup        reason = "group upgraded to a supergroup"
	mutedGroup           reason = "no right to send to the group"
	invalidUserID        reason = "invalid user_id"
	invalidChatID        reason = "invalid chat_id"
	userNotFound         reason = "user not found"
	noAdministrators     reason = "no administrators"
	memberNotFound       reason = "member not found"

	textEmpty          reason = "text empty"
	textBlank          reason = "text blank after formatting"
	textTooLarge       reason = "text too large"
	messageTooLong     reason = "message too long"
	captionTooLong     reason = "caption too long"
	notUTF8            reason = "not UTF-8"
	parseModeUnknown   reason = "parse_mode unknown"
	parseModeMissing   reason = "parse_mode not emulated"
	entityMalformed    reason = "entity malformed"
	unsupportedTag     reason = "unsupported start tag"
	unclosedStartTag   reason = "unclosed start tag"
	unclosedNamedTag   reason = "unclosed named start tag"
	emptyAttribute     reason = "empty attribute name"
	unexpectedTokenEnd reason = "unexpected end of name token"
	spanClass          reason = "span without class"
	unexpectedEndTag   reason = "unexpected end tag"
	unclosedEndTag     reason = "unclosed end tag"
	unmatchedEndTag    reason = "unmatched end tag"
	missingEndTag      reason = "missing end tag"
	invalidEmojiID     reason = "invalid custom emoji"
	invalidUnicode     reason = "invalid Unicode"

	replyNotFound       reason = "message to be replied not found"
	replyParamsNotJSON  reason = "reply parameters are no JSON"
	replyParamsShape    reason = "reply parameters are no object"
	editNotFound        reason = "message to edit not found"
	editForbidden       reason = "message can't be edited"
	notModified         reason = "message is not modified"
	noTextToEdit        reason = "no text to edit"
	noCaptionToEdit     reason = "no caption to edit"
	messageIDMissing    reason = "message identifier missing"
	deleteNotFound      reason = "message to delete not found"
	deleteForbidden     reason = "message can't be deleted"
	deleteTooOld        reason = "message can't be deleted for everyone"
	forwardNotFound     reason = "message to forward not found"
	copyNotFound        reason = "message to copy not found"
	forwardForbidden    reason = "message can't be forwarded"
	copyForbidden       reason = "message can't be copied"
	noMessagesToForward reason = "no messages to forward"
	messageIDsMissing   reason = "message identifiers missing"
	messageIDsShape     reason = "message identifiers are no array"
	messageIDsTooMany   reason = "too many message identifiers"
	pinNotFound         reason = "message to pin not found"
	unpinNotFound       reason = "message to unpin not found"
	reactionsNotJSON    reason = "reactions are no JSON"
	reactionsTooMany    reason = "too many reactions"
	reactNotFound       reason = "message to react not found"
	reactionInvalid     reason = "reaction invalid"

	markupNotJSON         reason = "reply markup is no JSON"
	markupShape           reason = "reply markup is no object"
	markupRows            reason = "keyboard is no array of arrays"
	inlineRows            reason = "inline keyboard is no array of arrays"
	inlineButtonMalformed reason = "inline button malformed"
	keyMalformed          reason = "key malformed"
	inlineTextButton      reason = "inline button does nothing"
	inlineButtonText      reason = "inline button without text"
	keyText               reason = "key without text"
	buttonDataInvalid     reason = "button data invalid"
	buttonURLInvalid      reason = "button URL invalid"
	contactOnlyPrivate    reason = "contact requested outside a private chat"
	locationOnlyPrivate   reason = "location requested outside a private chat"
	inlineExpected        reason = "inline keyboard expected"
	markupTooLong         reason = "reply markup too long"

	queryTooOld        reason = "callback query too old"
	callbackTextLong   reason = "callback answer too long"
	wrongAction        reason = "wrong chat action"
	commandsNotJSON    reason = "commands are no JSON"
	commandsShape      reason = "commands are no array"
	commandMalformed   reason = "command malformed"
	commandInvalid     reason = "command invalid"
	commandDescription reason = "command description invalid"
	commandsTooMany    reason = "too many commands"
	scopeMalformed     reason = "command scope malformed"
	scopeUnsupported   reason = "command scope unsupported"
	languageInvalid    reason = "language code invalid"
	menuButtonInvalid  reason = "menu button invalid"
	profileTooLong     reason = "profile text too long"

	mediaMissing      reason = "media missing"
	mediaNotJSON      reason = "media is no JSON"
	inputMediaNotJSON reason = "input media is no JSON"
	mediaShape        reason = "media is no array"
	mediaMalformed    reason = "input media malformed"
	mediaCount        reason = "album size"
	mediaMixed        reason = "album mix"
	fileIDMissing     reason = "file_id missing"
	fileIDInvalid     reason = "file_id invalid"
	wrongFileID       reason = "wrong file identifier"
	wrongFileType     reason = "wrong file type"
	fileTooBig        reason = "file too big to download"
	photoTooBig       reason = "photo too big"
	fileEmpty         reason = "file empty"
	urlNotFetched     reason = "URL not fetched"
	latitudeMissing   reason = "latitude missing"
	longitudeMissing  reason = "longitude missing"
	locationInvalid   reason = "location invalid"
	parameterRequired reason = "parameter required"

	unknownParameter reason = "unknown parameter"
	wrongType        reason = "parameter of a wrong type"
	injected         reason = "injected fault"
)

// refusals is the one table of everything the emulator refuses.
var refusals = map[reason]Refusal{
	notFound:             {404, "Not Found", connectionCPP + "handle"},
	methodNotFound:       {404, "Not Found: method not found", clientCPP + "on_cmd"},
	unauthorized:         {401, "Unauthorized", clientCPP + "get_closing_error"},
	invalidToken:         {401, "Unauthorized: invalid token specified", managerCPP + "send"},
	restarting:           {500, "Internal Server Error: restart", clientCPP + "get_closing_error"},
	loggedOut:            {400, "Logged out", clientCPP + "get_closing_error"},
	requestTooLarge:      {413, "Request Entity Too Large", docsPage + "Sending files (50 MB)"},
	tooManyRequests:      {429, "Too Many Requests: retry after %d", queryCPP + "set_retry_after_error"},
	webhookActive:        {409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", clientCPP + "process_get_updates_query"},
	otherGetUpdates:      {409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", clientCPP + "abort_long_poll"},
	terminatedByWebhook:  {409, "Conflict: terminated by setWebhook request", clientCPP + "abort_long_poll"},
	invalidWebhookURL:    {400, "Bad Request: invalid webhook URL specified", clientCPP + "do_set_webhook"},
	secretTooLong:        {400, "Bad Request: secret token is too long", clientCPP + "do_set_webhook"},
	secretCharacters:     {400, "Bad Request: secret token contains unallowed characters", clientCPP + "do_set_webhook"},
	chatIDEmpty:          {400, "Bad Request: chat_id is empty", clientCPP + "check_chat"},
	chatNotFound:         {400, "Bad Request: chat not found", clientCPP + "TdOnCheckChatCallback"},
	blockedByUser:        {403, "Forbidden: bot was blocked by the user", clientCPP + "fail_query_with_error (USER_IS_BLOCKED)"},
	userDeactivated:      {403, "Forbidden: user is deactivated", clientCPP + "check_chat_access"},
	cannotInitiate:       {403, "Forbidden: bot can't initiate conversation with a user", messagesCPP + "process_send_message_fail_error (PEER_ID_INVALID)"},
	kickedFromGroup:      {403, "Forbidden: bot was kicked from the group chat", clientCPP + "check_chat_access"},
	kickedFromSupergroup: {403, "Forbidden: bot was kicked from the supergroup chat", clientCPP + "check_chat_access"},
	notMemberGroup:       {403, "Forbidden: bot is not a member of the group chat", clientCPP + "check_chat_access"},
	notMemberSupergroup:  {403, "Forbidden: bot is not a member of the supergroup chat", clientCPP + "check_chat_access"},
	upgradedGroup:        {400, "Bad Request: group chat was upgraded to a supergroup chat", clientCPP + "check_chat_access; edits and deletions too, by a rule of this emulator: what the server says to them is not published"},
	mutedGroup:           {400, "Bad Request: not enough rights to send text messages to the chat", contentCPP + "can_send_message_content"},
	invalidUserID:        {400, "Bad Request: invalid user_id specified", clientCPP + "get_user_id"},
	invalidChatID:        {400, "Bad Request: invalid chat_id specified", clientCPP + "get_user_id"},
	userNotFound:         {400, "Bad Request: user not found", clientCPP + "TdOnCheckUserCallback"},
	noAdministrators:     {400, "Bad Request: there are no administrators in the private chat", clientCPP + "process_get_chat_administrators_query"},
	memberNotFound:       {400, "Bad Request: member not found", "tdlib/td td/telegram/DialogParticipantManager.cpp get_dialog_participant"},

	textEmpty:          {400, "Bad Request: message text is empty", clientCPP + "get_input_message_text"},
	textBlank:          {400, "Bad Request: text must be non-empty", entityCPP + "fix_formatted_text"},
	textTooLarge:       {400, "Bad Request: text is too long", clientCPP + "get_formatted_text (32768 bytes)"},
	messageTooLong:     {400, "Bad Request: message is too long", contentCPP + "get_input_message_content; " + docsPage + "sendMessage (4096 after entities parsing)"},
	captionTooLong:     {400, "Bad Request: message caption is too long", contentCPP + "get_input_message_content; " + docsPage + "sendPhoto (1024 after entities parsing)"},
	notUTF8:            {400, "Bad Request: strings must be encoded in UTF-8", entityCPP + "fix_formatted_text"},
	parseModeUnknown:   {400, "Bad Request: unsupported parse_mode", clientCPP + "get_formatted_text"},
	parseModeMissing:   {501, "Not Implemented: the emulator knows no parse_mode but HTML", ownRule + "the Markdown modes are not emulated"},
	entityMalformed:    {400, "Bad Request: can't parse MessageEntity: %s", clientCPP + "get_formatted_text"},
	unsupportedTag:     {400, "Bad Request: can't parse entities: Unsupported start tag \"%s\" at byte offset %d", entityCPP + "parse_html"},
	unclosedStartTag:   {400, "Bad Request: can't parse entities: Unclosed start tag at byte offset %d", entityCPP + "parse_html"},
	unclosedNamedTag:   {400, "Bad Request: can't parse entities: Unclosed start tag \"%s\" at byte offset %d", entityCPP + "parse_html"},
	emptyAttribute:     {400, "Bad Request: can't parse entities: Empty attribute name in the tag \"%s\" at byte offset %d", entityCPP + "parse_html"},
	unexpectedTokenEnd: {400, "Bad Request: can't parse entities: Unexpected end of name token at byte offset %d", entityCPP + "parse_html"},
	spanClass:          {400, "Bad Request: can't parse entities: Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", entityCPP + "parse_html"},
	unexpectedEndTag:   {400, "Bad Request: can't parse entities: Unexpected end tag at byte offset %d", entityCPP + "parse_html"},
	unclosedEndTag:     {400, "Bad Request: can't parse entities: Unclosed end tag at byte offset %d", entityCPP + "parse_html"},
	unmatchedEndTag:    {400, "Bad Request: can't parse entities: Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", entityCPP + "parse_html"},
	missingEndTag:      {400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"%s\"", entityCPP + "parse_html"},
	invalidEmojiID:     {400, "Bad Request: can't parse entities: Invalid custom emoji identifier specified", entityCPP + "parse_html"},
	invalidUnicode:     {400, "Bad Request: can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units", entityCPP + "parse_html"},

	replyNotFound:       {400, "Bad Request: message to be replied not found", clientCPP + "check_reply_parameters"},
	replyParamsNotJSON:  {400, "Bad Request: can't parse reply parameters JSON object", clientCPP + "get_reply_parameters"},
	replyParamsShape:    {400, "Bad Request: object expected as reply parameters", clientCPP + "get_reply_parameters"},
	editNotFound:        {400, "Bad Request: message to edit not found", clientCPP + "process_edit_message_text_query"},
	editForbidden:       {400, "Bad Request: message can't be edited", messagesCPP + "edit_message_text"},
	notModified:         {400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", clientCPP + "fail_query_with_error (MESSAGE_NOT_MODIFIED)"},
	noTextToEdit:        {400, "Bad Request: there is no text in the message to edit", messagesCPP + "edit_message_text"},
	noCaptionToEdit:     {400, "Bad Request: there is no caption in the message to edit", messagesCPP + "edit_message_caption"},
	messageIDMissing:    {400, "Bad Request: message identifier is not specified", clientCPP + "get_inline_message_id"},
	deleteNotFound:      {400, "Bad Request: message to delete not found", clientCPP + "process_delete_message_query"},
	deleteForbidden:     {400, "Bad Request: message can't be deleted", messagesCPP + "delete_messages"},
	deleteTooOld:        {400, "Bad Request: message can't be deleted for everyone", messagesCPP + "delete_messages; " + docsPage + "deleteMessage (48 hours)"},
	forwardNotFound:     {400, "Bad Request: message to forward not found", clientCPP + "process_forward_message_query"},
	copyNotFound:        {400, "Bad Request: message to copy not found", clientCPP + "process_copy_message_query"},
	forwardForbidden:    {400, "Bad Request: the message can't be forwarded", messagesCPP + "forward_message"},
	copyForbidden:       {400, "Bad Request: the message can't be copied", messagesCPP + "forward_message"},
	noMessagesToForward: {400, "Bad Request: there are no messages to forward", messagesCPP + "get_forwarded_messages"},
	messageIDsMissing:   {400, "Bad Request: message identifiers are not specified", clientCPP + "get_message_ids"},
	messageIDsShape:     {400, "Bad Request: expected an Array of message identifiers", clientCPP + "get_message_ids"},
	messageIDsTooMany:   {400, "Bad Request: too many message identifiers specified", clientCPP + "get_message_ids"},
	pinNotFound:         {400, "Bad Request: message to pin not found", clientCPP + "process_pin_chat_message_query"},
	unpinNotFound:       {400, "Bad Request: message to unpin not found", clientCPP + "TdOnGetChatPinnedMessageToUnpinCallback"},
	reactionsNotJSON:    {400, "Bad Request: can't parse reaction types JSON object", clientCPP + "get_reaction_types"},
	reactionsTooMany:    {400, "Bad Request: REACTIONS_TOO_MANY", serverMethod + "messages.sendReaction"},
	reactNotFound:       {400, "Bad Request: message to react not found", clientCPP + "process_set_message_reaction_query"},
	reactionInvalid:     {400, "Bad Request: REACTION_INVALID", serverMethod + "messages.sendReaction"},

	markupNotJSON:         {400, "Bad Request: can't parse reply keyboard markup JSON object", clientCPP + "get_reply_markup"},
	markupShape:           {400, "Bad Request: object expected as reply markup", clientCPP + "get_reply_markup"},
	markupRows:            {400, "Bad Request: field \"keyboard\" must be an Array of Arrays", clientCPP + "get_reply_markup"},
	inlineRows:            {400, "Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays", clientCPP + "get_reply_markup"},
	inlineButtonMalformed: {400, "Bad Request: can't parse inline keyboard button: %s", clientCPP + "get_reply_markup"},
	keyMalformed:          {400, "Bad Request: can't parse keyboard button: %s", clientCPP + "get_reply_markup"},
	inlineTextButton:      {400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard", clientCPP + "get_inline_keyboard_button_type"},
	inlineButtonText:      {400, "Bad Request: inline keyboard button text must be non-empty", markupCPP + "get_inline_keyboard_button"},
	keyText:               {400, "Bad Request: keyboard button text must be non-empty", markupCPP + "get_keyboard_button"},
	buttonDataInvalid:     {400, "Bad Request: BUTTON_DATA_INVALID", serverMethod + "messages.sendMessage; " + docsPage + "InlineKeyboardButton (1-64 bytes)"},
	buttonURLInvalid:      {400, "Bad Request: inline keyboard button URL '%s' is invalid: %s", linkCPP + "check_link"},
	contactOnlyPrivate:    {400, "Bad Request: phone number can be requested in private chats only", markupCPP + "get_keyboard_button"},
	locationOnlyPrivate:   {400, "Bad Request: location can be requested in private chats only", markupCPP + "get_keyboard_button"},
	inlineExpected:        {400, "Bad Request: inline keyboard expected", markupCPP + "get_inline_reply_markup"},
	markupTooLong:         {400, "Bad Request: reply markup is too long", clientCPP + "fail_query_with_error (REPLY_MARKUP_TOO_LONG)"},

	queryTooOld:        {400, "Bad Request: query is too old and response timeout expired or query ID is invalid", clientCPP + "fail_query_with_error (QUERY_ID_INVALID)"},
	callbackTextLong:   {400, "Bad Request: MESSAGE_TOO_LONG", serverMethod + "messages.setBotCallbackAnswer; " + docsPage + "answerCallbackQuery (0-200 characters)"},
	wrongAction:        {400, "Bad Request: wrong parameter action in request", clientCPP + "process_send_chat_action_query"},
	commandsNotJSON:    {400, "Bad Request: can't parse commands JSON object", clientCPP + "get_bot_commands"},
	commandsShape:      {400, "Bad Request: expected an Array of BotCommand", clientCPP + "get_bot_commands"},
	commandMalformed:   {400, "Bad Request: can't parse BotCommand: %s", clientCPP + "get_bot_commands"},
	commandInvalid:     {400, "Bad Request: BOT_COMMAND_INVALID", serverMethod + "bots.setBotCommands; " + docsPage + "BotCommand (1-32 of a-z0-9_)"},
	commandDescription: {400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID", serverMethod + "bots.setBotCommands; " + docsPage + "BotCommand (1-256 characters)"},
	commandsTooMany:    {400, "Bad Request: BOT_COMMANDS_TOO_MUCH", serverMethod + "bots.setBotCommands; " + docsPage + "setMyCommands (at most 100)"},
	scopeMalformed:     {400, "Bad Request: can't parse BotCommandScope JSON object", clientCPP + "get_bot_command_scope"},
	scopeUnsupported:   {400, "Bad Request: can't parse BotCommandScope: %s", clientCPP + "get_bot_command_scope"},
	languageInvalid:    {400, "Bad Request: invalid language code specified", "tdlib/td td/telegram/misc.cpp validate_bot_language_code"},
	menuButtonInvalid:  {400, "Bad Request: can't parse menu button: %s", clientCPP + "get_bot_menu_button"},
	profileTooLong:     {400, "Bad Request: %s", docsPage + "setMyName, setMyDescription, setMyShortDescription (64, 512, 120 characters; the words are ours)"},

	mediaMissing:      {400, "Bad Request: there is no %s in the request", clientCPP + "process_send_document_query and its siblings"},
	mediaNotJSON:      {400, "Bad Request: can't parse media JSON object", clientCPP + "get_input_message_contents"},
	inputMediaNotJSON: {400, "Bad Request: can't parse input media JSON object", clientCPP + "get_input_media"},
	mediaShape:        {400, "Bad Request: expected an Array of InputMedia", clientCPP + "get_input_message_contents"},
	mediaMalformed:    {400, "Bad Request: can't parse InputMedia: %s", clientCPP + "get_input_media"},
	mediaCount:        {400, "Bad Request: %s", contentCPP + "check_message_group_message_contents; " + docsPage + "sendMediaGroup (2-10 items)"},
	mediaMixed:        {400, "Bad Request: can't use the media of the specified type in the album", clientCPP + "fail_query_with_error (MEDIA_GROUPED_INVALID)"},
	fileIDMissing:     {400, "Bad Request: file_id not specified", clientCPP + "check_remote_file_id"},
	fileIDInvalid:     {400, "Bad Request: invalid file_id", clientCPP + "TdOnCheckRemoteFileIdCallback"},
	wrongFileID:       {400, "Bad Request: wrong remote file identifier specified: %s", filesCPP + "from_persistent_id"},
	wrongFileType:     {400, "Bad Request: can't use file of type %s as %s", filesCPP + "from_persistent_id_v23"},
	fileTooBig:        {400, "Bad Request: file is too big", clientCPP + "do_get_file; " + docsPage + "getFile (20 MB)"},
	photoTooBig:       {400, "Bad Request: file of size %d bytes is too big for a photo; the maximum size is 10485760 bytes", uploadCPP + "check_full_local_location; " + docsPage + "sendPhoto (10 MB)"},
	fileEmpty:         {400, "Bad Request: file must be non-empty", uploadCPP + "check_full_local_location"},
	urlNotFetched:     {400, "Bad Request: failed to get HTTP URL content", clientCPP + "fail_query_with_error (WEBPAGE_CURL_FAILED); the emulator never fetches"},
	latitudeMissing:   {400, "Bad Request: latitude is empty", clientCPP + "get_location"},
	longitudeMissing:  {400, "Bad Request: longitude is empty", clientCPP + "get_location"},
	locationInvalid:   {400, "Bad Request: invalid location specified", "tdlib/td td/telegram/Location.cpp process_input_message_location"},
	parameterRequired: {400, "Bad Request: parameter \"%s\" is required", clientCPP + "get_required_string_arg"},

	unknownParameter: {400, "Bad Request: unknown parameter \"%s\" of %s", ownRule + "Telegram ignores it; only with Options.Strict"},
	wrongType:        {400, "Bad Request: parameter \"%s\" of %s must be %s", ownRule + "Telegram takes a default silently; only with Options.Strict"},
	injected:         {500, "Internal Server Error", ownRule + "a fault asked for by the test"},
}

// apiError is a refusal of one request.
type apiError struct {
	reason      reason
	code        int
	description string
	retryAfter  int   // seconds
	migrateTo   int64 // the supergroup that the chat became
}

func (e *apiError) Error() string { return e.description }

// refuse makes the refusal for r, filling its text with args.
func refuse(r reason, args ...any) *apiError {
	entry := refusals[r]
	text := entry.Text
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	return &apiError{reason: r, code: entry.Code, description: text}
}

// refuseFor makes the 429 that asks to wait; Telegram counts in whole seconds, rounded up.
func refuseFor(wait time.Duration) *apiError {
	seconds := max(int((wait+time.Second-1)/time.Second), 1)
	err := refuse(tooManyRequests, seconds)
	err.retryAfter = seconds
	return err
}
