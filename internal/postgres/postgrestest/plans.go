package postgrestest

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Plan is how Postgres ran a statement, as EXPLAIN ANALYZE tells it.
type Plan struct {
	SQL  string `json:"Query Text"`
	Root Node   `json:"Plan"`
}

// Node is a step of a plan.
type Node struct {
	Type     string  `json:"Node Type"`
	Table    string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"` // of each loop
	Filtered float64 `json:"Rows Removed by Filter"`
	Recheck  float64 `json:"Rows Removed by Index Recheck"`
	Loops    float64 `json:"Actual Loops"`
	Children []Node  `json:"Plans"`
}

// Read is how many rows the step looked at.
func (n Node) Read() int { return int((n.Rows + n.Filtered + n.Recheck) * n.Loops) }

// Walk calls f with the step and all below it.
func (n Node) Walk(f func(Node)) {
	f(n)
	for _, child := range n.Children {
		child.Walk(f)
	}
}

// explaining makes Postgres write the plan of each statement that ends into a log that can be read by SQL. Unlike plans
// asked for afterwards they are those of the very statements, arguments and all, also of what a foreign key runs.
var explaining = map[string]string{
	"logging_collector": "on", "log_destination": "csvlog", "log_rotation_age": "0", "log_rotation_size": "0",
	"shared_preload_libraries": "auto_explain", "auto_explain.log_format": "json", "auto_explain.log_analyze": "on",
	"auto_explain.log_timing": "off", "auto_explain.log_nested_statements": "on",
	"fsync": "off", "full_page_writes": "off", "max_wal_size": "8GB", "shared_buffers": "512MB",
}

// Explained starts a server that keeps the plan of whatever is run by the first address, and of nothing else: the second
// leads to the same database.
func Explained(tb testing.TB) (explained, plain string) {
	tb.Helper()
	plain = Server(tb, explaining)
	u, err := url.Parse(plain)
	if err != nil {
		tb.Fatalf("address of the server: %v", err)
	}
	query := u.Query()
	query.Set("auto_explain.log_min_duration", "0")
	u.RawQuery = query.Encode()
	return u.String(), plain
}

// Plans returns the plans of all statements that have been run by the first address of Explained.
func Plans(tb testing.TB, plain string) []Plan {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, plain)
	if err != nil {
		tb.Fatalf("connect to the test's database: %v", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var log string
	const last = "the last of the plans"
	if _, err := conn.Exec(ctx, `SET client_min_messages = error; DO $$ BEGIN RAISE LOG '`+last+`'; END $$`); err != nil {
		tb.Fatalf("end the log: %v", err)
	}
	for !strings.Contains(log, last) { // another process writes it
		if err := conn.QueryRow(ctx, `SELECT pg_read_file(pg_current_logfile('csvlog'))`).Scan(&log); err != nil {
			tb.Fatalf("read the log: %v", err)
		}
	}
	plans, err := readPlans(log)
	if err != nil {
		tb.Fatalf("read the log: %v", err)
	}
	return plans
}

// readPlans reads Postgres' log of comma-separated values.
func readPlans(log string) ([]Plan, error) {
	const message = 13 // the field
	var plans []Plan
	for lines := csv.NewReader(strings.NewReader(log)); ; {
		line, err := lines.Read()
		if err == io.EOF {
			return plans, nil
		}
		if err != nil {
			return nil, err
		}
		_, text, ok := strings.Cut(line[message], "plan:\n")
		if !ok {
			continue
		}
		var p Plan
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			return nil, fmt.Errorf("%w: %s", err, text)
		}
		plans = append(plans, p)
	}
}
