package helpdesk

// Found is a ticket that a search found.
type Found struct {
	Ticket  Ticket
	Excerpt []Fragment // of what was said in it, around the words that were looked for
}

// Fragment is a part of an excerpt: a word that was looked for, or what stands between such words.
type Fragment struct {
	Text   string
	Wanted bool
}
