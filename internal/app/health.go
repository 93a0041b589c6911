package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
)

// checkTimeout bounds one check of readiness; an orchestrator's probe waits about as long.
const checkTimeout = 2 * time.Second

// The words of /readyz. A degraded replica still answers customers, so it answers 200 like a ready one.
const (
	statusStarting    = "starting"
	statusReady       = "ready"
	statusDegraded    = "degraded"
	statusUnavailable = "unavailable"
	statusStopping    = "stopping"
)

// check is one thing that the bot needs.
type check struct {
	name string
	// vital: without it no answer goes out, so that traffic must go elsewhere.
	vital bool
	// run returns why the thing cannot be used, a passing error where that may be a hiccup, and remarks that do no harm now.
	run func(context.Context) (remark string, err error)
}

// passing is trouble that is most probably over with the next attempt. It takes no replica out of the traffic.
type passing struct{ error }

// checkResult is what /readyz says of one thing.
type checkResult struct {
	OK     bool   `json:"ok"`
	Error  string `json:"error,omitempty"`
	Remark string `json:"remark,omitempty"`

	passing bool
}

// readiness answers /readyz with the state of each check by name. Before and after the bot runs, nothing is answered.
func readiness(phase func() int32, checks []check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		results := runChecks(r.Context(), checks)
		status := statusOf(phase(), checks, results)
		w.Header().Set("Content-Type", "application/json")
		if status != statusReady && status != statusDegraded {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "checks": results}) // the prober may be gone
	})
}

func runChecks(ctx context.Context, checks []check) map[string]checkResult {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	results := make([]checkResult, len(checks))
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() {
			remark, err := c.run(ctx)
			results[i] = checkResult{OK: err == nil, Remark: remark}
			if err != nil {
				results[i].Error = err.Error()
				results[i].passing = errors.As(err, &passing{})
			}
		})
	}
	wg.Wait()
	byName := make(map[string]checkResult, len(checks))
	for i, c := range checks {
		byName[c.name] = results[i]
	}
	return byName
}

func statusOf(phase int32, checks []check, results map[string]checkResult) string {
	switch phase {
	case starting:
		return statusStarting
	case stopping:
		return statusStopping
	}
	status := statusReady
	for _, c := range checks {
		switch {
		case results[c.name].OK:
		case c.vital && !results[c.name].passing:
			return statusUnavailable
		default:
			status = statusDegraded
		}
	}
	return status
}
