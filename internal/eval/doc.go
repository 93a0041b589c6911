// Package eval measures how well a knowledge base is found: on questions that people labelled with the article that
// answers them, and on the articles' own tests. The commands, the continuous integration and the package tests share it.
//
//   - questions.go reads labelled questions, run.go asks them and writes a run, readrun.go reads one back.
//   - outcome.go reduces an answered question to what counts, measures.go turns outcomes into figures, report.go gathers
//     them; curves.go has what a picture shows, which package chart draws.
//   - groups.go measures each kind of question apart; mistakes.go and why.go tell what went wrong.
//   - compare.go says whether a run is better than another, resample.go how much of it is chance.
//   - tests.go asks the articles' own tests.
//
// Two figures lean to one side on few questions. The coverage at a precision takes the best threshold with hindsight, so it is
// too good; the expected calibration error is too high, as chance alone keeps promise and truth apart in a bin that holds few questions.
package eval
