// Package chart draws how far a confidence can be trusted: a reliability diagram and, beside it, the precision that each
// coverage costs. It is apart from package eval, so that who only measures needs no plotting library.
package chart

import (
	"fmt"
	"image/color"
	"io"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/chatbotsmanagers/faqbot/internal/eval"
)

// Formats are the forms of a picture that Draw knows.
var Formats = []string{"svg", "png"}

// Series is a run as it is drawn.
type Series struct {
	Name        string
	Reliability []eval.Bin
	Thresholds  []eval.Point
}

// Of returns the series of a run.
func Of(name string, answers []eval.Answer) Series {
	return Series{Name: name, Reliability: eval.Reliability(answers), Thresholds: eval.Thresholds(answers)}
}

// Size of the picture: two squares with room for their titles.
const (
	width  = 11 * vg.Inch
	height = 5.5 * vg.Inch
)

// colours of the series, told apart by people who see no red or no green too (M. Okabe, K. Ito, Color Universal Design, 2008).
var colours = []color.RGBA{
	{R: 0x00, G: 0x72, B: 0xb2, A: 0xff}, // blue
	{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}, // vermilion
}

var grey = color.RGBA{R: 0x90, G: 0x90, B: 0x90, A: 0xff}

// Draw writes the picture of one run, or of two to compare, in one of Formats. threshold is the confidence from which
// questions are answered; it is marked, unless it is past 1.
func Draw(w io.Writer, format string, threshold float64, series ...Series) error {
	if len(series) > len(colours) {
		return fmt.Errorf("draw %d runs: at most %d can be told apart", len(series), len(colours))
	}
	canvas, err := draw.NewFormattedCanvas(width, height, format)
	if err != nil {
		return fmt.Errorf("draw the run: %w", err)
	}
	calibration, err := reliability(threshold, series)
	if err != nil {
		return fmt.Errorf("draw the reliability diagram: %w", err)
	}
	price, err := coverage(threshold, series)
	if err != nil {
		return fmt.Errorf("draw the precision by coverage: %w", err)
	}
	all := draw.New(canvas)
	all.SetColor(color.White) // an SVG has no ground of its own
	all.Fill(all.Path())
	const margin = vg.Centimeter / 2
	tiles := draw.Tiles{Rows: 1, Cols: 2, PadX: 2 * margin, PadTop: margin, PadBottom: margin, PadLeft: margin, PadRight: margin}
	plots := [][]*plot.Plot{{calibration, price}}
	for i, c := range plot.Align(plots, tiles, all)[0] {
		plots[0][i].Draw(c)
	}
	if _, err := canvas.WriteTo(w); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// newShares is a plot whose axes both are parts of a whole.
func newShares(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding = vg.Points(8)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.X.Tick.Marker, p.Y.Tick.Marker = tenths, tenths
	grid := plotter.NewGrid()
	grid.Horizontal.Color, grid.Vertical.Color = color.Gray{Y: 0xe4}, color.Gray{Y: 0xe4}
	p.Add(grid)
	return p
}

// tenths are ticks at every tenth, each second one with its number.
var tenths = func() plot.ConstantTicks {
	ticks := make(plot.ConstantTicks, 0, 11)
	for i := range cap(ticks) {
		t := plot.Tick{Value: float64(i) / 10}
		if i%2 == 0 {
			t.Label = fmt.Sprintf("%.1f", t.Value)
		}
		ticks = append(ticks, t)
	}
	return ticks
}()

// dashed adds a grey line that is no measurement.
func dashed(p *plot.Plot, name string, from, to plotter.XY) error {
	line, err := plotter.NewLine(plotter.XYs{from, to})
	if err != nil {
		return err
	}
	line.Color, line.Dashes = grey, []vg.Length{vg.Points(4), vg.Points(3)}
	p.Add(line)
	p.Legend.Add(name, line)
	return nil
}
