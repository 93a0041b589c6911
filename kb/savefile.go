package kb

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// saveAttempts is how often a file is edited again that its author saved meanwhile.
const saveAttempts = 5

// rewrite changes a file in one step: who reads it sees the text before or after, and a crash leaves one of them.
func rewrite(name string, edit func([]byte) ([]byte, error)) (changed bool, err error) {
	for range saveAttempts {
		before, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		after, err := edit(before)
		if err != nil || bytes.Equal(before, after) {
			return false, err
		}
		temp, err := besides(name, after)
		if err != nil {
			return false, err
		}
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, before) {
			if err := errors.Join(err, os.Remove(temp)); err != nil {
				return false, err
			}
			continue
		}
		if err := os.Rename(temp, name); err != nil {
			return false, errors.Join(err, os.Remove(temp))
		}
		return true, nil
	}
	return false, fmt.Errorf("%s is being saved by somebody else again and again, try later", name)
}

// create writes a new file in one step; fs.ErrExist says that the name is taken.
func create(name string, text []byte) error {
	temp, err := besides(name, text)
	if err != nil {
		return err
	}
	// A link, unlike a rename, never replaces what is there.
	if err = os.Link(temp, name); err == nil || errors.Is(err, fs.ErrExist) {
		return errors.Join(err, os.Remove(temp))
	}
	// Not every file system has links.
	if _, err = os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		err = os.Rename(temp, name)
	} else if err == nil {
		err = fs.ErrExist
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return nil
}

// besides writes a text to a hidden file in the same folder, with the rights and the owner of the file that it shall
// become, and makes sure that it is on disk.
func besides(name string, text []byte) (temp string, err error) {
	mode := fs.FileMode(0o644)
	like, err := os.Stat(name)
	if err == nil {
		mode = like.Mode().Perm()
	} else if like, err = os.Stat(filepath.Dir(name)); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".faqbot-*")
	if err != nil {
		return "", err
	}
	giveTo(file, like)
	_, err = file.Write(text)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}
