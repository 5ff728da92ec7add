package read

import (
	"math"
	"slices"
)

// pageMetrics are a document's measures, in points.
type pageMetrics struct {
	lines   []placedLine
	body    float64           // the size of most letters
	leading []float64         // the usual distance between lines around each line; 0 if unknown
	reach   []horizontalRange // the extent of the column around each line
}

// columnKey is a strip of a page, 20 points wide, in which lines of a size begin (or end, if they run from right to
// left).
type columnKey struct {
	page, strip int
	fromRight   bool
	size        float64
}

type horizontalRange struct{ left, right float64 }

// roundSize rounds a size to half a point, because fonts' boxes differ by less from line to line.
func roundSize(size float64) float64 { return math.Round(size*2) / 2 }

func measureLines(lines []placedLine) pageMetrics {
	g := pageMetrics{lines: lines, leading: make([]float64, len(lines)), reach: make([]horizontalRange, len(lines))}
	letters := map[float64]int{}
	for _, line := range lines {
		size := roundSize(line.fontSize())
		letters[size] += len(line.Text)
		if letters[size] > letters[g.body] {
			g.body = size
		}
	}
	g.measureLeading()
	g.measureReach()
	return g
}

// leadingWindow is the number of distances around a line from which its usual distance is computed. It is small, because parts of a
// document differ.
const leadingWindow = 8

// measureLeading finds the usual distance between the lines around each line. It does not use the median, because in a text of short
// paragraphs most distances are those between paragraphs.
func (g *pageMetrics) measureLeading() {
	type step struct {
		line int
		down float64
	}
	steps := map[float64][]step{}
	for i := 1; i < len(g.lines); i++ {
		size := roundSize(g.lines[i].fontSize())
		if g.lines[i-1].page != g.lines[i].page || roundSize(g.lines[i-1].fontSize()) != size {
			continue
		}
		if down := g.lines[i-1].Bottom - g.lines[i].Bottom; down > size/2 && down < 2.5*size {
			steps[size] = append(steps[size], step{i, down})
		}
	}
	at := map[float64]int{}
	for i, line := range g.lines {
		size := roundSize(line.fontSize())
		near := steps[size]
		if len(near) == 0 {
			continue
		}
		for at[size] < len(near)-1 && near[at[size]].line < i {
			at[size]++
		}
		from, to := max(0, at[size]-leadingWindow), min(len(near), at[size]+leadingWindow+1)
		downs := make([]float64, 0, to-from)
		for _, s := range near[from:to] {
			downs = append(downs, s.down)
		}
		slices.Sort(downs)
		g.leading[i] = downs[len(downs)/5]
	}
}

// measureReach finds the extent of the column around each line. It is the extent of the lines that follow one another without a gap. If
// those are few, it is the extent of all lines of that size that begin at about the same position. A headline over several columns
// therefore does not widen the first column.
func (g *pageMetrics) measureReach() {
	strips := map[columnKey]horizontalRange{}
	for _, line := range g.lines {
		key := newColumnKey(line)
		if e, known := strips[key]; known {
			strips[key] = horizontalRange{min(e.left, line.Left), max(e.right, line.Right)}
		} else {
			strips[key] = horizontalRange{line.Left, line.Right}
		}
	}
	for from := 0; from < len(g.lines); {
		to := from + 1
		for to < len(g.lines) && isBelow(g.lines[to-1], g.lines[to]) {
			to++
		}
		block, certain := blockRange(g.lines[from:to])
		for i := from; i < to; i++ {
			g.reach[i] = block
			if !certain {
				g.reach[i] = stripRange(strips, g.lines[i], block)
			}
		}
		from = to
	}
}

// isBelow reports whether a line is directly below another in the same column.
func isBelow(before, line placedLine) bool {
	size := line.fontSize()
	down := before.Bottom - line.Bottom
	return before.page == line.page && math.Abs(before.fontSize()-size) <= 0.15*max(size, before.fontSize()) && down > -size/2 &&
		down < 2.5*size &&
		line.Left < before.Right && before.Left < line.Right && isRightToLeft(before.Text) == isRightToLeft(line.Text)
}

// minBlockLines is how many lines show the width of their column.
const minBlockLines = 4

// blockRange returns the extent of lines below one another, without a single one that is much wider than all others.
func blockRange(lines []placedLine) (reach horizontalRange, certain bool) {
	lefts, rights := make([]float64, len(lines)), make([]float64, len(lines))
	for i, line := range lines {
		lefts[i], rights[i] = line.Left, line.Right
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	reach = horizontalRange{lefts[0], rights[len(rights)-1]}
	if len(lines) < minBlockLines {
		return reach, false
	}
	slack := 0.12 * (reach.right - reach.left)
	if second := rights[len(rights)-2]; reach.right-second > slack && !isRightToLeft(lines[0].Text) {
		reach.right = second
	}
	if second := lefts[1]; second-reach.left > slack && isRightToLeft(lines[0].Text) {
		reach.left = second
	}
	return reach, true
}

// stripRange returns the extent of the lines of a line's size that begin at about the same position.
func stripRange(strips map[columnKey]horizontalRange, line placedLine, reach horizontalRange) horizontalRange {
	at := newColumnKey(line)
	for strip := at.strip - 1; strip <= at.strip+1; strip++ {
		near := at
		near.strip = strip
		if e, known := strips[near]; known {
			reach = horizontalRange{min(reach.left, e.left), max(reach.right, e.right)}
		}
	}
	return reach
}

func newColumnKey(line placedLine) columnKey {
	if isRightToLeft(line.Text) {
		return columnKey{line.page, int(line.Right / 20), true, roundSize(line.fontSize())}
	}
	return columnKey{line.page, int(line.Left / 20), false, roundSize(line.fontSize())}
}
