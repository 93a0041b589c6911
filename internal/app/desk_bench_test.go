package app_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

// BenchmarkDesk lets ten managers work side by side at a desk with 101,000 tickets, on the server that the bot starts by
// default, until each has done enough of everything, and prints for each command and button how long the bot takes to answer.
func BenchmarkDesk(b *testing.B) {
	database := postgrestest.Server(b, nil)
	d := openDesk(b, database, database)
	for _, c := range append([]*colleague{d.manager}, d.managers...) {
		c.send("/start")
	}
	d.managers[0].send("/canned add привет Здравствуйте, {имя}!")
	stolen, all := processorTime(b)
	for b.Loop() {
		var working sync.WaitGroup
		times := &times{of: map[string][]time.Duration{}}
		desks, door := newShift(deskWork), newShift(doorWork)
		for _, c := range d.managers {
			working.Go(func() { desks.work(b, &timed{colleague: c, times: times, last: time.Now()}) })
		}
		working.Go(func() { door.work(b, &timed{colleague: d.manager, times: times, last: time.Now()}) })
		working.Wait()
		times.print()
	}
	stolenNow, allNow := processorTime(b)
	fmt.Printf("\nThe host kept %.1f %% of the processors' time to itself meanwhile.\n", 100*(stolenNow-stolen)/(allNow-all))
	b.ReportMetric(0, "ns/op") // it takes as long as the managers' pace makes it
}

// processorTime returns how long the host kept processors from this machine so far, and the time of all processors, in ticks.
func processorTime(b *testing.B) (stolen, all float64) {
	b.Helper()
	stat, err := os.ReadFile("/proc/stat")
	require.NoError(b, err)
	first, _, _ := strings.Cut(string(stat), "\n")
	const steal = 8 // proc(5)
	for i, field := range strings.Fields(first)[1:] {
		ticks, err := strconv.ParseFloat(field, 64)
		require.NoError(b, err)
		if i+1 == steal {
			stolen = ticks
		}
		if i < steal { // guests' time is in users' too
			all += ticks
		}
	}
	return stolen, all
}

// shift is work that several share: of each piece what is left to do.
type shift struct {
	pieces []piece
	mu     sync.Mutex
	left   []int
}

func newShift(pieces []piece) *shift {
	s := &shift{pieces: pieces}
	for _, p := range pieces {
		s.left = append(s.left, p.times)
	}
	return s
}

// mostDisturbed is how often others may come in between of what one does.
const mostDisturbed = 30

// work does what is left, together with others who do. What was disturbed is done again, unless it always is.
func (s *shift) work(b *testing.B, c *timed) {
	b.Helper()
	did := make([]int, len(s.pieces))
	for i, more := s.next(did); more && !b.Failed(); i, more = s.next(did) {
		before := c.disturbed
		s.pieces[i].do(c)
		did[i]++
		if c.disturbed == before {
			continue
		}
		require.Less(b, c.disturbed, mostDisturbed, "this is no measure: others come in between too often")
		s.mu.Lock()
		s.left[i]++
		s.mu.Unlock()
	}
}

// next returns the piece of which the largest share is left for one who did some, so that all are mixed until the end.
func (s *shift) next(did []int) (next int, more bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := 0.0
	for i, p := range s.pieces {
		if share := float64(s.left[i]) / float64(p.times); share > most && (p.each == 0 || did[i] < p.each) {
			next, most = i, share
		}
	}
	if most == 0 {
		return 0, false
	}
	s.left[next]--
	return next, true
}

// times are the measures of all commands.
type times struct {
	mu sync.Mutex
	of map[string][]time.Duration
}

func (t *times) note(what string, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.of[what] = append(t.of[what], took)
}

// print prints the measures, the slowest first, in milliseconds.
func (t *times) print() {
	for _, took := range t.of {
		slices.Sort(took)
	}
	slowestFirst := slices.SortedFunc(maps.Keys(t.of), func(x, y string) int {
		return -cmp.Compare(quantile(t.of[x], 0.99), quantile(t.of[y], 0.99))
	})
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\nn\tp50\tp99\tmost, ms\t\n")
	var all []time.Duration
	row := func(what string, took []time.Duration) {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t  %s\n", len(took), ms(quantile(took, 0.5)), ms(quantile(took, 0.99)), ms(took[len(took)-1]), what)
	}
	for _, what := range slowestFirst {
		row(what, t.of[what])
		all = append(all, t.of[what]...)
	}
	slices.Sort(all)
	row("all together", all)
	_ = table.Flush() // to the terminal
}

// quantile returns the least value of a sorted list that a share of it does not exceed.
func quantile(sorted []time.Duration, share float64) time.Duration {
	return sorted[int(math.Ceil(share*float64(len(sorted))))-1]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }
