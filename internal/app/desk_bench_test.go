package app_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// BenchmarkDesk lets ten managers work side by side at a desk with 100,000 tickets, on the server that the bot starts by
// default, and prints for each command how long the bot takes from the manager's message to its own: polling, inbox, SQL,
// outbox and sending, by a Telegram that answers at once. A round is all scenes by each manager.
func BenchmarkDesk(b *testing.B) {
	database := postgrestest.Server(b, nil)
	d := openDesk(b, database, database)
	d.paced = true
	b.ResetTimer()
	for range b.N {
		var playing sync.WaitGroup
		for i, c := range d.managers {
			playing.Go(func() {
				for n := range scenes { // from different ones, so that they do not queue for the same
					scenes[(n+i)%len(scenes)](c)
				}
			})
		}
		playing.Wait()
	}
	b.StopTimer()
	d.report(b)
}

// report prints what each command took, the slowest first, and gives the slowest to the benchmark.
func (d *busyDesk) report(b *testing.B) {
	b.Helper()
	commands := slices.Collect(maps.Keys(d.took))
	for _, took := range d.took {
		slices.Sort(took)
	}
	slices.SortFunc(commands, func(x, y string) int { return -cmp.Compare(quantile(d.took[x], 0.99), quantile(d.took[y], 0.99)) })
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\ncommand\ttimes\tp50\tp99\tmost")
	for _, c := range commands {
		took := d.took[c]
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\n", c, len(took), shown(quantile(took, 0.5)), shown(quantile(took, 0.99)), shown(took[len(took)-1]))
	}
	_ = table.Flush() // to the terminal
	slowest := d.took[commands[0]]
	b.ReportMetric(float64(quantile(slowest, 0.99).Milliseconds()), "ms-p99-slowest")
	b.ReportMetric(0, "ns/op") // a round is as long as Telegram's limits make it
}

// quantile returns the value of a sorted list that the share of it does not exceed.
func quantile(sorted []time.Duration, share float64) time.Duration {
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

func shown(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
