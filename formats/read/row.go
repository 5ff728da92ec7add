package read

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A row of a table becomes one paragraph, with a heading before each cell: "Town: Ashford | People: 74,000". A table whose cells are long
// or have several paragraphs only arranges text. Its paragraphs stay separate.
const (
	cellSeparator  = " | "
	headingEnd     = ": "
	maxCellLen     = 300 // code points; the longest cell of a row that is one paragraph
	maxHeadingLen  = 80  // code points; a longer heading is not repeated
	maxTableDepth  = 30
	maxHeadingRows = 3
	maxRowBytes    = 8 << 10 // of the headings that a row repeats
)

// openTable is a table whose rows are being read.
type openTable struct {
	headings []string // by column; from rows whose cells are all headings
	rows     int
	row      *openRow
}

// openRow is a row whose cells are being read.
type openRow struct {
	depth int   // number of open text boxes around the row
	from  int   // number of paragraphs of the outer one before the row
	cells []int // the end of each cell among the paragraphs
	spans []int // the columns that each cell takes
	heads int   // number of cells that are headings
}

func (p *prose) enterTable() { p.tables = append(p.tables, &openTable{}) }

func (p *prose) leaveTable() {
	if n := len(p.tables); n > 0 {
		p.leaveRow()
		p.tables = p.tables[:n-1]
	}
}

func (p *prose) table() *openTable {
	if len(p.tables) == 0 || len(p.tables) > maxTableDepth {
		return nil
	}
	return p.tables[len(p.tables)-1]
}

// enterRow begins a row. A row that is still open ends.
func (p *prose) enterRow() {
	t := p.table()
	if t == nil {
		return
	}
	p.leaveRow()
	p.end(bodyRegion)
	t.row = &openRow{depth: len(p.open), from: len(p.current().nested)}
	p.enterTextBox()
}

// leaveCell ends a cell that spans a number of columns.
func (p *prose) leaveCell(heading bool, span int) {
	t := p.table()
	if t == nil || t.row == nil || len(p.open) != t.row.depth+1 {
		return
	}
	p.end(bodyRegion)
	t.row.cells = append(t.row.cells, len(p.open[t.row.depth-1].nested))
	t.row.spans = append(t.row.spans, min(max(span, 1), maxTableColumns))
	if heading {
		t.row.heads++
	}
}

// leaveRow ends the open row of the innermost table, and joins its cells if they contain data.
func (p *prose) leaveRow() {
	t := p.table()
	if t == nil || t.row == nil || len(p.open) <= t.row.depth {
		return
	}
	row := t.row
	for len(p.open) > row.depth+1 {
		p.leaveTextBox("")
	}
	p.leaveCell(false, 1)
	p.leaveTextBox(bodyRegion)
	t.row = nil
	outer := p.current()
	cells := row.contents(outer.nested)
	filled := 0
	for _, c := range cells {
		if c != nil {
			filled++
		}
	}
	heading := row.heads > 0 && row.heads >= filled && t.rows < maxHeadingRows
	if heading {
		t.setHeadings(cells, row.spans)
	}
	t.rows++
	if joined := t.join(cells, row.spans, heading); joined != nil {
		outer.nested = append(outer.nested[:row.from], joined)
	}
	p.end("")
}

// contents returns the only paragraph of each cell, with nil for an empty one; nil if a cell has several.
func (r *openRow) contents(nested []*paragraph) []*paragraph {
	cells, from := make([]*paragraph, len(r.cells)), r.from
	for i, end := range r.cells {
		for _, c := range nested[from:end] {
			if len(c.nested) > 0 || len(c.words) > 0 && cells[i] != nil {
				return nil
			}
			if len(c.words) > 0 {
				cells[i] = c
			} else if len(c.points) > 0 {
				return nil // a comment between the cells; rare, and it has to keep its place
			}
		}
		from = end
	}
	return cells
}

// setHeadings takes the cells of a row as the headings of the rows after it.
func (t *openTable) setHeadings(cells []*paragraph, spans []int) {
	t.headings = t.headings[:0]
	for i, c := range cells {
		heading := ""
		if c != nil && c.length <= maxHeadingLen {
			heading = strings.TrimRight(strings.Join(strings.Fields(string(c.words)), " "), ": ")
		}
		for range spans[i] {
			t.headings = append(t.headings, heading)
		}
	}
}

// join returns the row as one paragraph, or nil if its paragraphs stay separate.
func (t *openTable) join(cells []*paragraph, spans []int, heading bool) *paragraph {
	filled := 0
	for _, c := range cells {
		if c == nil {
			continue
		}
		filled++
		if c.length > maxCellLen || strings.Contains(string(c.words), "\n\n") {
			return nil
		}
	}
	if filled < 2 {
		return nil
	}
	row, column, repeated := &paragraph{region: bodyRegion}, 0, 0
	for i, c := range cells {
		if c != nil {
			head := ""
			if !heading && column < len(t.headings) && repeated < maxRowBytes {
				head = t.headings[column]
			}
			if head != "" && head != strings.TrimSpace(string(c.words)) {
				repeated += len(head)
				head += headingEnd
			} else {
				head = ""
			}
			row.appendCell(head, c)
		}
		column += spans[i]
	}
	return row
}

// appendCell adds a cell with its points.
func (c *paragraph) appendCell(heading string, cell *paragraph) {
	if len(c.words) > 0 {
		heading = cellSeparator + heading
	}
	words := strings.TrimFunc(string(cell.words), isBlank)
	cut := utf8.RuneCountInString(string(cell.words)) - utf8.RuneCountInString(strings.TrimLeftFunc(string(cell.words), isBlank))
	c.words = append(append(c.words, heading...), words...)
	base := c.length + utf8.RuneCountInString(heading)
	length := utf8.RuneCountInString(words)
	for _, at := range cell.points {
		at.offset = base + min(max(at.offset-cut, 0), length)
		c.points = append(c.points, at)
	}
	c.points = slices.Clip(c.points)
	c.length = base + length
}
