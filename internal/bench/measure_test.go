package bench

import (
	"context"
	"fmt"
	"math"
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
	asked    int // questions

	p50, p99   time.Duration
	allocs     float64 // a search
	bytes      float64 // allocated by a search
	throughput float64 // searches a second, one at a time on each processor
	build      time.Duration
	edit       time.Duration // until one edited article is found by its new texts
	resident   int64         // memory that the engine added, once it was built
	peak       int64         // memory that it added at most while it was built
}

// round asks a peer all questions, one after the other.
type round struct {
	took          []time.Duration // rising
	total         time.Duration
	mallocs, size uint64
}

// A peer is asked its questions in several rounds, by turns with the others. Of its rounds the quickest counts: what
// makes the others slower is the machine's other work. A slow peer is asked fewer questions, so many that a round takes
// about roundTime.
const (
	rounds    = 7
	roundTime = 10 * time.Second
	fewest    = 50 // questions whatever they take
	probes    = 20 // questions that tell how slow a peer is
)

// measure asks all peers by turns and fills in their latencies, allocations and throughput.
func measure(ctx context.Context, peers []peer, questions []string) ([]figures, error) {
	asked := make([][]string, len(peers))
	for i, p := range peers {
		few := questions[:min(probes, len(questions))]
		r, err := ask(ctx, p, few)
		if err != nil {
			return nil, err
		}
		each := r.total / time.Duration(len(few))
		asked[i] = questions[:min(len(questions), max(fewest, int(roundTime/each)))]
	}
	best := make([]round, len(peers))
	for n := range rounds {
		for i := range peers {
			at := (i + n) % len(peers)
			r, err := ask(ctx, peers[at], asked[at])
			if err != nil {
				return nil, err
			}
			if n == 0 || r.total < best[at].total {
				best[at] = r
			}
		}
	}
	all := make([]figures, len(peers))
	for i, r := range best {
		n := len(asked[i])
		all[i] = figures{
			peer: peers[i].name, asked: n, p50: quantile(r.took, 0.50), p99: quantile(r.took, 0.99),
			allocs: float64(r.mallocs) / float64(n), bytes: float64(r.size) / float64(n),
		}
		var err error
		if all[i].throughput, err = throughput(ctx, peers[i], asked[i]); err != nil {
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
	return rising[max(0, int(math.Ceil(q*float64(len(rising))))-1)]
}
