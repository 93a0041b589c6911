// Package eval measures how well a knowledge base is found: on questions that people labelled with the article that
// answers them, and on the articles' own tests. The commands, the continuous integration and the package tests share it.
package eval
