package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// contender is an engine that is compared.
type contender struct {
	build  builder
	atMost int    // articles, 0: any number
	name   string // of its only peer, for the rows of more articles
}

// memOnlyMost is at how many articles the index that NewMemOnly opens is measured at the most: filling it takes minutes more.
const memOnlyMost = 10_000

// contenders are the engines that are compared.
var contenders = []contender{
	{build: buildOurs}, {build: buildBleve}, {build: buildMemOnly, atMost: memOnlyMost, name: memOnlyName}, {build: buildPostgres},
}

func (c *contender) takes(articles int) bool { return c.atMost == 0 || articles <= c.atMost }

// built is an engine and what it took to build it.
type built struct {
	engine
	took           time.Duration
	edited         time.Duration // what an edit took
	resident, peak int64
}

// buildMeasured builds an engine and looks at the memory of the process before, at the most, and after.
func buildMeasured(ctx context.Context, build builder, base *kb.Base) (built, error) {
	before, err := residentNow()
	if err != nil {
		return built{}, err
	}
	if err := forgetPeak(); err != nil {
		return built{}, err
	}
	start := time.Now()
	e, err := build(ctx, base)
	b := built{engine: e, took: time.Since(start)}
	if err != nil {
		return built{}, err
	}
	if err := b.weigh(before); err != nil {
		return built{}, errors.Join(err, e.close())
	}
	return b, nil
}

// weigh fills in the memory that the engine takes beside what the process held before.
func (b *built) weigh(before int64) error {
	if outside, is := b.engine.(outsider); is {
		var err error
		b.resident, err = outside.resident()
		return err // how much a server took while it was filled is not known
	}
	most, errPeak := peak()
	after, errAfter := residentNow()
	b.resident, b.peak = after-before, most-before
	return errors.Join(errPeak, errAfter)
}

// compare builds all engines of a base, measures their searches in turns, and then an edit of each.
func compare(ctx context.Context, base *kb.Base, questions []string) (_ []figures, err error) {
	var peers []peer
	var engines, of []*built // of: by peer
	var absent []figures
	for _, c := range contenders {
		if !c.takes(len(base.Articles)) {
			absent = append(absent, figures{articles: len(base.Articles), peer: c.name})
			continue
		}
		b, errBuild := buildMeasured(ctx, c.build, base)
		if errBuild != nil {
			return nil, errBuild
		}
		defer func() { err = errors.Join(err, b.close()) }()
		engines = append(engines, &b)
		for _, p := range b.peers() {
			peers, of = append(peers, p), append(of, &b)
		}
	}
	all, err := measure(ctx, peers, questions)
	if err != nil {
		return nil, err
	}
	for _, b := range engines {
		if b.edited, err = edit(ctx, b, base); err != nil {
			return nil, err
		}
	}
	for i := range all {
		f, b := &all[i], of[i]
		f.articles, f.build, f.edit, f.resident, f.peak = len(base.Articles), b.took, b.edited, b.resident, b.peak
	}
	return append(all, absent...), nil
}

// edits is how many articles are edited, one after the other.
const edits = 5

// edit returns the shortest of the times after which an engine has taken in one edited article. The time to read the
// article's file and all others is not in it.
func edit(ctx context.Context, e engine, base *kb.Base) (time.Duration, error) {
	articles := slices.Clone(base.Articles)
	took := make([]time.Duration, edits)
	for n := range took {
		changed := n * (len(articles) - 1) / edits
		articles[changed].Also = append(slices.Clone(articles[changed].Also), editedPhrasing)
		next := kb.NewBase(articles, base.Topics, base.Synonyms)
		runtime.GC()
		start := time.Now()
		if err := e.edit(ctx, next, changed); err != nil {
			return 0, fmt.Errorf("edit an article: %w", err)
		}
		took[n] = time.Since(start)
	}
	return slices.Min(took), nil
}

// editedPhrasing is what an edited article has beside its own.
const editedPhrasing = "когда откроется новый склад"
