package bot

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGroupSeesNoContactsOfCustomers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"где мой заказ":                         "где мой заказ",
		"позвоните +7 (912) 345-67-89 вечером":  "позвоните ••• вечером",
		"мой номер 89123456789":                 "мой номер •••",
		"пишите на anna.s+shop@mail.example.ru": "пишите на •••",
		"я @anna_smirnova, жду":                 "я •••, жду",
		"карта 4276 1234 5678 9010 не прошла":   "карта ••• не прошла",
		"тариф за 1 500 рублей с 1 мая":         "тариф за 1 500 рублей с 1 мая",
		"заказ №1234 от 16.01":                  "заказ №1234 от 16.01",
		"где заказ 12345\n2 дня жду":            "где заказ 12345\n2 дня жду",
	} {
		assert.Equal(t, want, withoutContacts(text), text)
	}
}
