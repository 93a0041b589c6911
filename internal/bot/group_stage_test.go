package bot_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

// A line of a script about a group.
var (
	gathers  = regexp.MustCompile(`^@ (\S+) is a group of (.+)$`)
	upgrades = regexp.MustCompile(`^@ (\S+) becomes a supergroup$`)
	mutes    = regexp.MustCompile(`^@ (\S+) is (muted|unmuted)$`)
	brings   = regexp.MustCompile(`^> (\S+) brings the bot into (\S+)$`)
	removes  = regexp.MustCompile(`^> (\S+) removes the bot from (\S+)$`)
	within   = regexp.MustCompile(`^> (\S+) in (\S+?)(:? .*)$`)
)

// firstGroup is the id of the first group of a script.
const firstGroup = -5001

// arrangeGroup plays a line about a group itself, and returns false for any other.
func (s *stage) arrangeGroup(line string) (known bool, actor string, err error) {
	if m := gathers.FindStringSubmatch(line); m != nil {
		group := s.api.AddGroup(firstGroup-int64(len(s.groups)), m[1])
		s.groups[m[1]] = group
		for _, name := range strings.Split(m[2], ", ") {
			p, err := s.person(name)
			if err != nil {
				return true, "", err
			}
			group.Join(p.ID())
		}
		return true, "", nil
	}
	if m := upgrades.FindStringSubmatch(line); m != nil {
		group, err := s.group(m[1])
		if err == nil {
			s.groups[m[1]] = group.Upgrade(ids["Мария"])
		}
		return true, "", err
	}
	if m := mutes.FindStringSubmatch(line); m != nil {
		group, err := s.group(m[1])
		if err == nil {
			group.Mute(m[2] == "muted")
		}
		return true, "", err
	}
	for form, do := range map[*regexp.Regexp]func(*botapi.Group, int64){
		brings:  func(g *botapi.Group, by int64) { g.Invite(by, false) },
		removes: (*botapi.Group).Kick,
	} {
		m := form.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		p, err := s.person(m[1])
		if err != nil {
			return true, "", err
		}
		group, err := s.group(m[2])
		if err == nil {
			do(group, p.ID())
		}
		return true, m[1], err
	}
	return false, "", nil
}

func (s *stage) group(name string) (*botapi.Group, error) {
	if g := s.groups[name]; g != nil {
		return g, nil
	}
	return nil, fmt.Errorf("there is no group %q", name)
}

// groupName is the name of the group with the id.
func (s *stage) groupName(id int64) string {
	for name, g := range s.groups {
		if g.ID() == id {
			return name
		}
	}
	return "a group that is no more"
}

// inGroup takes the group out of a line in which somebody acts in one.
func (s *stage) inGroup(line string) (string, *botapi.Group, error) {
	m := within.FindStringSubmatch(line)
	if m == nil {
		return line, nil, nil
	}
	group, err := s.group(m[2])
	return "> " + m[1] + m[3], group, err
}

// noError is a refusal of the emulated Telegram.
type noError struct {
	words   string
	movedTo int64
}

func (e *noError) Error() string { return e.words }

// refusalOf names a refusal as the delivery does.
func refusalOf(err error) delivery.Refusal {
	no := (*noError)(nil)
	if !errors.As(err, &no) {
		return delivery.RefusedOther
	}
	for words, refusal := range map[string]delivery.Refusal{
		"blocked": delivery.RefusedBlocked, "kicked": delivery.RefusedBlocked, "initiate": delivery.RefusedBlocked,
		"upgraded": delivery.RefusedChatNotFound, "not enough rights": delivery.RefusedRights,
		"message to edit not found": delivery.RefusedGone,
	} {
		if strings.Contains(no.words, words) {
			return refusal
		}
	}
	return delivery.RefusedOther
}
