package bot_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// ids of the people that scripts know; their phones follow from them.
var ids = map[string]int64{"Анна": 1001, "Борис": 1002, "Джон": 1003, "Мария": 2001, "Олег": 2002}

// person returns somebody by name. Only the people of ids exist, so that a misspelt name is noticed.
func (s *stage) person(name string) (*botapi.Person, error) {
	if p := s.people[name]; p != nil {
		return p, nil
	}
	id, ok := ids[name]
	if !ok {
		return nil, fmt.Errorf("nobody is called %q", name)
	}
	p := s.api.AddUser(id, botapi.Profile{FirstName: name, Phone: fmt.Sprintf("+7912345%04d", id)})
	s.people[name] = p
	return p, nil
}

// nameOf is the name of the person with the id.
func (s *stage) nameOf(id int64) string {
	for name := range s.people {
		if ids[name] == id {
			return name
		}
	}
	return strconv.FormatInt(id, 10)
}

// A line of a script that says what somebody does, or what happens.
var (
	says      = regexp.MustCompile(`^> (\S+): (.*)$`)
	repeats   = regexp.MustCompile(`^> (\S+) says (\d+) times: (.*)$`)
	taps      = regexp.MustCompile(`^> (\S+) taps \[(.*)]$`)
	presses   = regexp.MustCompile(`^> (\S+) presses \[(.*)]$`)
	forges    = regexp.MustCompile(`^> (\S+) forges \[(.*)]$`)
	replies   = regexp.MustCompile(`^> (\S+) replies to «(.*?)»: (.*)$`)
	edits     = regexp.MustCompile(`^> (\S+) edits «(.*?)»: (.*)$`)
	replaces  = regexp.MustCompile(`^> (\S+) replaces «(.*?)» by another photo(?:: (.*))?$`)
	sends     = regexp.MustCompile(`^> (\S+) sends (photo|document|voice|video|video note|animation|audio|sticker|location|venue|poll|quiz|dice|story|album of \d+)(?: in reply to «(.*?)»)?(?:: (.*))?$`)
	shares    = regexp.MustCompile(`^> (\S+) shares (?:her|his) contact$`)
	discloses = regexp.MustCompile(`^> (\S+) shares contact of (\S+)$`)
	opens     = regexp.MustCompile(`^> (\S+) opens the link$`)
	blocks    = regexp.MustCompile(`^> (\S+) (blocks|unblocks) the bot$`)
	staffs    = regexp.MustCompile(`^@ (\S+) is a manager$`)
	speaks    = regexp.MustCompile(`^@ (\S+) speaks (\S+)$`)
	works     = regexp.MustCompile(`^@ the company works (.*?)(?:, but on (.*))?$`)
	promises  = regexp.MustCompile(`^@ the company promises (.*)$`)
	waits     = regexp.MustCompile(`^@ after (\d+h) (.*)$`)
	passes    = regexp.MustCompile(`^@ (\d+) (minutes?|hours?|days?) pass(?:es)?$`)
)

// step plays a line and returns what the bot said after it.
func (s *stage) step(line string) (string, error) {
	ctx := s.t.Context()
	s.refused = nil
	if known, actor, err := s.arrangeGroup(line); known {
		if err != nil {
			return "", err
		}
		return s.hear(ctx, actor)
	}
	if m := staffs.FindStringSubmatch(line); m != nil {
		return "", s.staff(ctx, m[1])
	}
	if m := speaks.FindStringSubmatch(line); m != nil {
		p, err := s.person(m[1])
		if err != nil {
			return "", err
		}
		return "", p.Language(m[2])
	}
	if ok, err := s.settle(line); ok || err != nil {
		return "", err
	}
	actor := ""
	switch line {
	case "@ the database goes away":
		s.away = true
		return "", nil
	case "@ Telegram takes nothing for a while":
		s.held = true
		return "", nil
	case "@ Telegram takes messages again":
		s.held = false
		return s.hear(ctx, actor)
	case "@ the articles are read again":
		return "", s.reload(ctx)
	case "@ the articles are embedded":
		s.bot.Articles = nil
		return "", nil
	case "@ the database comes back":
		if err := s.comeBack(ctx); err != nil {
			return "", err
		}
		return s.hear(ctx, actor)
	}
	if m := passes.FindStringSubmatch(line); m != nil {
		n, _ := strconv.Atoi(m[1])
		unit := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[m[2][0]]
		if err := s.pass(ctx, time.Duration(n)*unit); err != nil {
			return "", err
		}
	} else {
		s.now = s.now.Add(time.Second)
		var err error
		if actor, err = s.act(line); err != nil {
			return "", err
		}
	}
	return s.hear(ctx, actor)
}

