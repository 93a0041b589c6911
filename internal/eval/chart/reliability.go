package chart

import (
	"fmt"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// reliability draws what came true over what the confidence promised. Each point says how many questions it stands for.
func reliability(threshold float64, series []Series) (*plot.Plot, error) {
	p := newShares("Reliability: does the confidence come true?", "confidence, mean of each tenth",
		"share whose first hit is right, with its 95 % confidence interval")
	p.Legend.Top, p.Legend.Left = true, true
	p.Legend.XOffs = vg.Points(6)
	if err := dashed(p, "as promised", plotter.XY{}, plotter.XY{X: 1, Y: 1}); err != nil {
		return nil, err
	}
	if threshold <= 1 {
		if err := dashed(p, fmt.Sprintf("answered from %.2f", threshold), plotter.XY{X: threshold}, plotter.XY{X: threshold, Y: 1}); err != nil {
			return nil, err
		}
	}
	for i, s := range slices.Backward(series) { // the first one on top
		if len(s.Reliability) == 0 {
			continue
		}
		line, points, err := plotter.NewLinePoints(promises(s.Reliability))
		if err != nil {
			return nil, err
		}
		bars, err := plotter.NewYErrorBars(intervals(s.Reliability))
		if err != nil {
			return nil, err
		}
		line.Color, points.Color, bars.Color = colours[i], colours[i], colours[i]
		points.Shape = draw.CircleGlyph{}
		p.Add(bars, line, points)
		p.Legend.Add(s.Name, line, points)
		if i > 0 {
			continue // the numbers of two runs would lie over each other
		}
		numbers, err := plotter.NewLabels(counts(s.Reliability))
		if err != nil {
			return nil, err
		}
		numbers.Offset = vg.Point{X: vg.Points(5), Y: vg.Points(-11)}
		for k := range numbers.TextStyle {
			numbers.TextStyle[k].Color = colours[i]
			numbers.TextStyle[k].Font.Size = vg.Points(8)
		}
		p.Add(numbers)
	}
	return p, nil
}

func promises(bins []eval.Bin) plotter.XYs {
	points := make(plotter.XYs, len(bins))
	for i, b := range bins {
		points[i] = plotter.XY{X: b.Confidence, Y: b.Right}
	}
	return points
}

// bars are points with their intervals.
type bars struct {
	plotter.XYs
	plotter.YErrors
}

func intervals(bins []eval.Bin) bars {
	bars := bars{promises(bins), make(plotter.YErrors, len(bins))}
	for i, b := range bins {
		bars.YErrors[i].Low, bars.YErrors[i].High = b.Low-b.Right, b.High-b.Right
	}
	return bars
}

func counts(bins []eval.Bin) plotter.XYLabels {
	labels := plotter.XYLabels{XYs: promises(bins), Labels: make([]string, len(bins))}
	for i, b := range bins {
		labels.Labels[i] = strconv.Itoa(b.Questions)
	}
	return labels
}
