// Package migrations holds the numbered steps of the database schema, for goose.
package migrations

import "embed"

// FS holds the steps, as NNNNN_name.sql.
//
//go:embed *.sql
var FS embed.FS
