// Command faqbot is a support bot that answers customers' questions in Telegram from a company's own knowledge base.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
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
	KB      kbCommand      `cmd:"" name:"kb" help:"Check, import and export a knowledge base."`
	Migrate migrateCommand `cmd:"" help:"Change the schema of the database."`
	Version versionCommand `cmd:"" help:"Print the version."`
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
	os.Exit(run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// run runs the command line and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	exit := -1
	parser, err := kong.New(&commands{},
		kong.Name("faqbot"),
		kong.Description("A support bot that answers customers' questions in Telegram from your own articles."),
		kong.DefaultEnvars("FAQBOT"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(s),
	)
	if err != nil {
		fmt.Fprintln(s.err, "faqbot:", err)
		return exitFailed
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // --help was printed
		return exit
	}
	if err != nil {
		fmt.Fprintf(s.err, "faqbot: %v\nSee faqbot --help.\n", err)
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
