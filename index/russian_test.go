package index

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRussianWordsAreKnownFromTheirSlips(t *testing.T) {
	for _, word := range []string{"роботы", "пиво", "сканирую", "бизнесмен", "конструктор", "елка", "самолетами", "позвонили"} {
		require.True(t, isRussian(word), word)
	}
	for _, word := range []string{"верефикацию", "даставка", "самовывос", "пороль", "плейлиистоа", "акаунт", "ljcnfdrf"} {
		require.False(t, isRussian(word), word)
	}
}
