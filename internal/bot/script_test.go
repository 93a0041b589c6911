package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

var update = flag.Bool("update", false, "write what the bot says into the scripts")

func TestMain(m *testing.M) { postgrestest.Main(m) }

// TestConversations plays the conversations of testdata. Each is a chat that a person can read:
//
//	# a comment
//	@ Мария is a manager                  @ Джон speaks en
//	@ 15 minutes pass                     @ the database goes away (comes back)
//	@ the company works пн-пт 10:00-19:00, but on 2040-01-17 10:00-16:00
//	@ the company promises normal=2h/1h/8h
//	@ after 3h a ticket is handed on      @ after 48h the customer is reminded
//	@ after 72h more a silent ticket is closed
//	@ Telegram takes nothing for a while  @ Telegram takes messages again
//	@ the articles are read again         @ the articles are embedded
//	> Анна: a message                     > Анна taps [a key of the keyboard]
//	> Анна presses [a button]             > Анна forges [callback data]
//	> Анна replies to «beginning»: text   > Анна edits «beginning»: text
//	> Анна sends photo: caption           > Анна sends album of 3: caption | caption | caption
//	> Анна sends photo in reply to «beginning»: caption
//	> Анна replaces «beginning» by another photo: caption
//	> Анна says 20 times: a message
//	> Анна shares her contact             > Анна shares contact of Борис
//	> Олег opens the link
//
// or a group of managers, in which the same is done after «in» and its name:
//
//	@ Отдел is a group of Мария, Олег     @ Отдел becomes a supergroup
//	> Мария in Отдел: /bind               > Олег in Отдел presses [a button]
//	> Мария brings the bot into Отдел     > Мария removes the bot from Отдел
//
// and what follows, which the test compares: messages of the bot (to others than who just acted with their name), with
// the buttons below them, edits, and the notes that a press is answered with. The further pieces of an album stand below the
// first, each after a plus. Run with -update, the test writes it.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			got := play(t, string(want))
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
				return
			}
			require.Equal(t, string(want), got, "run with -update, read the difference, and keep it if it is right")
		})
	}
}

// play runs the lines that say what people do, and returns the whole script with what the bot said in between.
func play(t *testing.T, script string) string {
	t.Helper()
	s := newStage(t)
	var out strings.Builder
	for n, line := range strings.Split(strings.TrimRight(script, "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "<"), strings.HasPrefix(line, "!"), strings.HasPrefix(line, "  "):
			continue // said again by the bot of today
		case strings.HasPrefix(line, "@"), strings.HasPrefix(line, ">"):
			out.WriteString(line + "\n")
			said, err := s.step(line)
			require.NoErrorf(t, err, "line %d: %s", n+1, line)
			out.WriteString(said)
		default:
			out.WriteString(line + "\n")
		}
	}
	s.check()
	return out.String()
}
