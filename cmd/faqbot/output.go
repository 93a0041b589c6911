package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// output is a file that gets its name only when all of it is there: a command that fails leaves what has the name as it was.
type output struct {
	file *os.File
	flag string
	name string // that it shall have; empty: it has it already
	mode fs.FileMode
}

// newOutput opens the file that a flag names, or nil when it names none. It is called before long work, so that a name that
// cannot be written to is told at once.
func newOutput(flag, name string) (*output, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // what was not asked for is written to nothing
	}
	o := &output{flag: flag, name: name, mode: 0o644}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		o.name = target // a link stays a link
	}
	was, err := os.Stat(o.name)
	switch {
	case err == nil && was.IsDir():
		return nil, fmt.Errorf("%s: %s is a folder: name a file", flag, name)
	case err == nil && !was.Mode().IsRegular(): // nothing may take the place of a device or a pipe
		o.file, err = os.OpenFile(o.name, os.O_WRONLY, 0)
		o.name = ""
	default:
		if err == nil {
			o.mode = was.Mode().Perm()
		}
		o.file, err = os.CreateTemp(filepath.Dir(o.name), filepath.Base(o.name)+".*")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no folder %s for %s: make it, or name another", flag, filepath.Dir(name), name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	return o, nil
}

// write writes all of the file, closes it and gives it its name.
func (o *output) write(content func(io.Writer) error) error {
	if o == nil {
		return nil
	}
	err := content(o.file)
	if err == nil && o.name != "" {
		err = o.file.Chmod(o.mode)
	}
	err = errors.Join(err, o.file.Close())
	if err == nil && o.name != "" {
		err = os.Rename(o.file.Name(), o.name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.flag, err)
	}
	return nil
}

// discard removes what was not written to its end.
func (o *output) discard() {
	if o == nil {
		return
	}
	_ = o.file.Close() // write may have closed it
	if o.name != "" {
		_ = os.Remove(o.file.Name()) // after write there is none
	}
}

// named is a file or folder that a flag names.
type named struct{ flag, name string }

// checkOutputs refuses to write over what a command reads, or over what it writes itself. Names that are empty were not given.
func checkOutputs(outputs, inputs []named) error {
	for i, o := range outputs {
		if o.name == "" {
			continue
		}
		for _, other := range slices.Concat(outputs[:i], inputs) {
			if other.name != "" && overwrites(o.name, other.name) {
				return fmt.Errorf("%s would write over %s, which %s names: give another file", o.flag, o.name, other.flag)
			}
		}
	}
	return nil
}

// overwrites tells whether a file is the one of another name, or an article in the folder of that name.
func overwrites(file, other string) bool {
	file, err := filepath.Abs(file)
	if err != nil {
		return false // then it cannot be written to
	}
	if path, err := filepath.Abs(other); err == nil && file == path {
		return true // though it may not be there yet
	}
	there, err := os.Stat(other)
	if err != nil {
		return false // whoever reads it says so
	}
	if is, err := os.Stat(file); err != nil || !is.Mode().IsRegular() {
		return false // nothing is lost
	} else if os.SameFile(is, there) {
		return true
	}
	if !there.IsDir() || !strings.EqualFold(filepath.Ext(file), ".md") {
		return false
	}
	for folder := filepath.Dir(file); ; folder = filepath.Dir(folder) {
		if is, err := os.Stat(folder); err == nil && os.SameFile(is, there) {
			return true
		}
		if folder == filepath.Dir(folder) {
			return false
		}
	}
}
