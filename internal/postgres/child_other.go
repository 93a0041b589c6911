//go:build !linux

package postgres

import "syscall"

// childAttributes make a process run as the account, apart from our terminal's Ctrl-C (we stop it when our own work is
// done). Elsewhere than on Linux the server outlives a killed parent; the next start finds it running.
func childAttributes(a *account) *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	if a != nil {
		attributes.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attributes
}
