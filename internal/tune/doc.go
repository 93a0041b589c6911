// Package tune fits the numbers of the search, which are the weights of its ranking and the calibration of its
// confidence, on labelled questions.
package tune
