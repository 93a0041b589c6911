package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"
)

// shelf is an inverted index of Bleve that is filled once and never changes, so that any number of states of an Index
// can share it. Whoever uses it last closes it.
type shelf struct {
	index  bleve.Index
	reader *scorch.IndexSnapshot
	places []uint32 // by Bleve's number of a document: its place in the order of adding
	users  atomic.Int64
}

// Each batch stays a segment in memory for good, which every search visits, so batches should be large; while one is
// written it takes many times what it leaves. 100,000 articles lie in 20 segments.
const (
	perBatch = 5_000
	atOnce   = 2 // batches that are written at a time: each keeps one processor busy
)

// newShelf makes a shelf with one user.
func newShelf(ctx context.Context, documents iter.Seq[*document]) (*shelf, error) {
	index, err := newInverted()
	if err != nil {
		return nil, err
	}
	s := &shelf{index: index}
	s.users.Store(1)
	if err := s.fill(ctx, documents); err != nil {
		return nil, errors.Join(err, s.release())
	}
	return s, nil
}

func (s *shelf) fill(ctx context.Context, documents iter.Seq[*document]) error {
	batches, failed := errgroup.WithContext(ctx)
	batches.SetLimit(atOnce)
	batch, n := s.index.NewBatch(), 0
	write := func(full *bleve.Batch) {
		batches.Go(func() error {
			if err := s.index.Batch(full); err != nil {
				return fmt.Errorf("add a batch of articles: %w", err)
			}
			return nil
		})
		batch = s.index.NewBatch()
	}
	for d := range documents {
		if failed.Err() != nil {
			break
		}
		if err := batch.IndexAdvanced(d.numbered(n)); err != nil {
			return errors.Join(fmt.Errorf("add an article: %w", err), batches.Wait())
		}
		n++
		if batch.Size() == perBatch {
			write(batch)
		}
	}
	if batch.Size() > 0 {
		write(batch)
	}
	if err := errors.Join(batches.Wait(), context.Cause(ctx)); err != nil { // stopped early, the documents end early
		return err
	}
	return s.open(n)
}

// open finds out which of the documents each number of Bleve's stands for: it numbers them as its analysis gets ready.
func (s *shelf) open(documents int) error {
	all, err := s.index.Advanced()
	if err != nil {
		return err
	}
	reader, err := all.Reader()
	if err != nil {
		return err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return errors.Join(fmt.Errorf("the inverted index is read by a %T, which has no segments", reader), reader.Close())
	}
	s.reader = snapshot
	s.places = make([]uint32, documents)
	var number bleveindex.IndexInternalID
	for i := range s.places {
		number = bleveindex.NewIndexInternalID(number, uint64(i))
		id, err := s.reader.ExternalID(number)
		if err != nil {
			return err
		}
		place, err := strconv.ParseUint(id, 10, 32)
		if err != nil || place >= uint64(documents) {
			return fmt.Errorf("document %q among %d documents", id, documents)
		}
		s.places[i] = uint32(place)
	}
	return nil
}

// share adds a user.
func (s *shelf) share() { s.users.Add(1) }

// release takes a user away.
func (s *shelf) release() error {
	if s.users.Add(-1) > 0 {
		return nil
	}
	var err error
	if s.reader != nil {
		err = s.reader.Close()
	}
	return errors.Join(err, s.index.Close())
}

// part is a shelf as one state of an Index sees it.
type part struct {
	shelf    *shelf
	articles []int32 // by Bleve's number of a document: its number in the base, or gone
}

// gone stands for an article that is no longer in the base, or was changed and is found in another part.
const gone = -1

// newPart looks at a shelf; articles tells the number of each document, by its place there.
func newPart(s *shelf, articles []int32) part {
	p := part{shelf: s, articles: make([]int32, len(s.places))}
	for i, place := range s.places {
		p.articles[i] = articles[place]
	}
	return p
}
