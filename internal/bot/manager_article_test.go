package bot_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Observers read what customers would get, and are offered nothing that they may not do.
func TestObserversOnlyReadArticles(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite observer", "> Олег opens the link",
		"> Анна: Сколько лет вашему директору и где он учился?", "> Олег: /ticket 1",
		"> Олег replies to «Заявка №1»: /article доставка")
	heard := s.do("> Олег presses [Сколько стоит доставка?]")
	require.Contains(t, heard, "По городу — 300 ₽")
	require.NotContains(t, heard, "Отправить")
	for _, forged := range []string{"m.send:1:x", "m.art:1", "m.canned:1:0", "m.can.send:1:1:1", "m.can.del:1", "m.stats"} {
		require.Contains(t, s.do("> Олег forges ["+forged+"]"), "< bot notes: ", forged)
	}
	for _, command := range []string{"/canned", "/canned add a b", "/note @Мария", "/export", "/stats"} {
		require.NotContains(t, s.do("> Олег: "+command), "< bot to", command)
	}
	s.check()
}
