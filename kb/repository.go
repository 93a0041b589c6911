package kb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// gitPatience is how long a commit may take with its hooks.
	gitPatience = 10 * time.Second
	// gitGrace is how long git may take to remove its locks when it is told to give up.
	gitGrace = 2 * time.Second

	botName  = "faqbot"
	botEmail = "faqbot@faqbot.invalid" // people's addresses and ids have no business in a history that others clone
)

// repository is the Git repository that a file lies in. The program git is used and no library: it knows the hooks, the
// attributes and the configuration of whoever keeps the repository, and nothing else has to be trusted with it.
type repository struct{ dir string }

// repositoryOf returns the repository around a file, nil when there is none.
func repositoryOf(name string) *repository {
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return &repository{dir: dir}
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// fit tells, before a file is written, why its change could not be committed alone and for good.
func (r *repository) fit(ctx context.Context, name string) error {
	if r == nil {
		return nil
	}
	if _, err := r.git(ctx, "symbolic-ref", "--quiet", "HEAD"); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 {
			return errors.New("no branch is checked out, so that a commit would get lost")
		}
		return err
	}
	changes, err := r.git(ctx, "status", "--porcelain", "--", r.path(name))
	if err != nil {
		return err
	}
	if len(changes) > 0 {
		return errors.New("the file holds changes that its author has not committed yet")
	}
	return nil
}

// commit commits the change of one file and nothing else, whatever other changes there are, staged or not.
func (r *repository) commit(ctx context.Context, name, subject string, by Signature) error {
	if r == nil {
		return nil
	}
	// A new file has to be known before it can be committed by its name.
	file := r.path(name)
	if _, err := r.git(ctx, "add", "--intent-to-add", "--", file); err != nil {
		return err
	}
	message := subject
	if by.Why != "" {
		message += "\n\n" + oneLine(by.Why)
	}
	author := strings.Map(func(c rune) rune {
		if strings.ContainsRune("<>", c) {
			return -1
		}
		return c
	}, printable(by.Name))
	if author == "" {
		author = botName
	}
	_, err := r.git(ctx, "commit", "--quiet", "--only", "--author", author+" <"+botEmail+">", "--message", message, "--", file)
	if err == nil {
		return nil
	}
	if _, undo := r.git(ctx, "reset", "--quiet", "--", file); undo != nil {
		err = errors.Join(err, undo)
	}
	return err
}

// path is a file as the repository calls it.
func (r *repository) path(name string) string {
	if rel, err := filepath.Rel(r.dir, name); err == nil {
		return rel
	}
	return name
}

// git runs the program in the repository and returns what it says.
func (r *repository) git(ctx context.Context, args ...string) ([]byte, error) {
	// The bot may be told to stop meanwhile: a commit is better finished.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), gitPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append([]string{"--literal-pathspecs", "--no-optional-locks", "-C", r.dir}, args...)...)
	cmd.Env = gitEnvironment()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = gitGrace
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err == nil {
		return stdout.Bytes(), nil
	}
	// What a hook says may quote the article, and the customer in it; git's own words name only files.
	if said, _, _ := strings.Cut(stderr.String(), "\n"); args[0] != "commit" && said != "" {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, said)
	}
	return nil, fmt.Errorf("git %s: %w", args[0], err)
}

// gitEnvironment is our environment without what would lead git to another repository, as of a bot that a hook
// started, and with the bot as the committer.
func gitEnvironment() []string {
	elsewhere := []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE"}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(elsewhere, name)
	})
	return append(env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_EDITOR=true",
		"GIT_COMMITTER_NAME="+botName, "GIT_COMMITTER_EMAIL="+botEmail)
}
