package postgres

import "syscall"

// childAttributes make a process run as the account, apart from our terminal's Ctrl-C (we stop it when our own work is
// done), and end in order when we are killed.
func childAttributes(a *account) *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	if a != nil {
		attributes.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attributes
}
