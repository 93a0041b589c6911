package helpdesk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAudience(t *testing.T) {
	t.Parallel()
	const anna, boris, vera, observer = 1, 2, 3, 4
	away := func(ids ...int64) []Manager {
		staff := []Manager{
			{ID: anna, Role: RoleAdministrator},
			{ID: boris, Role: RoleManager},
			{ID: vera, Role: RoleManager},
			{ID: observer, Role: RoleObserver},
		}
		for _, id := range ids {
			staff[id-1].AwaySince = time.Now()
		}
		return staff
	}
	r := Routing{
		Teams:  map[string][]int64{"склад": {boris, vera}, "деньги": {anna, observer}},
		Routes: []Route{{"Возврат", "склад"}, {"Доставка", "склад"}, {"Оплата", "деньги"}, {"Товары", "никто"}},
	}
	for _, tt := range []struct {
		name   string
		topic  string
		staff  []Manager
		except int64
		told   []int64
	}{
		{"a team's", "Доставка", away(), 0, []int64{boris, vera}},
		{"whatever the case", "доставка", away(), 0, []int64{boris, vera}},
		{"without who is away", "Доставка", away(boris), 0, []int64{vera}},
		{"nobody of the team is there", "Доставка", away(boris, vera), 0, []int64{anna}},
		{"nobody else of the team is there", "Доставка", away(vera), boris, []int64{anna}},
		{"nobody at all is there", "Доставка", away(anna, boris, vera), 0, []int64{boris, vera}},
		{"observers take none", "Оплата", away(anna), 0, []int64{boris, vera}},
		{"no topic", "", away(), 0, []int64{anna, boris, vera}},
		{"no route", "О компании", away(), vera, []int64{anna, boris}},
		{"a team of nobody", "Товары", away(), 0, []int64{anna, boris, vera}},
	} {
		var told []int64
		for _, m := range r.Audience(tt.topic, tt.staff, tt.except) {
			told = append(told, m.ID)
		}
		require.Equal(t, tt.told, told, tt.name)
	}

	require.Equal(t, []string{"Возврат", "Доставка"}, r.Elsewhere(anna, away()))
	require.Equal(t, []string{"Оплата"}, r.Elsewhere(boris, away()))
	require.Empty(t, r.Elsewhere(anna, away(boris, vera)), "what nobody of the team takes is everybody's")
	require.Equal(t, []string{"склад"}, r.TeamsOf(vera))
	require.Empty(t, r.TeamsOf(5))
}

func TestParseTeam(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"Доставка": "доставка", " vip-2 ": "vip-2", "a_b": "a_b"} {
		team, ok := ParseTeam(typed)
		require.True(t, ok, typed)
		require.Equal(t, want, team)
	}
	for _, typed := range []string{"", "  ", "два слова", "#склад", "склад!", "@oleg", "оченьдлинноеназваниеотделаизодногослова"} {
		_, ok := ParseTeam(typed)
		require.False(t, ok, typed)
	}
}