// settle sets how the company of the script works: its hours, what it promises, and how long it waits. It returns false
// for a line that says nothing of this.
func (s *stage) settle(line string) (bool, error) {
	if m := works.FindStringSubmatch(line); m != nil {
		return true, errors.Join(s.bot.Calendar.Week.UnmarshalText([]byte(m[1])), s.bot.Calendar.Dates.UnmarshalText([]byte(m[2])))
	}
	if m := promises.FindStringSubmatch(line); m != nil {
		return true, s.bot.SLA.UnmarshalText([]byte(m[1]))
	}
	m := waits.FindStringSubmatch(line)
	if m == nil {
		return false, nil
	}
	d, err := time.ParseDuration(m[1])
	switch m[2] {
	case "a ticket is handed on":
		s.bot.Patience.HandOn = d
	case "the customer is reminded":
		s.bot.Patience.Remind = d
	case "more a silent ticket is closed":
		s.bot.Patience.Close = d
	default:
		return true, fmt.Errorf("nothing comes after a time that is called %q", m[2])
	}
	return true, err
}

// hear lets the bot do its part and returns what was heard of it.
func (s *stage) hear(ctx context.Context, actor string) (string, error) {
	if err := s.pump(ctx); err != nil {
		return "", err
	}
	return s.heard(actor) + strings.Join(s.refused, ""), nil
}

// staff makes somebody a manager of the configured list, who has talked to the bot before.
func (s *stage) staff(ctx context.Context, name string) error {
	p, err := s.person(name)
	if err != nil {
		return err
	}
	if err := s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		return s.bot.EnsureManagers(ctx, tx, []int64{p.ID()})
	}); err != nil {
		return err
	}
	if _, err := p.Send("/start"); err != nil {
		return err
	}
	if err := s.pump(ctx); err != nil {
		return err
	}
	s.heard("")
	return nil
}

// act does what somebody does in a line, and returns the name.
func (s *stage) act(line string) (string, error) {
	line, group, err := s.inGroup(line)
	if err != nil {
		return "", err
	}
	for _, a := range []struct {
		form *regexp.Regexp
		do   func(*botapi.Person, []string) error
	}{
		{taps, func(p *botapi.Person, a []string) error { return drop(p.Tap(a[0])) }},
		{presses, s.press},
		{forges, func(p *botapi.Person, a []string) error {
			m, err := find(p, func(m botapi.Message) bool { return m.FromBot() })
			if err != nil {
				return err
			}
			return drop(p.Forge(m.ID, a[0]))
		}},
		{replies, func(p *botapi.Person, a []string) error {
			m, err := find(p, func(m botapi.Message) bool { return strings.Contains(m.Body(), a[0]) })
			if err != nil {
				return err
			}
			return drop(p.Reply(m.ID, strings.ReplaceAll(a[1], `\n`, "\n")))
		}},
		{edits, func(p *botapi.Person, a []string) error {
			m, err := find(p, func(m botapi.Message) bool { return !m.FromBot() && strings.Contains(m.Body(), a[0]) })
			if err != nil {
				return err
			}
			return p.Edit(m.ID, a[1])
		}},
		{replaces, func(p *botapi.Person, a []string) error {
			m, err := find(p, func(m botapi.Message) bool { return !m.FromBot() && strings.Contains(m.Body(), a[0]) })
			if err != nil {
				return err
			}
			return p.ReplacePhoto(m.ID, botapi.Attachment{Data: []byte("another thing"), Caption: a[1]})
		}},
		{sends, send},
		{shares, func(p *botapi.Person, _ []string) error { return drop(p.ShareContact()) }},
		{discloses, func(p *botapi.Person, a []string) error {
			return drop(p.ShareOther(botapi.Contact{PhoneNumber: "+79120000000", FirstName: a[0], UserID: ids[a[0]]}))
		}},
		{opens, func(p *botapi.Person, _ []string) error { return s.open(p) }},
		{blocks, func(p *botapi.Person, a []string) error {
			if a[0] == "blocks" {
				return p.Block()
			}
			return p.Unblock()
		}},
		{repeats, func(p *botapi.Person, a []string) error {
			n, err := strconv.Atoi(a[0])
			for range n {
				err = errors.Join(err, drop(p.Send(a[1])))
			}
			return err
		}},
		{says, func(p *botapi.Person, a []string) error { return drop(p.Send(strings.ReplaceAll(a[0], `\n`, "\n"))) }},
	} {
		m := a.form.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		p, err := s.person(m[1])
		if err != nil {
			return "", err
		}
		if group != nil {
			p = p.In(group.ID())
		}
		return m[1], a.do(p, m[2:])
	}
	return "", errors.New("nobody knows how to play it")
}

