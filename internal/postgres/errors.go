package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/chatbotsmanagers/faqbot/internal/delivery"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// notFound turns the driver's word for an empty result into the business's.
func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return helpdesk.ErrNotFound
	}
	return err
}

// misconfigured tells of a refusal to connect that waiting does not mend.
func misconfigured(err error) bool {
	switch sqlState(err) {
	case "28000", "28P01", "3D000", "42501": // no such role, wrong password, no such database, not allowed
		return true
	}
	return false
}

// contended tells of a transaction that lost against others and can simply be run again.
func contended(err error) bool {
	code := sqlState(err)
	return code == "40001" || code == "40P01" // serialization failure, deadlock
}

// passing tells of trouble that lies with the database or the way to it, not with what was asked of it.
func passing(err error) bool {
	if contended(err) {
		return true
	}
	if code := sqlState(err); code != "" {
		switch code[:2] {
		case "08", "53": // connection, resources (disk full, too many connections)
			return true
		}
		return code == "57P01" || code == "57P02" || code == "57P03" // shut down, crashed, starting up
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // somebody's patience ended; the caller knows whose
	}
	var netErr net.Error
	var connectErr *pgconn.ConnectError
	return pgconn.SafeToRetry(err) || errors.As(err, &connectErr) || errors.As(err, &netErr) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// uncertain marks the error of a commit as delivery.ErrUncertain unless the server itself has refused it.
func uncertain(err error) error {
	if code := sqlState(err); code != "" && code[:2] != "08" && code[:2] != "57" || errors.Is(err, pgx.ErrTxCommitRollback) {
		return err
	}
	return errors.Join(err, delivery.ErrUncertain)
}

// sqlState returns the five characters of a Postgres error, or nothing for another error.
func sqlState(err error) string {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && len(pgErr.Code) == 5 {
		return pgErr.Code
	}
	return ""
}
