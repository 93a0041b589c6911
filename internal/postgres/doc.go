// Package postgres keeps everything that must survive: the inbox, the outbox, the business and the jobs. It is the only
// user of pgx and River. One file is about one topic, with the SQL by hand beside its method.
//
// DB.Handle and DB.InTx open a transaction and pass it on as a Tx; whatever the bot changes while it handles an
// update, the messages that follow from it included, is a method of Tx and so commits or vanishes together.
package postgres
