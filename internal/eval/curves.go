package eval

import "math"

// Bin holds the questions whose confidence lies in one tenth of its range.
type Bin struct {
	Questions  int
	Confidence float64 // the mean
	Right      float64 // the part whose first hit is right
	// Low and High are the 95 % confidence interval of that part, by Wilson's score (E. Wilson,
	// Probable Inference, the Law of Succession, and Statistical Inference, JASA 22, 1927).
	Low, High float64
}

// binCount is the number of bins, all of equal width.
const binCount = 10

// Reliability sets what the confidence promises beside what came true, bin by bin: on a perfectly calibrated run
// both are equal (M. DeGroot, S. Fienberg, The Comparison and Evaluation of Forecasters, The Statistician 32, 1983).
// Empty bins are left out.
func Reliability(answers []Answer) []Bin {
	var shown []Bin
	for _, b := range bins(surestFirst(answers)) {
		if b.questions == 0 {
			continue
		}
		n := float64(b.questions)
		low, high := wilson(b.right, b.questions)
		shown = append(shown, Bin{
			Questions: b.questions, Confidence: b.confidence / n, Right: float64(b.right) / n, Low: low, High: high,
		})
	}
	return shown
}

// bin is a Bin that is being filled.
type bin struct {
	questions, right int
	confidence       float64 // the sum
}

// gap is how far promise and truth are apart, times the number of questions.
func (b bin) gap() float64 { return math.Abs(b.confidence - float64(b.right)) }

func bins(outcomes []outcome) (all [binCount]bin) {
	for _, o := range outcomes {
		b := &all[min(binCount-1, max(0, int(o.confidence*binCount)))]
		b.questions++
		b.confidence += o.confidence
		if o.right() {
			b.right++
		}
	}
	return all
}

func wilson(right, all int) (low, high float64) {
	const z = 1.96 // 95 %
	n := float64(all)
	p := float64(right) / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// Point is what answering from a confidence on comes to.
type Point struct {
	Confidence float64
	Coverage   float64 // part of the answerable questions that are answered rightly
	Precision  float64 // part of the answers given that are right
}

// Thresholds are the points of all thresholds that make a difference, from the highest confidence down: precision
// bought with coverage (R. El-Yaniv, Y. Wiener, On the Foundations of Noise-free Selective Classification, JMLR 11, 2010).
func Thresholds(answers []Answer) []Point {
	sorted := surestFirst(answers)
	answerable := countAnswerable(sorted)
	var points []Point
	eachThreshold(sorted, func(confidence float64, answered, right int) {
		points = append(points, Point{Confidence: confidence, Coverage: part(right, answerable), Precision: part(right, answered)})
	})
	return points
}
