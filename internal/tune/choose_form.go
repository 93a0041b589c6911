package tune

import "slices"

// simplePull is how many questions speak for the one or two numbers that are there.
const simplePull = 2

// forms are how much of a calibration may be fitted, from the simplest on.
func forms(fresh bool) []form {
	all := []form{{kind: kept}, {shifted, simplePull}, {scaled, simplePull}}
	if fresh {
		all = nil
	}
	for _, pull := range slices.Backward(pulls) {
		all = append(all, form{refit, pull})
	}
	return all
}

// chooseForm sets how much of the calibration is fitted: the simplest form that no other is better than by more than
// chance explains; from nothing the best.
func (f *fitter) chooseForm(js []judged, fresh bool) (choice, error) {
	asked := f.lifelike(searched(js))
	all := forms(fresh)
	losses := make([][]float64, len(all))
	best := 0
	for i, form := range all {
		with := *f
		with.form = form
		var err error
		if losses[i], err = with.confidenceLosses(asked, js); err != nil {
			return choice{}, err
		}
		if weighted(asked, losses[i]) < weighted(asked, losses[best]) {
			best = i
		}
	}
	taken := best
	if !fresh {
		taken = slices.IndexFunc(losses, func(l []float64) bool {
			c := compare(asked, losses[best], l)
			return c.gain <= c.noise
		})
	}
	f.form = all[taken]
	return compare(asked, losses[taken], f.startLosses(asked)), nil
}

// searched are the questions that found anything.
func searched(js []judged) []judged {
	return slices.DeleteFunc(slices.Clone(js), func(j judged) bool { return len(j.outcome.IDs) == 0 })
}

// startLosses are those of each question under the calibration of the start.
func (f *fitter) startLosses(js []judged) []float64 {
	all := make([]float64, len(js))
	for i, j := range js {
		all[i] = logLoss(f.start.confidence.logit(j.outcome.Signals), j.first)
	}
	return all
}

// confidenceLosses are those of each question asked under a calibration fitted on all but its part.
func (f *fitter) confidenceLosses(asked, all []judged) ([]float64, error) {
	losses := make([]float64, len(asked))
	splits := f.splits()
	for _, s := range splits {
		for p := range s.parts {
			train := slices.DeleteFunc(slices.Clone(all), func(j judged) bool { return s.of(j.example) == p })
			l, err := f.form.fit(firstTrials(train), f.start.confidence, f.signalsWithin)
			if err != nil {
				return nil, err
			}
			for i, j := range asked {
				if s.of(j.example) == p {
					losses[i] += logLoss(l.logit(j.outcome.Signals), j.first) / float64(len(splits))
				}
			}
		}
	}
	return losses, nil
}
