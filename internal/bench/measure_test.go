package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// figures are what one peer does at one size.
type figures struct {
	articles int
	peer     string

	p50, p99   time.Duration
	allocs     float64 // a search
	bytes      float64 // allocated by a search
	throughput float64 // searches a second, one at a time on each processor
	build      time.Duration
	resident   int64 // memory that the engine added, once it was built
	peak       int64 // memory that it added at most while it was built
}

// round asks a peer all questions, one after the other.
type round struct {
	took          []time.Duration // rising
	total         time.Duration
	mallocs, size uint64
}

// A peer is asked all questions in several rounds, by turns with the others. Of its rounds the quickest counts: what
// makes the others slower is the machine's other work. A peer whose rounds have taken its budget is asked no more.
const (
	rounds = 7
	budget = time.Minute
)

// measure asks all peers by turns and fills in their latencies and allocations.
func measure(ctx context.Context, peers []peer, questions []string) ([]figures, error) {
	best := make([]round, len(peers))
	spent := make([]time.Duration, len(peers))
	for n := range rounds + 1 {
		for i := range peers {
			at := (i + n) % len(peers)
			if spent[at] > budget && n > 1 {
				continue
			}
			r, err := ask(ctx, peers[at], questions)
			if err != nil {
				return nil, err
			}
			spent[at] += r.total
			// The first round fills caches and pools and does not count.
			if n == 1 || (n > 1 && r.total < best[at].total) {
				best[at] = r
			}
		}
	}
	all := make([]figures, len(peers))
	for i, r := range best {
		n := float64(len(questions))
		all[i] = figures{
			peer: peers[i].name, p50: quantile(r.took, 0.50), p99: quantile(r.took, 0.99),
			allocs: float64(r.mallocs) / n, bytes: float64(r.size) / n,
		}
		var err error
		if all[i].throughput, err = throughput(ctx, peers[i], questions); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ask starts each round without the garbage of the peer before, and counts in what the peer's own costs.
func ask(ctx context.Context, p peer, questions []string) (round, error) {
	runtime.GC()
	r := round{took: make([]time.Duration, len(questions))}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i, q := range questions {
		start := time.Now()
		_, err := p.search(ctx, q, eval.Depth)
		r.took[i] = time.Since(start)
		if err != nil {
			return round{}, fmt.Errorf("%s: %w", p.name, err)
		}
		r.total += r.took[i]
	}
	runtime.ReadMemStats(&after)
	r.mallocs, r.size = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	slices.Sort(r.took)
	return r, nil
}

// throughput asks all questions once with one searcher on each processor.
func throughput(ctx context.Context, p peer, questions []string) (float64, error) {
	runtime.GC()
	var next atomic.Int64
	var searchers sync.WaitGroup
	failed := make(chan error, 1)
	start := time.Now()
	for range runtime.GOMAXPROCS(0) {
		searchers.Go(func() {
			for at := next.Add(1) - 1; at < int64(len(questions)); at = next.Add(1) - 1 {
				if _, err := p.search(ctx, questions[at], eval.Depth); err != nil {
					select {
					case failed <- fmt.Errorf("%s: %w", p.name, err):
					default:
					}
					return
				}
			}
		})
	}
	searchers.Wait()
	took := time.Since(start)
	select {
	case err := <-failed:
		return 0, err
	default:
		return float64(len(questions)) / took.Seconds(), nil
	}
}

// quantile returns the smallest value that at least the part q of all values does not exceed.
func quantile(rising []time.Duration, q float64) time.Duration {
	return rising[max(0, int(float64(len(rising))*q+0.999999)-1)]
}
