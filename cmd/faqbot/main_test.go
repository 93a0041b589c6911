package main

import (
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestMain(m *testing.M) {
	// A script runs the real main in a process of its own.
	testscript.Main(tests{m}, map[string]func(){"faqbot": main})
}

// tests are the tests, after which the server that they started is stopped.
type tests struct{ *testing.M }

func (m tests) Run() int { return postgrestest.Run(m.M) }

// TestScripts plays what people type. In a script
//
//	exits CODE PROGRAM ARG...  runs a program that must end with the exit code
//	database NAME              makes a database with the schema in place and sets $NAME to its URL
//
// and $DATA is a folder, not made yet, where an embedded server fits. With UPDATE_SCRIPTS=1 what commands
// print takes the place of what was expected of them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"database": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Setenv(args[0], postgrestest.URL(t))
			},
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			data, err := os.MkdirTemp("", "faqbot") //nolint:usetesting // its folders have long names, a socket's is limited
			if err != nil {
				return err
			}
			env.Defer(func() { require.NoError(t, os.RemoveAll(data)) })
			env.Setenv("DATA", data+"/state")
			return os.Chmod(data, 0o711) // as root the server runs as another user
		},
	})
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // Exec returns it as it is
		if exit.ExitCode() != want {
			ts.Fatalf("exit code %d, want %d", exit.ExitCode(), want)
		}
		return
	}
	ts.Check(err)
	if want != 0 {
		ts.Fatalf("exit code 0, want %d", want)
	}
}
