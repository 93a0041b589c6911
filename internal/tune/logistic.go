package tune

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// trial is one question that was searched: its signals and whether it came out well.
type trial struct {
	signals []float64
	well    bool
	weight  float64
}

// logistic is a logistic regression.
type logistic struct {
	bias float64
	by   []float64
}

func (l *logistic) of(signals []float64) float64 { return sigmoid(l.logit(signals)) }

func (l *logistic) logit(signals []float64) float64 { return l.bias + floats.Dot(l.by, signals) }

// fitLogistic finds the regression of well on the signals. The prior is that of the weights; biasPull draws the log
// odds of a question with average signals to those of the start.
func fitLogistic(trials []trial, p prior, biasPull float64, start logistic) (logistic, error) {
	n := len(start.by)
	mean := make([]float64, n)
	total := 0.0
	for _, t := range trials {
		total += t.weight
		floats.AddScaled(mean, t.weight, t.signals)
	}
	if total == 0 {
		return start, nil
	}
	floats.Scale(1/total, mean)
	// The bias is that of a question with average signals, which hangs less on the weights than that of none.
	with := prior{
		mean: append(p.mean[:n:n], start.logit(mean)), pull: append(p.pull[:n:n], biasPull),
		spread: append(p.spread[:n:n], 1), within: append(p.within[:n:n], unbounded),
	}
	centred := mat.NewVecDense(n+1, nil)
	row := centred.RawVector().Data
	w, err := with.fit(func(w, gradient []float64, curvature *mat.SymDense) float64 {
		loss := 0.0
		for i := range trials {
			t := &trials[i]
			floats.SubTo(row[:n], t.signals, mean)
			row[n] = 1
			z := floats.Dot(w, row)
			loss += t.weight * logLoss(z, t.well)
			if gradient == nil {
				continue
			}
			chance := sigmoid(z)
			curvature.SymRankOne(curvature, t.weight*chance*(1-chance), centred)
			if t.well {
				chance--
			}
			floats.AddScaled(gradient, t.weight*chance, row)
		}
		return loss
	}, total, append(start.by[:n:n], start.logit(mean)))
	if err != nil {
		return logistic{}, err
	}
	return logistic{bias: w[n] - floats.Dot(w[:n], mean), by: w[:n:n]}, nil
}

// deviations returns how much each signal varies over the trials; 1 for one that does not vary.
func deviations(trials []trial, n int) []float64 {
	mean, sum := make([]float64, n), make([]float64, n)
	total := 0.0
	for _, t := range trials {
		total += t.weight
		floats.AddScaled(mean, t.weight, t.signals)
	}
	floats.Scale(1/total, mean)
	for _, t := range trials {
		for i, s := range t.signals {
			sum[i] += t.weight * (s - mean[i]) * (s - mean[i])
		}
	}
	for i := range sum {
		if sum[i] = math.Sqrt(sum[i] / total); sum[i] < tinySpread {
			sum[i] = 1
		}
	}
	return sum
}

func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// logLoss is the negative log of the probability that was given to what happened.
func logLoss(logit float64, well bool) float64 {
	if well {
		logit = -logit
	}
	return softplus(logit)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
