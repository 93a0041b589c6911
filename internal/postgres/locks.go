package postgres

import (
	"hash/fnv"
	"slices"

	"github.com/jackc/pgx/v5"
)

// The first key of every advisory lock says what it is about, so that no two uses meet by chance.
const (
	lockMigrate = 0x66_61_71_01 + iota
	lockLead
	lockInbox  // the order of arrival in a chat
	lockOutbox // the order of departure in a chat
	lockStaff  // who belongs to the staff, with which role
)

// lockChats queues the locks of chats until the transaction ends. All transactions take them in the order of their
// keys, so they never wait for each other in a circle. Two chats may share a key; that costs a wait, no more.
func lockChats(b *pgx.Batch, namespace int32, chats []int64) {
	keys := make([]int32, len(chats))
	for i, chat := range chats {
		keys[i] = int32(chat ^ chat>>32) // a hash: both halves are wanted
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		b.Queue(`SELECT pg_advisory_xact_lock($1, $2)`, namespace, key)
	}
}

// nameKey is the second key of a lock that has a name.
func nameKey(name string) int32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // never fails
	return int32(h.Sum32())
}
