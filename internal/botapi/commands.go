package botapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"unicode/utf8"
)

// commandScope is a BotCommandScope: for whom a list of commands is meant.
type commandScope struct {
	Type   string    `json:"type"`
	ChatID looseChat `json:"chat_id"`
	UserID int64     `json:"user_id"`
}

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
)

// commandsKey reads scope and language into the key under which a list is kept.
func (s *Server) commandsKey(c *call) (string, *apiError) {
	scope := commandScope{Type: "default"}
	if raw := c.text("scope"); raw != "" {
		if err := json.Unmarshal([]byte(raw), &scope); err != nil {
			return "", refuse(scopeMalformed)
		}
	}
	language := c.text("language_code")
	if language != "" && !languageCode.MatchString(language) {
		return "", refuse(languageInvalid)
	}
	var place string
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
	case "chat", "chat_administrators", "chat_member":
		id := int64(scope.ChatID)
		if id == 0 {
			return "", refuse(scopeUnsupported, "Empty chat_id specified")
		}
		if _, err := s.chatByID(id, reading); err != nil {
			return "", err
		}
		if scope.Type == "chat_member" && scope.UserID <= 0 {
			return "", refuse(scopeUnsupported, "Invalid user_id specified")
		}
		place = fmt.Sprintf(":%d:%d", id, scope.UserID)
	default:
		return "", refuse(scopeUnsupported, "Unsupported type specified")
	}
	return scope.Type + place + "/" + language, nil
}

func (s *Server) setMyCommands(c *call) (any, *apiError) {
	var list []Command
	if raw := c.text("commands"); raw != "" {
		if !json.Valid([]byte(raw)) {
			return nil, refuse(commandsNotJSON)
		}
		var items []json.RawMessage
		if err := json.Unmarshal([]byte(raw), &items); err != nil {
			return nil, refuse(commandsShape)
		}
		for _, item := range items {
			var command Command
			if err := json.Unmarshal(item, &command); err != nil {
				return nil, refuse(commandMalformed, "expected an Object")
			}
			list = append(list, command)
		}
	}
	key, err := s.commandsKey(c)
	if err != nil {
		return nil, err
	}
	if len(list) > 100 {
		return nil, refuse(commandsTooMany)
	}
	for i, command := range list {
		if command.Command != "" && command.Command[0] == '/' {
			list[i].Command = command.Command[1:]
		}
		if !commandName.MatchString(list[i].Command) {
			return nil, refuse(commandInvalid)
		}
		if n := utf8.RuneCountInString(command.Description); n < 1 || n > 256 {
			return nil, refuse(commandDescription)
		}
	}
	if len(list) == 0 {
		delete(s.world.Commands, key)
	} else {
		s.world.Commands[key] = list
	}
	s.publish(Event{Kind: CommandsChanged})
	return true, nil
}

func (s *Server) getMyCommands(c *call) (any, *apiError) {
	key, err := s.commandsKey(c)
	if err != nil {
		return nil, err
	}
	if list := s.world.Commands[key]; list != nil {
		return list, nil
	}
	return []Command{}, nil
}

func (s *Server) deleteMyCommands(c *call) (any, *apiError) {
	key, err := s.commandsKey(c)
	if err != nil {
		return nil, err
	}
	delete(s.world.Commands, key)
	s.publish(Event{Kind: CommandsChanged})
	return true, nil
}

// commandsShown is the menu of a chat: the documentation's «Determining list of commands», narrowest scope first, and
// in each the person's language before the general list. In a group the list for everybody is shown.
func (s *Server) commandsShown(chatID int64) []Command {
	language, scopes := "", []string{"all_group_chats", "default"}
	if chatID > 0 {
		scopes[0] = "all_private_chats"
		if person := s.world.Users[chatID]; person != nil {
			language = person.User.LanguageCode
		}
	}
	scopes = append([]string{fmt.Sprintf("chat:%d:0", chatID)}, scopes...)
	if len(language) > 2 {
		language = language[:2]
	}
	for _, scope := range scopes {
		for _, l := range []string{language, ""} {
			if list := s.world.Commands[scope+"/"+l]; list != nil {
				return list
			}
		}
	}
	return nil
}

// Commands is the menu of commands that the people of a chat see.
func (s *Server) Commands(chatID int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Command(nil), s.commandsShown(chatID)...)
}
