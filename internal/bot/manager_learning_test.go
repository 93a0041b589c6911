package bot_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// resolved plays a ticket that Мария has resolved, of a customer who wants to be told of an article.
func (s *stage) resolved() {
	s.t.Helper()
	s.do(
		"@ Мария is a manager", "@ Олег is a manager",
		"> Анна: Можно ли подарить сертификат на ваши курсы рисования?",
		"> Мария: /take 1", "> Мария: Да, любой номинал.", "> Мария: /close",
		"> Анна presses [Сообщить, если появится статья]",
	)
}

func (s *stage) git(args ...string) string {
	s.t.Helper()
	out, err := exec.Command("git", append([]string{"-C", s.kb}, args...)...).CombinedOutput()
	require.NoError(s.t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

// TestLearningIsCommitted publishes into a folder that is a Git repository.
func TestLearningIsCommitted(t *testing.T) {
	_, err := exec.LookPath("git")
	require.NoError(t, err, "make test installs it")
	t.Parallel()
	s := newStage(t)
	s.git("init", "--quiet", "--initial-branch", "main")
	s.git("-c", "user.name=Автор", "-c", "user.email=a@example.org", "commit", "--quiet", "--allow-empty", "--message", "Begin")
	s.git("add", ".")
	s.git("-c", "user.name=Автор", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "Articles")

	s.resolved()
	s.do("> Мария presses [📝 В статью]", "> Мария presses [✅ Опубликовать]")
	require.Equal(t, "Мария faqbot\nAdd the article oplata/mozhno-li-podarit-sertifikat-na-vashi-kursy\n\nLearned from ticket 1, draft 1",
		s.git("log", "-1", "--format=%an %cn%n%B"))
	require.Equal(t, "---\nquestion: Можно ли подарить сертификат на ваши курсы рисования?\n---\nДа, любой номинал.",
		s.git("show", "HEAD:oplata/mozhno-li-podarit-sertifikat-na-vashi-kursy.md"))
	require.Empty(t, s.git("status", "--porcelain"))
	s.check()
}

// TestUnwritableArticlesKeepTheDraft lets the folder refuse the file, and come to its senses.
func TestUnwritableArticlesKeepTheDraft(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	topic := filepath.Join(s.kb, "oplata")
	require.NoError(t, os.Rename(topic, topic+".away"))
	require.NoError(t, os.WriteFile(topic, nil, 0o600))
	s.resolved()
	s.do("> Мария presses [📝 В статью]")
	heard := s.do("> Мария presses [✅ Опубликовать]")
	require.Contains(t, heard, "черновик №1 сохранён")
	require.NotContains(t, heard, "to Анна", "nobody is promised what is not there")

	require.NoError(t, os.Remove(topic))
	require.NoError(t, os.Rename(topic+".away", topic))
	s.do("> Мария: /drafts", "> Мария presses [№1]")
	heard = s.do("> Мария presses [✅ Опубликовать]", "@ the articles are read again", "@ 1 minute passes")
	require.Contains(t, heard, "Черновик №1 опубликован")
	require.Contains(t, heard, "< bot to Анна: Вы просили сообщить")
	require.Contains(t, s.do("> Мария: /audit 1"), "Мария публикует черновик №1, статья oplata/mozhno-li-podarit-sertifikat-na-vashi-kursy\n"+
		"  10:00 Мария одобряет черновик №1\n"+
		"  10:00 Мария не может опубликовать черновик №1: он не записался в базу знаний\n"+
		"  10:00 Мария одобряет черновик №1\n")
	s.check()
}

// TestTwoAdministratorsPublishAtOnce has one file and one message to the customer come of it.
func TestTwoAdministratorsPublishAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.resolved()
	s.do("> Мария presses [📝 В статью]", "> Олег: /drafts", "> Олег presses [№1]")
	for _, name := range []string{"Мария", "Олег"} {
		card, err := find(s.people[name], func(m botapi.Message) bool { return m.ReplyMarkup != nil })
		require.NoError(t, err)
		_, err = s.people[name].Press(card.ID, "m.publish:1")
		require.NoError(t, err)
	}
	_, err := s.receive(ctx)
	require.NoError(t, err)
	s.handleAtOnce(ctx, 2)
	require.NoError(t, s.pump(ctx))
	heard := s.heard("")
	require.Equal(t, 1, strings.Count(heard, "уже публикуется"), heard)
	require.Equal(t, 1, strings.Count(heard, "to Мария: ✅ Черновик №1 опубликован"), "who proposed it hears it, whoever was first: %s", heard)
	require.NotContains(t, heard, "to Анна", "nobody is promised what is not in use")
	heard = s.do("@ the articles are read again", "@ 1 minute passes", "@ 1 minute passes")
	require.Equal(t, 1, strings.Count(heard, "< bot to Анна: Вы просили сообщить"), heard)
	files, err := filepath.Glob(filepath.Join(s.kb, "oplata", "mozhno*"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	s.check()
}

// TestRepliesToOtherMessagesAreNotTakenForDrafts keeps what an administrator says to a customer out of the drafts, and
// what is said of a draft away from the customer.
func TestRepliesToOtherMessagesAreNotTakenForDrafts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.resolved()
	s.do("> Мария presses [📝 В статью]", "> Борис: Кто у вас директор и сколько ему лет?", "> Мария: /take 2",
		"> Мария forges [m.question:1]")
	require.Contains(t, s.do("> Мария replies to «Заявка №2»: Ему сорок два"), "< bot to Борис")
	require.Contains(t, s.do("> Мария: И зовут его Иван"), "< bot to Борис")
	heard := s.do("> Мария replies to «Как должен звучать вопрос»: Есть ли сертификаты?")
	require.Contains(t, heard, "Есть ли сертификаты?")
	require.NotContains(t, heard, "Борис")

	// Who is no longer an administrator, or comes after the decision, changes nothing.
	s.do("> Олег forges [m.reject:1]")
	heard = s.do("> Мария replies to «Как должен звучать вопрос»: Поздно")
	require.Contains(t, heard, "уже отклонён")
	require.NotContains(t, heard, "Борис")
	require.Contains(t, s.do("> Мария: /audit 1"), "Олег отклоняет черновик №1\n  10:00 Мария правит черновик №1: вопрос\n")
	s.check()
}

// slowArticles lets something happen while an article is written.
type slowArticles struct {
	bot.Articles
	meanwhile func()
}

func (a *slowArticles) AddArticle(ctx context.Context, article kb.Article, by kb.Signature) (kb.Article, error) {
	a.meanwhile()
	return a.Articles.AddArticle(ctx, article, by)
}

// TestApproverLeavesMeanwhile has an administrator leave while the article is written, or cannot be: the draft ends as it
// would, and who has left hears nothing of it.
func TestApproverLeavesMeanwhile(t *testing.T) {
	t.Parallel()
	for name, writable := range map[string]bool{"published": true, "not written": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			ctx := t.Context()
			s.resolved()
			s.do("> Мария presses [📝 В статью]", "> Олег: /drafts", "> Олег presses [№1]")
			if !writable {
				topic := filepath.Join(s.kb, "oplata")
				require.NoError(t, os.Rename(topic, topic+".away"))
				require.NoError(t, os.WriteFile(topic, nil, 0o600))
			}
			for _, press := range []struct{ name, data string }{{"Олег", "m.publish:1"}, {"Мария", fmt.Sprintf("m.gone:%d", ids["Олег"])}} {
				card, err := find(s.people[press.name], botapi.Message.FromBot)
				require.NoError(t, err)
				require.NoError(t, drop(s.people[press.name].Forge(card.ID, press.data)))
			}
			require.NoError(t, s.pump(ctx)) // publishes when both are done
			heard := s.heard("")
			require.Equal(t, 1, strings.Count(heard, "bot to Олег"), heard)
			require.Contains(t, heard, "bot to Олег: Вы больше не в команде")
			require.Equal(t, writable, strings.Contains(heard, "bot to Мария: ✅ Черновик №1 опубликован"), heard)
			s.check()
		})
	}
}

