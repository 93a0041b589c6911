package bench

import (
	"context"
	"errors"
	"time"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// builders make the engines that are compared.
var builders = []builder{buildOurs, buildBleve, buildPostgres}

// built is an engine and what it took to build it.
type built struct {
	engine
	took           time.Duration
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
	most, errPeak := peak()
	after, errAfter := residentNow()
	outside, errOutside := e.resident()
	if err := errors.Join(errPeak, errAfter, errOutside); err != nil {
		return built{}, errors.Join(err, e.close())
	}
	b.resident, b.peak = after-before, most-before
	if outside > 0 {
		b.resident, b.peak = outside, 0 // how much a server took while it was filled is not known
	}
	return b, nil
}

// compare builds all engines of a base and measures them in turns.
func compare(ctx context.Context, base *kb.Base, questions []string) (_ []figures, err error) {
	var peers []peer
	var of []built // by peer
	for _, build := range builders {
		b, errBuild := buildMeasured(ctx, build, base)
		if errBuild != nil {
			return nil, errBuild
		}
		defer func() { err = errors.Join(err, b.close()) }()
		for _, p := range b.peers() {
			peers, of = append(peers, p), append(of, b)
		}
	}
	all, err := measure(ctx, peers, questions)
	for i := range all {
		f, b := &all[i], of[i]
		f.articles, f.build, f.resident, f.peak = len(base.Articles), b.took, b.resident, b.peak
	}
	return all, err
}
