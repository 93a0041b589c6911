package postgrestest

import (
	"context"
	_ "embed" // the SQL
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

//go:embed desk.sql
var desk string

// DeskAdministrators are the administrators of the desk that FillDesk makes.
var DeskAdministrators = []int64{3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009, 3010, 3011}

// DeskManager and DeskObserver are the others who work at that desk.
const (
	DeskManager  = 3012
	DeskObserver = 3013
)

// DeskGroup is the group of Telegram where that desk shows its tickets.
const DeskGroup = -100500

// FillDesk fills an empty database with a desk after two years of work of the bot with the id: 100,000 tickets that are
// over and 1,000 that are open, with all that belongs to them.
func FillDesk(tb testing.TB, databaseURL string, botID int64) {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), databaseURL)
	if err != nil {
		tb.Fatalf("connect to the test's database: %v", err)
	}
	defer conn.Close(context.WithoutCancel(tb.Context()))
	if _, err := conn.Exec(tb.Context(), fmt.Sprintf("SET desk.bot = '%d';\n", botID)+desk); err != nil {
		tb.Fatalf("fill the desk: %v", err)
	}
}
