package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/chatbotsmanagers/faqbot/"

// rooms is the plan of the house: what each package of ours may import of ours. Packages below a room belong to it.
// Data flows one way, from kb to cmd/faqbot, and imports point the other way.
var rooms = map[string][]string{
	"kb":                 {},
	"index":              {"kb"},
	"migrations":         {},
	"internal/helpdesk":  {},
	"internal/answer":    {"kb", "index", "internal/helpdesk"},
	"internal/eval":      {"kb", "index"},
	"internal/bench":     {"kb", "index", "internal/eval", "internal/postgres"},
	"internal/tune":      {"kb", "index", "internal/eval"},
	"internal/delivery":  {"internal/helpdesk"},
	"internal/bot":       {"kb", "internal/answer", "internal/helpdesk", "internal/delivery"},
	"internal/postgres":  {"internal/helpdesk", "internal/delivery", "migrations"},
	"internal/botapi":    {},
	"internal/play":      {"internal/botapi"},
	"internal/analytics": {"internal/helpdesk"},
	"internal/app": {
		"kb", "index", "migrations", "internal/answer", "internal/bot", "internal/botapi", "internal/delivery",
		"internal/helpdesk", "internal/play", "internal/postgres", "internal/eval", "internal/analytics",
	},
	"cmd/faqbot": {"internal/app", "internal/answer", "internal/helpdesk", "internal/eval", "internal/tune", "internal/analytics", "index", "kb"},
}

// TestPlanOfTheHouse keeps the code from drifting from its plan: who needs a new import or room changes the plan too,
// in the same commit.
func TestPlanOfTheHouse(t *testing.T) {
	for _, p := range packages(t) {
		room := roomOf(p.ImportPath)
		if room == "" {
			t.Errorf("package %s is in no room of the plan", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if !strings.HasPrefix(imported, module) {
				continue
			}
			if to := roomOf(imported); to != room && !slices.Contains(rooms[room], to) {
				t.Errorf("%s imports %s, which the plan does not allow", p.ImportPath, imported)
			}
		}
	}
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listedPackage {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", module+"...")
	out, err := list.Output()
	require.NoError(t, err)
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	var all []listedPackage
	for {
		var p listedPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			require.NotEmpty(t, all)
			return all
		}
		require.NoError(t, err)
		all = append(all, p)
	}
}

// roomOf returns the room that a package belongs to: the longest name in the plan that leads to it.
func roomOf(importPath string) string {
	name, ours := strings.CutPrefix(importPath, module)
	for ours && name != "" {
		if _, ok := rooms[name]; ok {
			return name
		}
		name = name[:max(strings.LastIndex(name, "/"), 0)]
	}
	return ""
}