// TestNothingWaitsForGit has managers go on with a ticket while its article is being committed, and the bot die after the
// commit: the article is written once, and told of once.
func TestNothingWaitsForGit(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := t.Context()
	s.resolved()
	s.do("> Мария presses [📝 В статью]")
	dies := errors.New("the process dies")
	written := 0
	s.bot.Articles = &slowArticles{s.bot.Articles, func() {
		written++
		_, err := s.sql.Exec(ctx, `SET lock_timeout = '1s'; UPDATE drafts SET topic = topic; UPDATE tickets SET topic = topic; SET lock_timeout = 0`)
		require.NoError(t, err, "a lock is held while the file is written")
	}}
	card, err := find(s.people["Мария"], func(m botapi.Message) bool { return m.ReplyMarkup != nil })
	require.NoError(t, err)
	_, err = s.people["Мария"].Press(card.ID, "m.publish:1")
	require.NoError(t, err)
	_, err = s.receive(ctx)
	require.NoError(t, err)
	s.handleAtOnce(ctx, 1)

	transactions := 0
	require.ErrorIs(t, s.bot.Publish(ctx, func(ctx context.Context, f func(context.Context, bot.Store) error) error {
		if transactions++; transactions == 2 {
			return dies
		}
		return s.db.InTx(ctx, func(ctx context.Context, tx *postgres.Tx) error { return f(ctx, tx) })
	}, 1), dies)
	require.NoError(t, s.pump(ctx)) // the job is done again
	require.Equal(t, 2, written)
	require.Equal(t, 1, strings.Count(s.heard(""), "Черновик №1 опубликован"))
	files, err := filepath.Glob(filepath.Join(s.kb, "oplata", "mozhno*"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	s.check()
}
