package kb

import (
	"cmp"
	"fmt"
	"slices"
)

// String shows the problem as compilers do, so that editors jump to the place.
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Severity, p.Text)
}

// HasErrors tells whether any of the problems is an error and not only a warning.
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}

// problems collects what is wrong while one file or one base is read.
type problems struct {
	list []Problem
}

func (ps *problems) add(severity Severity, file string, line int, format string, args ...any) {
	ps.list = append(ps.list, Problem{File: file, Line: max(line, 1), Severity: severity, Text: fmt.Sprintf(format, args...)})
}

func (ps *problems) errorf(file string, line int, format string, args ...any) {
	ps.add(Error, file, line, format, args...)
}

func (ps *problems) warnf(file string, line int, format string, args ...any) {
	ps.add(Warning, file, line, format, args...)
}

// sorted returns the problems in the order in which an author works through them.
func (ps *problems) sorted() []Problem {
	slices.SortStableFunc(ps.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return ps.list
}
