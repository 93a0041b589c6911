package bot_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/bot"
	"github.com/chatbotsmanagers/faqbot/internal/botapi"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
)

// document returns the last file in somebody's chat.
func (s *stage) document(name string) string {
	s.t.Helper()
	m, err := find(s.people[name], func(m botapi.Message) bool { return m.Document != nil })
	require.NoError(s.t, err)
	var file botapi.File
	require.NoError(s.t, s.call(s.t.Context(), "getFile", map[string]any{"file_id": m.Document.FileID}, &file))
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.api.URL()+"/file/bot"+s.api.Token()+"/"+file.FilePath, nil)
	require.NoError(s.t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	return string(content)
}

// The table holds each ticket of the period as it is now, with working time, and no formula of a customer's.
func TestExportedTable(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "@ the company works пн-пт 10:00-19:00",
		"> Анна: =HYPERLINK(\"http://зло\";\"Сколько лет; вашему директору?\")", "@ 15 minutes pass",
		"> Мария: /take 1", "> Мария: Сорок", "> Мария: /tag 1 возраст", "> Мария: /tag 1 -директор", "> Мария: /priority 1 срочная",
		"@ 1 day passes", "> Мария: /close 1", "> Анна presses [4 ⭐]",
		"> Борис: Есть ли у вас вакансии водителей?")
	require.Contains(t, s.do("> Мария: /export 16.01.2040"), "(document) 📊 Заявки с 16.01.2040 по 17.01.2040: 2")
	content, ok := strings.CutPrefix(s.document("Мария"), "\uFEFF")
	require.True(t, ok, "Excel knows UTF-8 by its mark")
	r := csv.NewReader(strings.NewReader(content))
	r.Comma = ';'
	lines, err := r.ReadAll()
	require.NoError(t, err)
	require.Len(t, lines, 3)
	require.Equal(t, "Создана (UTC+3)", lines[0][1])
	require.Equal(t, []string{
		"1", "2040-01-16 10:00", "решена", "бот не уверен в ответе", "", "'=HYPERLINK(\"http://зло\";\"Сколько лет; вашему директору?\")",
		"срочная", "'-директор, возраст", "Анна", "", "1001", "Мария", "2040-01-16 10:15", "15", "2040-01-17 10:15", "555", "", "0", "0", "4", "",
	}, lines[1])
	require.Equal(t, []string{
		"2", "2040-01-17 10:15", "в очереди", "бот не уверен в ответе", "", "Есть ли у вас вакансии водителей?",
		"обычная", "", "Борис", "", "1002", "", "", "", "", "", "", "0", "0", "", "",
	}, lines[2])
	s.check()
}

// Who is no administrator any more when the file is written gets none.
func TestExportIsForAdministratorsWhenItIsWritten(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.do("@ Мария is a manager", "> Мария: /invite", "> Олег opens the link", "> Анна: Сколько лет вашему директору и где он учился?")
	raw, err := json.Marshal(helpdesk.Period{From: opening.AddDate(0, 0, -1), To: opening.AddDate(0, 0, 1)})
	require.NoError(t, err)
	var period helpdesk.Period
	require.NoError(t, json.Unmarshal(raw, &period))
	for name, want := range map[string]string{"Олег": "", "Мария": "< bot to Мария: (document)"} {
		require.NoError(t, s.db.InTx(t.Context(), func(ctx context.Context, tx *postgres.Tx) error {
			return tx.Export(ctx, helpdesk.Export{ManagerID: ids[name], Period: period})
		}))
		heard, err := s.hear(t.Context(), "")
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(heard, want) && (want != "" || heard == ""), heard)
	}
	s.check()
}

// reading is a transaction that has something happen once the tickets of an export are read.
type reading struct {
	*postgres.Tx
	then func()
}

func (r reading) Records(ctx context.Context, p helpdesk.Period, each func(helpdesk.Record) error) error {
	defer r.then()
	return r.Tx.Records(ctx, p, each)
}

// Whenever an administrator is dismissed, no file comes after it.
func TestDismissalInTheMiddleOfAnExport(t *testing.T) {
	t.Parallel()
	for name, early := range map[string]bool{"while tickets are read": true, "before the file is committed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.do("@ Мария is a manager", "> Мария: /invite администратор", "> Олег opens the link",
				"> Анна: Сколько лет вашему директору и где он учился?")
			heard := s.dismissedMeanwhile(func(ctx context.Context, tx *postgres.Tx, dismiss func()) error {
				var store bot.Store = tx
				if early {
					store = reading{tx, dismiss}
				}
				err := s.bot.Export(ctx, store, helpdesk.Export{ManagerID: ids["Олег"], Period: helpdesk.Period{
					From: opening.AddDate(0, 0, -1), To: opening.AddDate(0, 0, 1),
				}})
				if !early {
					dismiss()
				}
				return err
			})
			require.NotContains(t, heard, "document")
		})
	}
}
