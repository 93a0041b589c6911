package app_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what is so into the files of what should be so")

// metricsFile lists the metrics of a bot, one a line: name, type and labels. The dashboards' module, which knows nothing
// of this one, checks its queries against it.
const metricsFile = "../../dashboards/metrics.txt"

// promised are the metrics that the design promises to those who watch the bot.
var promised = []string{
	"faqbot_answer_confidence histogram",
	"faqbot_feedback_total counter verdict",
	"faqbot_inbox_depth gauge",
	"faqbot_kb_articles gauge",
	"faqbot_kb_errors gauge",
	"faqbot_kb_reloads_total counter result",
	"faqbot_outbox_depth gauge",
	"faqbot_outbox_oldest_seconds gauge",
	"faqbot_questions_total counter outcome",
	"faqbot_search_duration_seconds histogram",
	"faqbot_suggestion_clicks_total counter rank",
	"faqbot_telegram_requests_total counter method code",
	"faqbot_ticket_first_response_seconds histogram",
	"faqbot_ticket_resolution_seconds histogram",
	"faqbot_tickets_open gauge state",
	"faqbot_tickets_total counter event",
	"faqbot_update_lag_seconds histogram",
	"faqbot_updates_total counter kind",
}

// TestMetrics reads the metrics of a bot that has done nothing yet, so that all of them must have been made in advance.
func TestMetrics(t *testing.T) {
	bot := serveBot(t, settings(t, startTelegram(t)))
	_, text := page(t, bot.address, "/metrics")
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(text))
	require.NoError(t, err)

	var list []string
	for name, family := range families {
		if !strings.HasPrefix(name, "faqbot_") {
			continue
		}
		require.NotEmpty(t, family.GetHelp(), name)
		words := []string{name, strings.ToLower(family.GetType().String())}
		for _, label := range family.GetMetric()[0].GetLabel() {
			words = append(words, label.GetName())
		}
		slices.Sort(words[2:])
		list = append(list, strings.Join(words, " "))
	}
	slices.Sort(list)

	for _, line := range promised {
		words := strings.Fields(line)
		slices.Sort(words[2:])
		require.Contains(t, list, strings.Join(words, " "))
	}
	require.Contains(t, families, "go_goroutines")
	require.Contains(t, families, "process_resident_memory_bytes")

	found := strings.Join(list, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(metricsFile, []byte(found), 0o600))
	}
	want, err := os.ReadFile(metricsFile)
	require.NoError(t, err)
	require.Equal(t, string(want), found, "go test ./internal/app -run TestMetrics -update writes it anew")
}
