package bench

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/chatbotsmanagers/faqbot/index"
)

var (
	sizesFlag     = flag.String("sizes", "1000,10000,100000", "numbers of articles to measure at, parted by commas")
	questionsFlag = flag.Int("questions", 400, "number of questions to ask at most")
)

// BenchmarkPeers measures the search and its peers and prints the tables. It takes its own time, whatever -benchtime says.
func BenchmarkPeers(b *testing.B) {
	sizes, err := numbers(*sizesFlag)
	if err != nil {
		b.Fatal(err)
	}
	s, err := readSeed()
	if err != nil {
		b.Fatal(err)
	}
	questions := s.some(*questionsFlag)
	fmt.Printf("\n%d processors, %s, load %s. %d questions, %d real articles", runtime.NumCPU(), runtime.Version(), load(), len(questions), len(s.articles))
	if s.labelled == nil {
		fmt.Print(" (the company's own with their tests: FAQBOT_EVAL_DATA does not name the labelled sets)")
	}
	fmt.Println(".")
	var all []figures
	for _, size := range sizes {
		base := newGenerator(s.articles).grow(size)
		words, distinct := vocabulary(base)
		fmt.Printf("%d articles: %d words, %d distinct ones.\n", size, words, distinct)
		f, err := compare(b.Context(), base, questions)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, f...)
	}
	fmt.Printf("Load at the end %s.\n\n", load())
	printSpeed(all)
	if s.labelled != nil {
		fmt.Println()
		printQuality(b, assessAll(b, s))
	}
}

func numbers(list string) ([]int, error) {
	var all []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, errors.New("-sizes: numbers of articles parted by commas are wanted, not " + strconv.Quote(list))
		}
		all = append(all, n)
	}
	return all, nil
}

// load says how busy the machine is, by which a reader judges how far the times can be trusted.
func load() string {
	content, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(content))[:3], " ")
}

func printSpeed(all []figures) {
	t := newTable("articles", "search", "questions", "p50 ms", "p99 ms", "allocs", "KB", "a second", "build s", "edit ms", "MB", "MB at peak")
	for _, f := range all {
		if f.asked == 0 {
			t.row(strconv.Itoa(f.articles), f.peer, "0", "–", "–", "–", "–", "–", "–", "–", "–", "–")
			continue
		}
		most := "–"
		if f.peak > 0 {
			most = megabytes(f.peak)
		}
		t.row(strconv.Itoa(f.articles), f.peer, strconv.Itoa(f.asked), milliseconds(f.p50), milliseconds(f.p99), fmt.Sprintf("%.0f", f.allocs),
			fmt.Sprintf("%.0f", f.bytes/1024), fmt.Sprintf("%.0f", f.throughput), fmt.Sprintf("%.1f", f.build.Seconds()),
			milliseconds(f.edit), megabytes(f.resident), most)
	}
	t.end()
	fmt.Printf(`
p50, p99, allocs and KB (allocated) are those of one search, one at a time, in the quickest of %d rounds taken in turns;
a slow search is asked fewer questions, and p99 of fewer than 100 is the slowest of them. "a second" is with a searcher on
each processor. "edit" is the time until one edited article is found by its new words, the quickest of %d, without reading its
file. MB is the memory that the engine adds to the process once it is built; of Postgres it is all of the server's processes,
and allocations are those of its client only. The first two ways to search Bleve share one index; the one that NewMemOnly opens
is shown up to %d articles, as it needs minutes to hold more.
`, rounds, edits, memOnlyMost)
}

func printQuality(b *testing.B, all []quality) {
	b.Helper()
	t := newTable("labelled set", "search", "R@1", "R@3", "coverage at 90 %", "AUROC")
	for _, q := range all {
		t.row(q.set, q.peer, share(q.r1), share(q.r3), share(q.coverage), share(q.auroc))
		if q.peer != oursName {
			continue
		}
		model, err := index.DefaultModel()
		if err != nil {
			b.Fatal(err)
		}
		for _, d := range model.Origin.Data {
			if d.Name == q.set {
				v := d.CrossValidated
				t.row(q.set, oursName+", cross-validated", share(v["r1"]), share(v["r3"]), share(v["coverage_p90"]), share(v["auroc"]))
			}
		}
	}
	t.end()
	fmt.Println(`
The weights of faqbot were fitted on these questions, so its honest row is the cross-validated one, which its model's
file brings along: each question judged by a fit that had not seen it. A peer's coverage and AUROC are by whatever suits
it best: its score, the margin to the second hit, or that margin as a part of the score.`)
}

// table prints columns as Markdown does, so that it can be read here and pasted there.
type table struct{ out *tabwriter.Writer }

func newTable(columns ...string) table {
	t := table{tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)}
	t.row(columns...)
	rules := make([]string, len(columns))
	for i, c := range columns {
		rules[i] = strings.Repeat("-", len(c))
	}
	t.row(rules...)
	return t
}

func (t table) row(cells ...string) { fmt.Fprintf(t.out, "| %s\t|\n", strings.Join(cells, "\t| ")) }

func (t table) end() { _ = t.out.Flush() } // nobody can be told that the terminal is gone

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()*1e3) }
func megabytes(n int64) string            { return strconv.FormatInt(n>>20, 10) }
func share(v float64) string              { return fmt.Sprintf("%.3f", v) }