func drop[T any](_ T, err error) error { return err }

// press presses the button with the label, or with one that begins so, under the last message that has it.
func (s *stage) press(p *botapi.Person, a []string) error {
	data := ""
	m, err := find(p, func(m botapi.Message) bool {
		if m.ReplyMarkup == nil {
			return false
		}
		for _, b := range slices.Concat(m.ReplyMarkup.Rows...) {
			if strings.HasPrefix(b.Text, a[0]) {
				data = b.Data
				return true
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	return drop(p.Press(m.ID, data))
}

// open follows the last invitation that the bot wrote to anybody.
func (s *stage) open(p *botapi.Person) error {
	link := regexp.MustCompile(`\?start=(\S+)`)
	for _, other := range s.people {
		messages := other.View().Messages
		for _, m := range slices.Backward(messages) {
			if found := link.FindStringSubmatch(m.Body()); found != nil && m.FromBot() {
				return drop(p.Send("/start " + found[1]))
			}
		}
	}
	return errors.New("nobody was sent a link")
}

// find returns the last message of the person's chat that fits.
func find(p *botapi.Person, fits func(botapi.Message) bool) (botapi.Message, error) {
	for _, m := range slices.Backward(p.View().Messages) {
		if fits(m) {
			return m, nil
		}
	}
	return botapi.Message{}, errors.New("the chat has no such message")
}

func send(p *botapi.Person, a []string) error {
	file := botapi.Attachment{Data: []byte("something"), Caption: a[2], Seconds: 3}
	if a[1] != "" {
		m, err := find(p, func(m botapi.Message) bool { return strings.Contains(m.Body(), a[1]) })
		if err != nil {
			return err
		}
		file.ReplyTo = m.ID
	}
	point := botapi.Location{Latitude: 55.75, Longitude: 37.61}
	options := []botapi.PollOption{{Text: "Чай"}, {Text: "Кофе"}}
	switch a[0] {
	case "photo":
		return drop(p.SendPhoto(file))
	case "document":
		return drop(p.SendDocument(file))
	case "voice":
		return drop(p.SendVoice(file))
	case "video":
		return drop(p.SendVideo(file))
	case "video note":
		return drop(p.SendVideoNote(file))
	case "animation":
		return drop(p.SendAnimation(file))
	case "audio":
		return drop(p.SendAudio(file))
	case "sticker":
		return drop(p.SendSticker(file))
	case "location":
		return drop(p.SendLocation(point.Latitude, point.Longitude))
	case "venue":
		return drop(p.SendVenue(botapi.Venue{Location: point, Title: a[2], Address: "Садовая, 1"}))
	case "poll":
		return drop(p.SendPoll(botapi.Poll{ID: "1", Question: a[2], Options: options, Type: "regular"}))
	case "quiz":
		return drop(p.SendPoll(botapi.Poll{ID: "2", Question: a[2], Options: options, Type: "quiz"}))
	case "dice":
		return drop(p.RollDice(6))
	case "story":
		return drop(p.ShareStory())
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(a[0], "album of "))
	items := slices.Repeat([]botapi.Attachment{{Data: file.Data, ReplyTo: file.ReplyTo}}, n)
	for i, caption := range strings.Split(a[2], "|") {
		items[i].Caption = strings.TrimSpace(caption)
	}
	return drop(p.SendAlbum(items...))
}
