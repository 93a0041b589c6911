package app

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
)

func TestReadiness(t *testing.T) {
	failed := errors.New("cut off")
	for name, test := range map[string]struct {
		phase      int32
		index, api error
		postgres   error
		code       int
		status     string
	}{
		"all is well":              {running, nil, nil, nil, http.StatusOK, statusReady},
		"no database":              {running, nil, nil, failed, http.StatusOK, statusDegraded},
		"a call that failed":       {running, nil, trouble(0, failed), nil, http.StatusOK, statusDegraded},
		"calls fail for a moment":  {running, nil, trouble(outOfReach-1, failed), nil, http.StatusOK, statusDegraded},
		"calls fail for long":      {running, nil, trouble(outOfReach+time.Second, failed), nil, http.StatusServiceUnavailable, statusUnavailable},
		"calls succeed":            {running, nil, trouble(0, nil), nil, http.StatusOK, statusReady},
		"no index":                 {running, failed, nil, nil, http.StatusServiceUnavailable, statusUnavailable},
		"no index and no database": {running, failed, nil, failed, http.StatusServiceUnavailable, statusUnavailable},
		"starting":                 {starting, nil, nil, nil, http.StatusServiceUnavailable, statusStarting},
		"stopping":                 {stopping, nil, nil, nil, http.StatusServiceUnavailable, statusStopping},
	} {
		t.Run(name, func(t *testing.T) {
			say := func(err error) func(context.Context) (string, error) {
				return func(context.Context) (string, error) { return "", err }
			}
			handler := readiness(func() int32 { return test.phase }, []check{
				{name: "postgres", run: say(test.postgres)},
				{name: "index", vital: true, run: say(test.index)},
				{name: "telegram", vital: true, run: say(test.api)},
			})
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
			require.Equal(t, test.code, w.Code)
			var said struct {
				Status string
				Checks map[string]checkResult
			}
			require.NoError(t, json.Unmarshal(w.Body.Bytes(), &said))
			require.Equal(t, test.status, said.Status)
			require.Equal(t, test.api == nil, said.Checks["telegram"].OK)
		})
	}
}

func TestUpdatesThatGoElsewhereAreTold(t *testing.T) {
	client, err := delivery.NewClient("http://127.0.0.1:1", "1:secret", delivery.NewMetrics(newRegistry()))
	require.NoError(t, err)
	h := &health{telegram: client}
	require.NoError(t, h.reach(), "nothing is received yet")
	elsewhere := errors.New("elsewhere")
	h.receive(func() error { return elsewhere })
	require.ErrorContains(t, h.reach(), "elsewhere")
	require.ErrorAs(t, h.reach(), &passing{}, "the other replicas get none either")
	elsewhere = nil
	require.NoError(t, h.reach())
}
