package eval

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/chatbotsmanagers/faqbot/kb"
)

// ReadRunFile reads a run from a file that WriteRun, or another search's program, wrote on the same questions.
func ReadRunFile(name string, questions []Question, base *kb.Base) ([]Answer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the run: %w", err)
	}
	defer f.Close()
	answers, err := ReadRun(f, questions, base)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return answers, nil
}

// ReadRun reads what WriteRun writes and checks that it fits the questions and the knowledge base. It knows questions by
// their number alone: that it is a run of these very questions can be refuted, but not proved.
func ReadRun(r io.Reader, questions []Question, base *kb.Base) ([]Answer, error) {
	answers, last, err := readRows(r, questions)
	if err != nil {
		return nil, err
	}
	if len(questions) == 0 && last < 0 {
		return answers, nil
	}
	if last < 0 {
		return nil, errors.New("it holds no row: write a run with --run")
	}
	if !slices.ContainsFunc(answers, func(a Answer) bool {
		return slices.ContainsFunc(a.Hits, func(h Hit) bool { return base.Article(h.ID) != nil })
	}) {
		return nil, errors.New("none of its articles is in the knowledge base: it is a run on another one")
	}
	// The run of a shorter file, or one that was cut off.
	if rest := len(questions) - 1 - last; rest >= silentEnd {
		return nil, fmt.Errorf("its rows end with question %d, but there are %d, counted from 0: it is a run of other questions, or it was cut off",
			last, len(questions))
	}
	return answers, nil
}

// silentEnd is how many questions at the end may have no row: a search that answers few questions misses several in a
// row, but hardly so many, and only the last ones.
const silentEnd = 20

// readRows also returns the number of the last question that has a row, -1 where none has.
func readRows(r io.Reader, questions []Question) (answers []Answer, last int, err error) {
	answers = make([]Answer, len(questions))
	for i := range questions {
		answers[i].Question = questions[i]
	}
	in := bufio.NewScanner(r)
	line := 0
	last = -1
	for in.Scan() {
		line++
		number, rank, hit, err := parseRow(string(bytes.TrimPrefix(in.Bytes(), []byte("\uFEFF"))))
		if err == nil {
			err = addRow(answers, last, number, rank, hit)
		}
		if err != nil {
			return nil, 0, fmt.Errorf("line %d: %w", line, err)
		}
		last = number
	}
	if err := in.Err(); err != nil {
		return nil, 0, fmt.Errorf("line %d: %w", line+1, err)
	}
	return answers, last, nil
}

func parseRow(line string) (number, rank int, hit Hit, err error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 4 {
		return 0, 0, Hit{}, errors.New("it is no row of a run: question, rank, id and confidence, separated by tabs")
	}
	if number, err = strconv.Atoi(fields[0]); err != nil || number < 0 {
		return 0, 0, Hit{}, fmt.Errorf("%q is no number of a question, which count from 0", fields[0])
	}
	if rank, err = strconv.Atoi(fields[1]); err != nil || rank < 1 {
		return 0, 0, Hit{}, fmt.Errorf("%q is no rank, which count from 1", fields[1])
	}
	if hit.ID = fields[2]; hit.ID == "" {
		return 0, 0, Hit{}, errors.New("the article's id is missing")
	}
	if hit.Confidence, err = strconv.ParseFloat(fields[3], 64); err != nil || !(hit.Confidence >= 0 && hit.Confidence <= 1) {
		return 0, 0, Hit{}, fmt.Errorf("%q is no confidence between 0 and 1", fields[3])
	}
	return number, rank, hit, nil
}

// addRow puts a row where it belongs; last is the question of the row before.
func addRow(answers []Answer, last, number, rank int, hit Hit) error {
	if number >= len(answers) {
		return fmt.Errorf("it is about question %d, but there are only %d, counted from 0: it is a run of other questions",
			number, len(answers))
	}
	if number < last {
		return fmt.Errorf("question %d comes after question %d: the rows must be in the order of the questions", number, last)
	}
	a := &answers[number]
	if rank > Depth && len(a.Hits) == Depth {
		return nil // another search may go deeper than what is measured
	}
	if want := len(a.Hits) + 1; rank != want {
		return fmt.Errorf("rank %d of question %d, where %d must be", rank, number, want)
	}
	a.Hits = append(a.Hits, hit)
	return nil
}
