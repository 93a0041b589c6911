package helpdesk

// Solved is a question of a customer and the article that turned out to answer it: the customer said that it helped, or
// a manager answered with it.
type Solved struct {
	Question  string
	ArticleID string
}
