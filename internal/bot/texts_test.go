package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// readTexts returns the texts of a language; of one with plural forms, the forms by their names.
func readTexts(t *testing.T, l helpdesk.Language) map[string]map[string]string {
	t.Helper()
	files, err := fs.Glob(locales, "locales/*."+string(l)+".yaml")
	require.NoError(t, err)
	all := map[string]map[string]string{}
	for _, file := range files {
		raw, err := locales.ReadFile(file)
		require.NoError(t, err)
		var texts map[string]any
		require.NoError(t, yaml.Unmarshal(raw, &texts), file)
		for key, value := range texts {
			require.NotContains(t, all, key, "%s: a key of another file", file)
			switch value := value.(type) {
			case string:
				all[key] = map[string]string{"other": value}
			case map[string]any:
				all[key] = map[string]string{}
				for form, text := range value {
					require.IsType(t, "", text, "%s: %s.%s", file, key, form)
					all[key][form], _ = text.(string)
				}
			default:
				require.Failf(t, "not a text", "%s: %s is %v; quote it", file, key, value)
			}
		}
	}
	return all
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	russian, english := readTexts(t, helpdesk.Russian), readTexts(t, helpdesk.English)
	require.Equal(t, slices.Sorted(maps.Keys(russian)), slices.Sorted(maps.Keys(english)))
	for key := range russian {
		assert.Equal(t, variables(russian[key]), variables(english[key]), "variables of %s", key)
		assert.Equal(t, len(russian[key]) > 1, len(english[key]) > 1, "plural forms of %s", key)
		if len(russian[key]) > 1 {
			assert.ElementsMatch(t, []string{"one", "few", "many", "other"}, slices.Collect(maps.Keys(russian[key])), key)
			assert.ElementsMatch(t, []string{"one", "other"}, slices.Collect(maps.Keys(english[key])), key)
		}
	}
}

func variables(forms map[string]string) []string {
	found := map[string]bool{}
	for _, text := range forms {
		for _, v := range regexp.MustCompile(`\.[A-Z]\w*`).FindAllString(text, -1) {
			found[v] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// TestEveryTextIsThere reads the keys out of the code. Of a key that is put together it knows the beginning, which must
// be that of some text; its ends are listed below.
func TestEveryTextIsThere(t *testing.T) {
	t.Parallel()
	known := readTexts(t, helpdesk.Russian)
	used := usedKeys(t)
	for key, place := range used {
		switch {
		case strings.HasSuffix(key, "."):
			begins := func(k string) bool { return strings.HasPrefix(k, key) }
			assert.True(t, slices.ContainsFunc(slices.Collect(maps.Keys(known)), begins), "%s: no text begins with %q", place, key)
		case strings.Contains(key, "."): // a single word may be anything
			assert.NotEmpty(t, known[key], "%s: there is no text %q", place, key)
		}
	}
	for key := range known {
		whole := used[key] != ""
		begun := slices.ContainsFunc(slices.Collect(maps.Keys(used)), func(k string) bool {
			return strings.HasSuffix(k, ".") && strings.HasPrefix(key, k)
		})
		assert.True(t, whole || begun, "nothing says %s", key)
	}
}

// usedKeys returns the strings in the code that are keys of texts, with the places where they stand.
func usedKeys(t *testing.T) map[string]string {
	t.Helper()
	used := map[string]string{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		parsed, err := parser.ParseFile(set, file, raw, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			key, err := strconv.Unquote(literal.Value)
			if err == nil && keyForm.MatchString(key) && !strings.HasPrefix(key, managerVerbs) {
				used[key] = set.Position(literal.Pos()).String()
			}
			return true
		})
	}
	return used
}

// managerVerbs is what the callback data of managers' buttons begins with.
const managerVerbs = "m."

// keyForm is what keys of texts look like, and hardly anything else in the code.
var keyForm = regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)*\.?$`)

func TestTextsOfKeysThatArePutTogether(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	var keys []string
	for _, name := range customerCommands {
		keys = append(keys, "command."+name)
	}
	for _, name := range customerKeys {
		keys = append(keys, "key."+name)
	}
	for _, o := range helpdesk.Origins {
		if o == helpdesk.OriginSplit { // no customer opens it
			continue
		}
		keys = append(keys, "ticket.opened."+string(o))
	}
	for _, s := range helpdesk.States {
		keys = append(keys, "ticket.state."+string(s), groupState(helpdesk.Ticket{State: s}))
	}
	for _, p := range []helpdesk.Priority{helpdesk.PriorityUrgent, helpdesk.PriorityHigh, helpdesk.PriorityLow} {
		keys = append(keys, "group.card.priority."+string(p))
	}
	for _, name := range groupCommands {
		keys = append(keys, "command."+name)
	}
	for _, r := range []answer.Reason{answer.Greeting, answer.Thanks, answer.Farewell, answer.Swearing, answer.Chatter} {
		keys = append(keys, "smalltalk."+string(r))
	}
	for _, why := range []string{phoneNoNumber, phoneShort, phoneLong, phoneCountry, phoneInvalid} {
		keys = append(keys, "contact.error."+why)
	}
	for _, k := range []helpdesk.EventKind{
		helpdesk.EventTaken, helpdesk.EventAssigned, helpdesk.EventTransferred, helpdesk.EventResolved,
		helpdesk.EventReopened, helpdesk.EventMerged, helpdesk.EventSplit,
	} {
		keys = append(keys, "ticket.news."+string(k))
	}
	for _, d := range helpdesk.Deeds {
		keys = append(keys, "audit.deed."+string(d))
	}
	for _, r := range helpdesk.Roles {
		keys = append(keys, "manager.role."+string(r), "manager.role.now."+string(r), "manager.invite."+string(r))
		for _, name := range commandsOf(r) {
			keys = append(keys, "command."+name)
		}
	}
	for _, l := range languages {
		for _, key := range keys {
			assert.NotEqual(t, html(key), texts.in(l).say(key, args{}), "%s in %s", key, l)
		}
	}
}

func TestPluralForms(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	for n, want := range map[int][2]string{
		1: {"1 час", "1 hour"}, 2: {"2 часа", "2 hours"}, 5: {"5 часов", "5 hours"}, 21: {"21 час", "21 hours"},
	} {
		for i, l := range languages {
			assert.Equal(t, want[i], texts.in(l).label("hours", args{"N": n}))
		}
	}
}

func TestSayEscapesWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	texts, err := loadTexts()
	require.NoError(t, err)
	got := texts.in(helpdesk.English).say("answer.question", args{"Question": `<b>&"`})
	require.Equal(t, html(`<b>&lt;b&gt;&amp;"</b>`), got)
}
