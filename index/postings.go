package index

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// postingsReader reads who holds a term. It goes to the segments of Bleve's index itself: the reader that Bleve puts before
// them is for queries that go through the documents in order, and costs as much again as the postings. Dictionaries keep
// state, so every scratch has its own.
type postingsReader struct {
	parts [][]openSegment // by number of the part; nil before it is read from
	held  []heldBy
	term  []byte
}

// heldBy is an article that holds a term, n times.
type heldBy struct {
	article uint32
	n       uint32
}

// openSegment is a segment that is being read from.
type openSegment struct {
	first        int             // Bleve's number of its first document
	deleted      *roaring.Bitmap // documents in it that are no more
	dictionaries [fields]segment.TermDictionary
	list         segment.PostingsList     // room for the next term
	iterator     segment.PostingsIterator // likewise
}

// of returns the articles of a part that hold a term. They are good until the next call.
func (r *postingsReader) of(p *part, number int, w *wanted) ([]heldBy, error) {
	segments, err := r.open(p, number)
	if err != nil {
		return nil, err
	}
	r.held, r.term = r.held[:0], append(r.term[:0], w.term...)
	for i := range segments {
		if err := r.read(&segments[i], p.articles, w.field); err != nil {
			return nil, err
		}
	}
	return r.held, nil
}

func (r *postingsReader) read(s *openSegment, articles []int32, in field) (err error) {
	if s.list, err = s.dictionaries[in].PostingsList(r.term, s.deleted, s.list); err != nil || s.list.Count() == 0 {
		return err
	}
	s.iterator = s.list.Iterator(true, false, false, s.iterator)
	for {
		found, err := s.iterator.Next()
		if err != nil || found == nil {
			return err
		}
		if article := articles[s.first+int(found.Number())]; article != gone {
			r.held = append(r.held, heldBy{uint32(article), uint32(found.Frequency())})
		}
	}
}

// open opens the segments of a part, in the order of their documents, when it is read from for the first time.
func (r *postingsReader) open(p *part, number int) ([]openSegment, error) {
	for number >= len(r.parts) {
		r.parts = append(r.parts, nil)
	}
	if r.parts[number] != nil {
		return r.parts[number], nil
	}
	segments, first := make([]openSegment, 0, len(p.shelf.reader.Segments())), 0
	for _, s := range p.shelf.reader.Segments() {
		opened, err := openedSegment(s, first)
		if err != nil {
			return nil, err
		}
		segments, first = append(segments, opened), first+int(s.FullSize())
	}
	r.parts[number] = segments
	return segments, nil
}

func openedSegment(s *scorch.SegmentSnapshot, first int) (openSegment, error) {
	opened := openSegment{first: first, deleted: s.Deleted()}
	for i, name := range fieldNames {
		dictionary, err := s.Segment().Dictionary(name)
		if err != nil {
			return openSegment{}, err
		}
		opened.dictionaries[i] = dictionary
	}
	return opened, nil
}
