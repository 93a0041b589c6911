package botapi

import (
	"encoding/json"
	"unicode/utf8"
)

// botUser is the bot as getMe shows it.
type botUser struct {
	User
	CanJoinGroups   bool `json:"can_join_groups"`
	ReadsAll        bool `json:"can_read_all_group_messages"`
	SupportsInline  bool `json:"supports_inline_queries"`
	CanConnect      bool `json:"can_connect_to_business"`
	HasMainWebApp   bool `json:"has_main_web_app"`
	HasTopics       bool `json:"has_topics_enabled"`
	AllowsNewTopics bool `json:"allows_users_to_create_topics"`
}

func (s *Server) getMe(*call) (any, *apiError) {
	return botUser{User: s.bot, CanJoinGroups: true}, nil
}

func (s *Server) logOut(*call) (any, *apiError) {
	s.world.LoggedOut = true
	return true, nil
}

// closeBot ends the bot's instance on its server. The next request starts it again, so nothing is left to do here.
func (s *Server) closeBot(*call) (any, *apiError) { return true, nil }

// setProfile makes the handler of a text about the bot, kept by language.
func setProfile(field string, limit int, tooLong string) func(*Server, *call) (any, *apiError) {
	return func(s *Server, c *call) (any, *apiError) {
		language := c.text("language_code")
		if language != "" && !languageCode.MatchString(language) {
			return nil, refuse(languageInvalid)
		}
		value := c.text(field)
		if utf8.RuneCountInString(value) > limit {
			return nil, refuse(profileTooLong, tooLong)
		}
		key := field + "/" + language
		if value == "" {
			delete(s.world.Profile, key)
		} else {
			s.world.Profile[key] = value
		}
		if field == "name" && language == "" && value != "" {
			s.bot.FirstName = value
		}
		return true, nil
	}
}

func getProfile(field string) func(*Server, *call) (any, *apiError) {
	return func(s *Server, c *call) (any, *apiError) {
		value, ok := s.world.Profile[field+"/"+c.text("language_code")]
		if !ok {
			value = s.world.Profile[field+"/"]
		}
		if value == "" && field == "name" {
			value = s.bot.FirstName
		}
		return map[string]string{field: value}, nil
	}
}

// Profile is a text that the bot set about itself (name, description, short_description) in a language, "" for the
// general one.
func (s *Server) Profile(field, language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.Profile[field+"/"+language]
}

func (s *Server) setChatMenuButton(c *call) (any, *apiError) {
	var id int64
	if c.text("chat_id") != "" {
		if id = c.int("chat_id", 0); id <= 0 {
			return nil, refuse(invalidChatID)
		}
		if ch := s.world.Chats[id]; ch == nil || !s.met(ch) {
			return nil, refuse(userNotFound)
		}
	}
	raw := c.text("menu_button")
	if raw == "" {
		raw = `{"type":"default"}`
	}
	var button struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal([]byte(raw), &button); err != nil {
		return nil, refuse(menuButtonInvalid, "MenuButton must be an Object")
	}
	switch button.Type {
	case "default", "commands", "web_app":
	default:
		return nil, refuse(menuButtonInvalid, "MenuButton has unsupported type")
	}
	s.world.Menu[id] = raw
	return true, nil
}

func (s *Server) getChatMenuButton(c *call) (any, *apiError) {
	for _, id := range []int64{c.int("chat_id", 0), 0} {
		if raw, ok := s.world.Menu[id]; ok {
			return json.RawMessage(raw), nil
		}
	}
	return map[string]string{"type": "default"}, nil
}
