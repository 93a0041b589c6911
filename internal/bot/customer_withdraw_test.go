package bot

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWishToWithdrawIsKnown(t *testing.T) {
	for text, number := range map[string]int64{
		"отзовите заявку":                     0,
		"Отмените, пожалуйста, мою заявку":    0,
		"заявку №12 можно закрыть":            12,
		"Хочу отозвать своё обращение!":       0,
		"cancel my request No. 5, please":     5,
		"I would like to withdraw the ticket": 0,
	} {
		got, asked := withdrawalAsked(text)
		require.True(t, asked, text)
		require.Equal(t, number, got, text)
	}
	for _, text := range []string{
		"", "заявку", "отмените", "отмените заказ", "как отменить заявку", "отменить заявку?", "закройте заявку на возврат", "отмените заявку 5 и 6",
		"cancel my order",
	} {
		_, asked := withdrawalAsked(text)
		require.False(t, asked, text)
	}
}
