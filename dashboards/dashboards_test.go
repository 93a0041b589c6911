// Package dashboards_test checks the Grafana dashboards and the Prometheus rules against the metrics that the bot
// registers. It is a module of its own, so that Prometheus' parser stays out of the bot's dependencies.
package dashboards_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"
)

// registered returns the metrics of the bot by name, each with its labels, from the list that a test of the bot keeps
// true to its registry.
func registered(t *testing.T) map[string][]string {
	t.Helper()
	list, err := os.ReadFile("metrics.txt")
	require.NoError(t, err)
	metrics := map[string][]string{}
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		metrics[fields[0]] = fields[2:]
		if fields[1] == "histogram" {
			metrics[fields[0]+"_bucket"] = append([]string{"le"}, fields[2:]...)
			metrics[fields[0]+"_sum"], metrics[fields[0]+"_count"] = fields[2:], fields[2:]
		}
	}
	require.NotEmpty(t, metrics)
	return metrics
}

// requireKnown fails unless the query is PromQL and asks only for metrics that exist, by labels that they have.
func requireKnown(t *testing.T, query string, metrics map[string][]string) {
	t.Helper()
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(query)
	require.NoError(t, err, query)
	selectors := 0
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		selector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		selectors++
		require.Contains(t, metrics, selector.Name, query)
		for _, m := range selector.LabelMatchers {
			if m.Name != model.MetricNameLabel {
				require.Contains(t, metrics[selector.Name], m.Name, query)
			}
		}
		return nil
	})
	require.Positive(t, selectors, query)
}

func TestDashboardsAskForMetricsThatExist(t *testing.T) {
	// Grafana fills these in; any duration will do for the parser.
	macros := regexp.MustCompile(`\$__(rate_interval|interval|range)`)
	files, err := filepath.Glob("*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	metrics := registered(t)
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			var dashboard struct {
				Panels []struct {
					Type, Title string
					Targets     []struct{ Expr string }
				}
			}
			require.NoError(t, json.Unmarshal(raw, &dashboard))
			for _, panel := range dashboard.Panels {
				require.True(t, panel.Type == "row" || len(panel.Targets) > 0, "panel %q asks for nothing", panel.Title)
				for _, target := range panel.Targets {
					requireKnown(t, macros.ReplaceAllString(target.Expr, "5m"), metrics)
				}
			}
		})
	}
}

func TestRulesAskForMetricsThatExist(t *testing.T) {
	raw, err := os.ReadFile("rules.yml")
	require.NoError(t, err)
	var rules struct {
		Groups []struct {
			Rules []struct{ Record, Alert, Expr string }
		}
	}
	require.NoError(t, yaml.Unmarshal(raw, &rules))
	metrics := registered(t)
	metrics["up"] = []string{"job", "instance"}
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			if rule.Record != "" {
				metrics[rule.Record] = nil
			}
		}
	}
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			requireKnown(t, rule.Expr, metrics)
		}
	}
}

func TestRulesDoWhatTheySay(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	require.NoError(t, err, "promtool comes with Debian's package prometheus: apt-get install prometheus")
	out, err := exec.CommandContext(t.Context(), promtool, "test", "rules", "rules_test.yml").CombinedOutput()
	require.NoError(t, err, string(out))
}
