package bot

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/answer"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Both languages say the same things, and everything that is chosen by a value has words for each value.
func TestManagerTexts(t *testing.T) {
	keys := map[helpdesk.Language]map[string]any{}
	for _, l := range []helpdesk.Language{helpdesk.Russian, helpdesk.English} {
		raw, err := os.ReadFile("locales/manager." + string(l) + ".yaml")
		require.NoError(t, err)
		texts := map[string]any{}
		require.NoError(t, yaml.Unmarshal(raw, &texts))
		keys[l] = texts
	}
	for key := range keys[helpdesk.Russian] {
		require.Contains(t, keys[helpdesk.English], key)
	}
	require.Len(t, keys[helpdesk.English], len(keys[helpdesk.Russian]))

	texts, err := loadTexts()
	require.NoError(t, err)
	for _, key := range chosenKeys() {
		for _, words := range texts.byLanguage {
			require.NotEqual(t, key, words.label(key), "no words for %s", key)
		}
	}
}

func chosenKeys() []string {
	var keys []string
	add := func(prefix string, values ...string) {
		for _, v := range values {
			keys = append(keys, prefix+v)
		}
	}
	add("command.", managerCommands...)
	add("command.", "invite", "drafts")
	for _, k := range []helpdesk.DraftKind{helpdesk.DraftArticle, helpdesk.DraftPhrasing} {
		add("learn.draft.", string(k))
		add("learn.drafts.line.", string(k))
	}
	for _, s := range []helpdesk.DraftState{helpdesk.DraftPublished, helpdesk.DraftRejected} {
		add("learn.now.", string(s))
		add("learn.decided.", string(s))
	}
	add("learn.already.", string(helpdesk.DraftWaiting), string(helpdesk.DraftPublished))
	add("learn.ask.", string(helpdesk.DraftQuestion), string(helpdesk.DraftAnswer))
	for _, e := range []helpdesk.DraftEventKind{
		helpdesk.DraftProposed, helpdesk.DraftQuestionEdited, helpdesk.DraftAnswerEdited, helpdesk.DraftMoved,
		helpdesk.DraftWasPublished, helpdesk.DraftWasRejected,
	} {
		add("learn.event.", string(e))
	}
	for _, v := range helpdesk.Verdicts {
		add("customer.verdict.", string(v))
	}
	for _, k := range helpdesk.OutcomeKinds {
		if k != helpdesk.OutcomeSmallTalk {
			add("customer.end.", string(k))
		}
	}
	add("manager.key.", managerKeys...)
	add("manager.kind.", captioned...)
	add("manager.kind.", uncopied...)
	add("manager.kind.", "video_note", "sticker", "contact", "venue", "location", "poll", "dice")
	add("export.column.", columns...)
	for _, s := range helpdesk.States {
		add("export.state.", string(s))
		add("manager.state.", string(s))
		if s.Held() {
			add("manager.state.mine.", string(s))
		}
	}
	for _, p := range helpdesk.Priorities {
		add("manager.priority.", string(p))
		if p != helpdesk.PriorityNormal {
			add("manager.mark.", string(p))
		}
	}
	add("manager.role.", string(helpdesk.RoleAdministrator), string(helpdesk.RoleManager))
	add("manager.delete.", string(withdrawnNow), string(withdrawnNote), string(withdrawnLate), string(withdrawnGone), string(withdrawnNone), string(withdrawnOthers))
	add("delete.", string(withdrawnNow), string(withdrawnLate), string(withdrawnGone), string(withdrawnNone), string(withdrawnOthers))
	for _, o := range helpdesk.Origins {
		add("manager.origin.", string(o))
	}
	for _, e := range helpdesk.EventKinds {
		if !slices.Contains(untold, e) {
			add("manager.event.", string(e))
		}
	}
	for _, r := range []answer.Reason{
		answer.Confident, answer.Ambiguous, answer.LowConfidence, answer.NoHits, answer.Expired, answer.Gibberish,
	} {
		add("manager.reason.", string(r))
	}
	for _, r := range []answer.Reason{answer.Ambiguous, answer.LowConfidence, answer.Expired} {
		add("manager.refused.", string(r))
	}
	for _, a := range []helpdesk.Author{helpdesk.AuthorCustomer, helpdesk.AuthorManager, helpdesk.AuthorNote} {
		add("manager.said.", string(a))
		add("manager.relay.", string(a))
	}
	for _, l := range []helpdesk.Language{helpdesk.Russian, helpdesk.English} {
		add("manager.language.", string(l))
	}
	return keys
}
