package index

import (
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// postings reads who holds a term. It goes to the segments of Bleve's index itself: the reader that Bleve puts before them
// is for queries that go through the documents in order, and costs as much again as the postings. Dictionaries keep
// state, so every scratch has its own.
type postings struct {
	parts []openPart // by number of the part
	found []termPosting
	term  []byte
}

// termPosting is an article that holds a term, n times.
type termPosting struct {
	article uint32
	n       uint32
}

// openPart is a part that was read from before: its segments in the order of their documents.
type openPart []openSegment

type openSegment struct {
	first        int // Bleve's number of its first document
	dictionaries [fields]segment.TermDictionary
	list         segment.PostingsList     // room for the next term
	iterator     segment.PostingsIterator // likewise
}

// of returns the articles of a part that hold a term. They are good until the next call.
func (r *postings) of(p *part, number int, w *wanted) ([]termPosting, error) {
	segments, err := r.open(p, number)
	if err != nil {
		return nil, err
	}
	r.found = r.found[:0]
	for i := range segments {
		if err := r.read(&segments[i], p.articles, w); err != nil {
			return nil, err
		}
	}
	return r.found, nil
}

func (r *postings) read(s *openSegment, articles []int32, w *wanted) (err error) {
	r.term = append(r.term[:0], w.term...)
	if s.list, err = s.dictionaries[w.field].PostingsList(r.term, nil, s.list); err != nil || s.list.Count() == 0 {
		return err
	}
	s.iterator = s.list.Iterator(true, false, false, s.iterator)
	for {
		posting, err := s.iterator.Next()
		if err != nil || posting == nil {
			return err
		}
		if article := articles[s.first+int(posting.Number())]; article != gone {
			r.found = append(r.found, termPosting{uint32(article), uint32(posting.Frequency())})
		}
	}
}

// open opens the segments of a part when it is read from for the first time.
func (r *postings) open(p *part, number int) (openPart, error) {
	for number >= len(r.parts) {
		r.parts = append(r.parts, nil)
	}
	if r.parts[number] != nil {
		return r.parts[number], nil
	}
	segments, first := make(openPart, 0, len(p.shelf.reader.Segments())), 0
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
	opened := openSegment{first: first}
	for field, name := range fieldNames {
		dictionary, err := s.Segment().Dictionary(name)
		if err != nil {
			return openSegment{}, err
		}
		opened.dictionaries[field] = dictionary
	}
	return opened, nil
}
