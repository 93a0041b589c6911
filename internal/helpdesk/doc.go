// Package helpdesk holds the words of the business and their rules: customers ask, questions end in outcomes, what the
// knowledge base cannot answer becomes a ticket, managers take tickets and answer them. It knows neither Telegram nor
// SQL, so the rules can be read, and tested, on their own.
package helpdesk
