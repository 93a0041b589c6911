package bot

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParsePhone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+7 912 345-67-89":               "+79123456789",
		"8 (912) 345-67-89":              "+79123456789",
		"79123456789":                    "+79123456789",
		"89123456789":                    "+79123456789",
		"9123456789":                     "+79123456789",
		"мой номер 8-912-345-67-89":      "+79123456789",
		"+375 29 123-45-67":              "+375291234567",
		"+1 650-253-0000":                "+16502530000",
		"8 800 555-35-35":                "+78005553535",
		"\u00a0+7\u2011912\u20113456789": "+79123456789",
	} {
		got, err := parsePhone(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

func TestParsePhoneSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, why := range map[string]string{
		"":                             phoneNoNumber,
		"а зачем вам номер?":           phoneNoNumber,
		"12":                           phoneNoNumber,
		"+7 912 345":                   phoneShort,
		"912345":                       phoneShort,
		"+7 912 345 67 89 00 11 22 33": phoneLong,
		"+999 123 45 67":               phoneCountry,
		"+7 012 345-67-89":             phoneInvalid,
	} {
		_, err := parsePhone(text)
		var bad *phoneError
		require.ErrorAs(t, err, &bad, text)
		assert.Equal(t, why, bad.why, text)
	}
}

func FuzzParsePhone(f *testing.F) {
	for _, seed := range []string{"", "+7 912 345-67-89", "8(912)3456789 доб. 12", "+", "٣٤٥٦٧٨", "1e9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		phone, err := parsePhone(text)
		if err != nil {
			var bad *phoneError
			require.ErrorAs(t, err, &bad)
			return
		}
		require.Regexp(t, `^\+[1-9]\d{5,14}$`, phone)
	})
}

func TestIsPhone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"+7 912 345-67-89": true, "8 (912) 345-67-89": true, "89123456789": true,
		"": false, "12": false, "2026-03-02": false, "заказ 89123456789": false, "5 000": false, "000123456": false,
	} {
		require.Equal(t, want, isPhone(text), text)
	}
}

func TestFindPhone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"8 (912) 345-67-89 после обеда":      {"+79123456789", "после обеда"},
		"звоните на +7 912 345-67-89, до 18": {"+79123456789", "звоните на , до 18"},
		"9123456789": {"+79123456789", ""},
		"договор 12-15, номер 8 912 345 67 89": {"+79123456789", "договор 12-15, номер"},
		"call +44 20 7946 0958 in the morning": {"+442079460958", "call  in the morning"},
	} {
		phone, note, err := findPhone(text)
		require.NoError(t, err, text)
		require.Equal(t, want, [2]string{phone, note}, text)
	}
	_, _, err := findPhone("12 после обеда")
	require.Error(t, err)
	require.True(t, namesNoNumber("не хочу звонков, а 2 бота сколько стоят?"))
	require.False(t, namesNoNumber("12"))
}
