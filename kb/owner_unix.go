//go:build unix

package kb

import (
	"io/fs"
	"os"
	"syscall"
)

// giveTo gives a file to the owner of another. Only root can, and only then it matters: authors could no longer save
// the articles that a bot run by root has written.
func giveTo(file *os.File, like fs.FileInfo) {
	if owner, ok := like.Sys().(*syscall.Stat_t); ok && os.Geteuid() == 0 {
		_ = file.Chown(int(owner.Uid), int(owner.Gid)) // a file system without owners refuses
	}
}
