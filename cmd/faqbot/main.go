// Command faqbot is a support bot that answers customers' questions in Telegram from a company's own knowledge base.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands is the whole command line. Every flag can also be given by an environment variable: FAQBOT_ and its name.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the bot."`
	Play    playCommand    `cmd:"" help:"Try the bot on a web page: no token, no account."`
	Ask     askCommand     `cmd:"" help:"Ask one question on the command line."`
	Eval    evalCommand    `cmd:"" help:"Measure the search on labelled questions."`
	Tune    tuneCommand    `cmd:"" help:"Fit ranking and confidence on labelled questions."`
	KB      kbCommand      `cmd:"" name:"kb" help:"Check, import and export a knowledge base."`
	Migrate migrateCommand `cmd:"" help:"Change the schema of the database."`
	Version versionCommand `cmd:"" help:"Print the version."`

	VersionFlag kong.VersionFlag `name:"version" hidden:"" env:"-"` // where other programs have it
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// errFailed ends a command with exit code 1 after it has told what is wrong.
var errFailed = errors.New("failed")

func main() {
	// The first signal asks the command to finish what is in hand; after it a second one has its usual effect and
	// stops the process at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	dropEmptyVariables()
	os.Exit(run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// dropEmptyVariables makes a variable that is set to nothing, as compose files like to do, mean the default.
func dropEmptyVariables() {
	for _, v := range os.Environ() {
		if name, value, _ := strings.Cut(v, "="); value == "" && strings.HasPrefix(name, "FAQBOT_") {
			_ = os.Unsetenv(name) // it exists
		}
	}
}

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	wrong := len(args) == 0
	if wrong { // nothing is asked for: tell what could be
		args, s.out = []string{"--help"}, s.err
	}
	exit := -1
	parser, err := kong.New(&commands{},
		kong.Name("faqbot"),
		kong.Description("A support bot that answers customers' questions in Telegram from your own articles."),
		kong.DefaultEnvars("FAQBOT"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.ValueFormatter(describe),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exit = code }),
		kong.Vars{"version": version()},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(s),
	)
	if err != nil {
		fmt.Fprintln(s.err, "faqbot:", err)
		return exitFailed
	}
	command, err := parser.Parse(args)
	switch {
	case wrong:
		return exitUsage
	case exit >= 0: // --help was printed
		return exit
	case err != nil:
		fmt.Fprintf(s.err, "faqbot: %s\n%s\n", strings.ToValidUTF8(err.Error(), "…"), seeHelp(err))
		return exitUsage
	}
	switch err := command.Run(); {
	case err == nil:
		return exitDone
	case errors.Is(err, errFailed):
		return exitFailed
	default:
		fmt.Fprintln(s.err, "faqbot:", err)
		return exitFailed
	}
}

// describe is what the help says of a flag: beside its words the default and the environment variable.
func describe(v *kong.Value) string {
	var notes []string
	if v.HasDefault {
		notes = append(notes, "default "+v.Default)
	}
	for _, name := range v.Tag.Envs {
		notes = append(notes, "$"+name)
	}
	if len(notes) == 0 {
		return v.Help
	}
	return strings.TrimSuffix(v.Help, ".") + " (" + strings.Join(notes, ", ") + ")."
}

// seeHelp names the help of the command that was used wrongly.
func seeHelp(err error) string {
	command := "faqbot"
	if parse := (*kong.ParseError)(nil); errors.As(err, &parse) {
		if node := parse.Context.Selected(); node != nil {
			command = node.FullPath()
		}
	}
	return "See " + command + " --help."
}
