package chart

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// coverage draws the precision of the answers over how many questions are answered rightly. The threshold's place is
// marked for the first run: what the other one was answered from is not known.
func coverage(threshold float64, series []Series) (*plot.Plot, error) {
	p := newShares("What more answers cost", "coverage: share of answerable questions answered rightly",
		"precision: share of the answers given that are right")
	p.Legend.Left = true
	p.Legend.XOffs, p.Legend.YOffs = vg.Points(6), vg.Points(6)
	if err := dashed(p, "precision 0.90", plotter.XY{Y: 0.9}, plotter.XY{X: 1, Y: 0.9}); err != nil {
		return nil, err
	}
	for i, s := range slices.Backward(series) { // the first one on top
		if len(s.Thresholds) == 0 {
			continue
		}
		points := make(plotter.XYs, len(s.Thresholds))
		for k, t := range s.Thresholds {
			points[k] = plotter.XY{X: t.Coverage, Y: t.Precision}
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return nil, err
		}
		line.Color = colours[i]
		p.Add(line)
		p.Legend.Add(s.Name, line)
		at, ok := inUse(s.Thresholds, threshold)
		if i > 0 || !ok {
			continue
		}
		mark, err := plotter.NewScatter(plotter.XYs{at})
		if err != nil {
			return nil, err
		}
		mark.Color, mark.Shape, mark.Radius = colours[i], draw.CircleGlyph{}, vg.Points(4)
		p.Add(mark)
		p.Legend.Add(fmt.Sprintf("answered from %.2f", threshold), mark)
	}
	return p, nil
}

// inUse is the point of the lowest confidence that the threshold still answers.
func inUse(points []eval.Point, threshold float64) (at plotter.XY, ok bool) {
	for _, t := range points {
		if t.Confidence >= threshold {
			at, ok = plotter.XY{X: t.Coverage, Y: t.Precision}, true
		}
	}
	return at, ok
}
