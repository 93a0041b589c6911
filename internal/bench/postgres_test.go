package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// fullText is the search that Postgres brings along: full text in the configuration "russian", and pg_trgm for words
// that are misspelt.
type fullText struct {
	dir    string
	server *postgres.Embedded
	pool   *pgxpool.Pool
}

const postgresName = "Postgres FTS + pg_trgm"

// schema lets Postgres keep the lexemes itself and finds both of them and trigrams by GIN indexes. Lists of pending
// entries would make the first searches slow.
const schema = `
CREATE EXTENSION pg_trgm;
CREATE TABLE articles (
	id    text NOT NULL,
	asked text NOT NULL,
	said  text NOT NULL,
	words tsvector GENERATED ALWAYS AS (
		setweight(to_tsvector('russian', asked), 'A') || setweight(to_tsvector('russian', said), 'D')) STORED
)`

const indexes = `
CREATE INDEX articles_words ON articles USING gin (words) WITH (fastupdate = off);
CREATE INDEX articles_asked ON articles USING gin (asked gin_trgm_ops) WITH (fastupdate = off);
ALTER TABLE articles ADD PRIMARY KEY (id)`

// searchSQL takes the best fifty by words and the best fifty by likeness to the question, and orders them by the sum.
// Full text asks for all words of a question unless told otherwise, which no real question survives, so they are joined
// by "or". Of forty ways to rank that were tried on the labelled sets this one found most: the answer at half the weight
// of the question, ranks not divided by the length, and plain similarity.
const searchSQL = `
WITH question AS MATERIALIZED (
	SELECT string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery AS lexemes
	FROM unnest(to_tsvector('russian', $1))
), found AS (
	(SELECT a.id, a.asked, a.words FROM articles a, question q WHERE a.words @@ q.lexemes
	 ORDER BY ts_rank('{0.5, 0.5, 0.5, 1}', a.words, q.lexemes) DESC LIMIT 50)
	UNION
	(SELECT a.id, a.asked, a.words FROM articles a WHERE a.asked % $1 ORDER BY similarity(a.asked, $1) DESC LIMIT 50)
)
SELECT f.id, coalesce(ts_rank('{0.5, 0.5, 0.5, 1}', f.words, q.lexemes), 0) + similarity(f.asked, $1) AS score
FROM found f, question q ORDER BY score DESC, f.id LIMIT $2`

func buildPostgres(ctx context.Context, base *kb.Base) (_ engine, err error) {
	// The names of b.TempDir are too long for a socket.
	dir, err := os.MkdirTemp("", "faqbot")
	if err != nil {
		return nil, err
	}
	f := &fullText{dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.close())
		}
	}()
	if err := os.Chmod(dir, 0o711); err != nil { // the server may run as another user
		return nil, err
	}
	f.server, err = postgres.StartEmbedded(ctx, postgres.EmbeddedConfig{
		Dir: filepath.Join(dir, "pg"), Log: slog.New(slog.DiscardHandler),
		Settings: map[string]string{
			// The default of 0.3 finds no more of the labelled questions and takes three times as long.
			"pg_trgm.similarity_threshold": "0.5",
			"fsync":                        "off", "full_page_writes": "off", "autovacuum": "off",
			"shared_buffers": "1GB", "work_mem": "64MB", "maintenance_work_mem": "512MB", "random_page_cost": "1.1", "jit": "off",
		},
	})
	if err != nil {
		return nil, err
	}
	if f.pool, err = pgxpool.New(ctx, f.server.URL()); err != nil {
		return nil, err
	}
	if _, err := f.pool.Exec(ctx, schema); err != nil {
		return nil, fmt.Errorf("make the table: %w", err)
	}
	rows := pgx.CopyFromSlice(len(base.Articles), func(i int) ([]any, error) {
		return rowOf(&base.Articles[i]), nil
	})
	if _, err := f.pool.CopyFrom(ctx, pgx.Identifier{"articles"}, []string{"id", "asked", "said"}, rows); err != nil {
		return nil, fmt.Errorf("copy the articles into Postgres: %w", err)
	}
	for _, sql := range []string{indexes, `VACUUM ANALYZE articles`} {
		if _, err := f.pool.Exec(ctx, sql); err != nil {
			return nil, fmt.Errorf("index the articles in Postgres: %w", err)
		}
	}
	return f, nil
}

func (f *fullText) peers() []peer { return []peer{{postgresName, f.search}} }

func (f *fullText) search(ctx context.Context, question string, hits int) ([]eval.Hit, error) {
	rows, err := f.pool.Query(ctx, searchSQL, question, hits)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[eval.Hit])
}

// resident is what the server's processes hold, shared memory counted once.
func (f *fullText) resident() (int64, error) {
	var backend int
	if err := f.pool.QueryRow(context.Background(), `SELECT pg_backend_pid()`).Scan(&backend); err != nil {
		return 0, err
	}
	return familyMemory(backend)
}

func (f *fullText) edit(ctx context.Context, base *kb.Base, changed int) error {
	_, err := f.pool.Exec(ctx, `UPDATE articles SET asked = $2, said = $3 WHERE id = $1`, rowOf(&base.Articles[changed])...)
	return err
}

func rowOf(a *kb.Article) []any { return []any{a.ID, strings.Join(a.Phrasings(), "\n"), a.Answer} }

func (f *fullText) close() error {
	if f.pool != nil {
		f.pool.Close()
	}
	var err error
	if f.server != nil {
		err = f.server.Stop()
	}
	return errors.Join(err, os.RemoveAll(f.dir))
}
