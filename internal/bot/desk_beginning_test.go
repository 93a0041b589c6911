package bot

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"", 10, ""},
		{" \n\n ", 10, ""},
		{"Где  мой\tзаказ?\n\n Жду. \n", 30, "Где мой заказ?\nЖду."},
		{"Где мой заказ?\nЖдём третий день", 24, "Где мой заказ?\nЖдём…"},
		{"Где мой заказ?\nЖду", 14, "Где мой заказ?…"},
		{"Где мой заказ?", 10, "Где мой…"},
		{"раз\nдва\nтри\nчетыре\nпять\nшесть\nсемь\nвосемь\n", 100, "раз\nдва\nтри\nчетыре\nпять\nшесть\nсемь\nвосемь"},
		{strings.Repeat("а\n", 9), 100, strings.Repeat("а\n", 7) + "а…"},
	} {
		require.Equal(t, c.want, excerpt(c.text, c.limit), "%q in %d", c.text, c.limit)
	}
}
