package postgres

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	leadEvery = 500 * time.Millisecond // how often others look whether the place is free
	leadPulse = 2 * time.Second        // how often the leader looks whether its own connection still lives
)

// Lead runs f on one replica at a time, in this one whenever the lead falls to it, until ctx ends. The lead is a lock
// of a database session of its own, so it falls to another replica within seconds when this process or its machine
// dies. When the session is lost, f's context ends; Lead waits for f to return and stands for the lead again.
// It needs a session of its own: a pooler between must not share one between transactions.
func (db *DB) Lead(ctx context.Context, name string, f func(context.Context)) {
	for ctx.Err() == nil {
		if conn := db.standFor(ctx, name, func() {}); conn != nil {
			term, end := context.WithCancel(ctx)
			done := make(chan struct{})
			go func() { defer close(done); f(term) }()
			db.watch(term, conn, done)
			end()
			<-done // before the lock goes, so that two are never at it together
			closeConn(ctx, conn)
			db.log.InfoContext(ctx, "lead ended", "lead", name)
		}
		pause(ctx, leadEvery)
	}
}

// LeadThroughOutages is Lead for what must go on while the database is away: f's context ends only when another
// replica has taken the lead meanwhile. Until that is known, two may be at it, so f must bear that.
// What never began does not go on: a replica that has not led yet cannot tell an outage from another's lead. So decided
// is called as soon as the database has once told whose the lead is.
func (db *DB) LeadThroughOutages(ctx context.Context, name string, decided func(), f func(context.Context)) {
	decided = sync.OnceFunc(decided)
	var running sync.WaitGroup
	defer running.Wait()
	for ctx.Err() == nil {
		conn := db.standFor(ctx, name, decided)
		if conn == nil {
			pause(ctx, leadEvery)
			continue
		}
		term, end := context.WithCancel(ctx)
		done := make(chan struct{})
		running.Go(func() { defer close(done); f(term) })
		for conn != nil {
			db.watch(term, conn, done)
			if ended(done) || ctx.Err() != nil {
				break
			}
			closeConn(ctx, conn)
			conn = db.regain(ctx, name, done)
		}
		end()
		<-done
		if conn != nil {
			closeConn(ctx, conn)
		}
		db.log.InfoContext(ctx, "lead ended", "lead", name)
		pause(ctx, leadEvery)
	}
}

// standFor waits for the lead and returns the session that holds it, nil when ctx ended. It calls decided whenever it
// learns whether somebody has it.
func (db *DB) standFor(ctx context.Context, name string, decided func()) *pgx.Conn {
	s := standing{db: db, name: name}
	told := false
	for ctx.Err() == nil {
		won, err := s.try(ctx)
		switch {
		case err == nil:
			told = false
			decided()
		case !told && ctx.Err() == nil:
			told = true
			db.log.WarnContext(ctx, "the database does not tell who leads, trying again", "lead", name, "error", err)
		}
		if won {
			db.log.InfoContext(ctx, "lead begins", "lead", name)
			return s.conn
		}
		pause(ctx, leadEvery)
	}
	s.leave(ctx)
	return nil
}

// regain takes the lead again after an outage; nil when somebody else has it, or there is nothing to lead any more.
func (db *DB) regain(ctx context.Context, name string, done <-chan struct{}) *pgx.Conn {
	s := standing{db: db, name: name}
	for lost := 0; ctx.Err() == nil && !ended(done); {
		won, err := s.try(ctx)
		if err == nil && won {
			return s.conn
		}
		if err == nil {
			// The holder may be our own old session, which a server that lost sight of us has not buried yet.
			if lost++; lost > int(5*time.Second/leadEvery) {
				break
			}
		}
		pause(ctx, leadEvery)
	}
	s.leave(ctx)
	return nil
}

// standing is one who stands for a lead, by one session for all attempts.
type standing struct {
	db   *DB
	name string
	conn *pgx.Conn // nil until there is one, and after an error
}

// try takes the lead if nobody has it.
func (s *standing) try(ctx context.Context) (won bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if s.conn == nil {
		if s.conn, err = s.db.leadSession(ctx, s.name); err != nil {
			return false, err
		}
	}
	if err = s.conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1, $2)`, lockLead, nameKey(s.name)).Scan(&won); err != nil {
		s.leave(ctx)
	}
	return won, err
}

func (s *standing) leave(ctx context.Context) {
	if s.conn != nil {
		closeConn(ctx, s.conn)
		s.conn = nil
	}
}

// leadSession opens a session that can hold a lead.
func (db *DB) leadSession(ctx context.Context, name string) (*pgx.Conn, error) {
	config := db.pool.Config().ConnConfig.Copy()
	config.RuntimeParams["application_name"] = "faqbot lead " + name
	// A server buries the session of a machine that vanished after about ten seconds rather than two hours.
	config.RuntimeParams["tcp_keepalives_idle"] = "4"
	config.RuntimeParams["tcp_keepalives_interval"] = "2"
	config.RuntimeParams["tcp_keepalives_count"] = "3"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("stand for lead %s: %w", name, err)
	}
	return conn, nil
}

// watch returns when the session is lost, ctx ends or done is closed.
func (db *DB) watch(ctx context.Context, conn *pgx.Conn, done <-chan struct{}) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-done:
			cancel()
		case <-ctx.Done():
		}
	}()
	for ctx.Err() == nil {
		// Nothing is ever notified here. Waiting for it reads from the socket, so a death is seen at once.
		wait, stop := context.WithTimeout(ctx, leadPulse)
		_, err := conn.WaitForNotification(wait)
		stop()
		if err != nil && wait.Err() == nil || conn.IsClosed() {
			return
		}
		// A machine that vanished says nothing, so it has to be asked.
		pulse, stop := context.WithTimeout(ctx, leadPulse)
		err = conn.Ping(pulse)
		stop()
		if err != nil {
			return
		}
	}
}

func ended(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func closeConn(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_ = conn.Close(ctx) // an error here means that it is closed already
}
