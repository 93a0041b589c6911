package bot_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/botapi"
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
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
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
	heard = s.do("> Мария presses [✅ Опубликовать]")
	require.Contains(t, heard, "Черновик №1 опубликован")
	require.Contains(t, heard, "< bot to Анна: Вы просили сообщить")
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
	require.Equal(t, 1, strings.Count(heard, "< bot to Анна: Вы просили сообщить"), heard)
	require.Equal(t, 1, strings.Count(heard, "уже опубликован"), heard)
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
	require.Contains(t, s.do("> Мария: Ему сорок два"), "< bot to Борис")
	require.Contains(t, s.do("> Мария replies to «Заявка №2»: И зовут его Иван"), "< bot to Борис")
	heard := s.do("> Мария replies to «Как должен звучать вопрос»: Есть ли сертификаты?")
	require.Contains(t, heard, "Есть ли сертификаты?")
	require.NotContains(t, heard, "Борис")

	// Who is no longer an administrator, or comes after the decision, changes nothing.
	s.do("> Олег forges [m.reject:1]")
	heard = s.do("> Мария replies to «Как должен звучать вопрос»: Поздно")
	require.Contains(t, heard, "уже отклонён")
	require.NotContains(t, heard, "Борис")
	s.check()
}
