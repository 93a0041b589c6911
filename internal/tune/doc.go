// Package tune fits the numbers of the search, which are the weights of its ranking, the calibration of its confidence and
// the thresholds of its answers, on labelled questions, or counts the thresholds on a knowledge base's own articles.
//
//   - set.go searches for all questions once and deals them out to folds. After that nothing is searched any more: ranking and
//     confidence are computed from what [index.Observation] kept.
//   - ranking.go fits a conditional logit: under the weights the right candidates of a question shall have most of the softmax
//     over all of them. logistic.go fits the regressions of confidence and suggestion. Both go through minimise.go, which
//     keeps bounds of weights whose sign is certain, and are drawn to a start by prior.go.
//   - crossfit.go judges every question by numbers that had not seen it: the regressions are fitted on questions that their
//     ranking had not seen, and tested on a fold, or a whole domain, that neither had.
//   - choose_pull.go and choose_form.go decide how far to move from the start, on questions left out, by folds and by domains:
//     the strongest pull, and the simplest form of calibration, that no other beats by more than a standard error. So a company with forty questions mostly
//     keeps what it began with, and one with some hundred gets its own.
//   - thresholds.go counts from which confidence answers reach a precision.
//   - articles.go and calibrate.go do without labelled questions.
//
// # How index/model.json is made
//
// FAQBOT_EVAL_DATA=DIR make model fits it from nothing to four labelled sets in folders of DIR, each with its articles in
// kb.jsonl and its questions in queries.dev.jsonl. Each set stands twice: as it is, and as "-answers", where "question"
// and "alt_questions" of every article are emptied, so that its questions can only be found by answers. The Makefile
// holds the weights of the sets. The same sets give the same numbers to the last digit; only "before" tells of the model
// that lay there. Whoever adds a feature or a signal gives it the weight 0 in model.json first, since without it nothing
// is read.
//
// # What was tried
//
// Each on four public sets of labelled questions, cross-validated and with the whole domain left out:
//
//   - Isotonic regression and beta calibration on top of the logistic regression: no better within a domain (log loss 0.436
//     and 0.428 against 0.424 on the students' questions, AUROC lower by 0.007 and 0.002), and worse in unseen ones (0.610
//     and 0.617 against 0.598 on the video service's). So there is neither.
//   - Judging a pull of the ranking by its plain loss in unseen domains: it chose weights so small that R@1 fell by a point,
//     since a domain of easy questions makes weights too sure for a hard one. Order does not depend on their size, so
//     losses are compared at each domain's best scale.
//   - Choosing by unseen domains alone: it drew everything harder, and companies whose questions were seen lost more (up to a
//     point of R@1, and half of what could be answered at 90 % precision) than unseen ones gained. So both count.
//   - A company's ranking fitted with the pull of the lowest loss: with 60 to 240 of the students' questions the AUROC on the
//     others fell by up to 0.010. With the strongest pull within a standard error it fell by 0.002 at most, and 240
//     questions gained 2 points of R@1.
//   - A bias and a scale of the confidence fitted on the articles' own questions: the calibration error on real questions fell
//     in one of three knowledge bases and rose in two. Thresholds alone are counted on them.
package tune
