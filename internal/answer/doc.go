// Package answer turns a question into a decision: answer it, suggest the best articles, or hand it to a manager, each
// with its reason. It knows the knowledge base and the search, but neither Telegram nor SQL.
package answer
