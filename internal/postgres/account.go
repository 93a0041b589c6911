package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that the server runs as when we are root, since Postgres refuses to run as root.
type account struct {
	name     string
	uid, gid uint32
}

// serverAccount returns whom the server runs as, nil for ourselves.
func serverAccount() (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if errUID == nil && errGID == nil {
			return &account{name: name, uid: uint32(uid), gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("root may not run Postgres, and there is neither a user postgres nor nobody: " +
		"run `apt-get install postgresql`, or start faqbot as another user")
}

// own gives folders to the account. A data folder of another owner, say from a start as another user, is given along.
func (a *account) own(dirs ...string) error {
	if a == nil {
		return nil
	}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return err
		}
		if owner, ok := info.Sys().(*syscall.Stat_t); ok && owner.Uid == a.uid {
			continue
		}
		if err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Lchown(path, int(a.uid), int(a.gid)) //nolint:gosec // nobody else may write there
		}); err != nil {
			return fmt.Errorf("give %s to user %s: %w", dir, a.name, err)
		}
	}
	return nil
}

// canReach tells which folder on the way keeps the account out.
func (a *account) canReach(dir string) error {
	if a == nil {
		return nil
	}
	for parent := filepath.Dir(dir); ; parent = filepath.Dir(parent) {
		info, err := os.Stat(parent)
		if err != nil {
			return err
		}
		owner, ok := info.Sys().(*syscall.Stat_t)
		mine := ok && owner.Uid == a.uid && info.Mode()&0o100 != 0
		group := ok && owner.Gid == a.gid && info.Mode()&0o010 != 0
		if !mine && !group && info.Mode()&0o001 == 0 {
			return fmt.Errorf("user %s, whom the server runs as, cannot enter %s: "+
				"set FAQBOT_DATA to another folder (TMPDIR for faqbot play), or `chmod o+x %s`", a.name, parent, parent)
		}
		if parent == filepath.Dir(parent) {
			return nil
		}
	}
}
