package read

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// startElement handles the start of an element. In drawings, an element can close itself.
func (p *page) startElement(tag atom.Atom, a attributes, closed bool) error {
	p.atPreStart = false
	p.head.readElement(tag, a)
	switch tag {
	case atom.Base:
		if u := pageAddress(webAddress(p.base, a["href"])); u != nil && !p.hasBase && a["href"] != "" {
			p.base, p.hasBase = u, true
		}
	case atom.Html, atom.Head:
		return nil
	case atom.Body:
		p.popTo(1) // drop elements that are still open
	case atom.Br:
		if !p.top().hidden {
			p.lineBreak()
		}
	case atom.Img:
		p.addAltCaption(a["alt"])
	case atom.A:
		if words := p.options.footnotes[a["title"]]; words != "" && a["role"] == "doc-noteref" {
			n := &Note{Words: "Footnote: " + words}
			p.notes = append(p.notes, n)
			p.markEnd(&n.Start)
		}
	}
	if voidTags[tag] && !blockTags[tag] || closed && p.top().hidden {
		return nil
	}
	p.closeImplied(tag)
	if blockTags[tag] {
		p.prose.end(p.region())
	}
	if voidTags[tag] {
		return nil
	}
	if tag == atom.A {
		p.closeAnchor()
		p.comments.anchor(p, a["href"])
		if href, leads := a["href"]; leads && !p.top().hidden && !isHidden(tag, a) {
			p.link = p.openLink(webAddress(p.base, href))
		}
	}
	return p.pushElement(tag, a)
}

// pushElement records an open element, unless it has no effect.
func (p *page) pushElement(tag atom.Atom, a attributes) error {
	top := p.top()
	e := element{tag: tag, hidden: top.hidden, why: top.why, unseen: top.unseen, pre: preservesSpace(tag, a, top.pre),
		region: regionOf(tag, a, top.region), script: scriptOf(tag, a, top.script), began: p.byteCount}
	e.hide(tag, a, p.sheet)
	switch {
	case e.hidden:
	case p.comments.isMark(tag, a):
		e.hidden = true
	default:
		e.leave = p.structure(tag, a)
	}
	if !blockTags[tag] && e.hidden == top.hidden && e.pre == top.pre && e.script == top.script && e.leave == nil && p.lastOpen(tag) < 0 {
		return nil
	}
	if len(p.open) == maxPageDepth {
		return newFileError(tooComplexMessage, "page")
	}
	p.open = append(p.open, e)
	p.atPreStart = tag == atom.Pre || tag == atom.Listing
	return nil
}

// popTo ends the innermost open elements until n are left.
func (p *page) popTo(n int) {
	for len(p.open) > n {
		e := p.top()
		if e.why != "" && !p.open[len(p.open)-2].hidden {
			p.endOmission()
		}
		p.open = p.open[:len(p.open)-1]
		if e.leave != nil {
			e.leave()
		}
	}
}

// structure begins the structure of an element: a part of a table or of a formula, or text in another order than it is written. It
// returns a function to call at the element's end, or nil.
func (p *page) structure(tag atom.Atom, a attributes) (leave func()) {
	switch tag {
	case atom.Bdo:
		override := map[string]string{"rtl": "\u202e", "ltr": "\u202d"}[strings.ToLower(a["dir"])]
		if override == "" {
			return nil
		}
		p.write(override)
		return func() { p.write("\u202c") }
	case atom.Table:
		p.enterTable()
		return p.leaveTable
	case atom.Tr:
		p.enterRow()
		return p.leaveRow
	case atom.Td, atom.Th:
		span, err := strconv.Atoi(a["colspan"])
		if err != nil {
			span = 1
		}
		heading := tag == atom.Th || slices.ContainsFunc(p.open, func(e element) bool { return e.tag == atom.Thead })
		return func() { p.leaveCell(heading, span) }
	}
	return nil
}

// endElement ends an element, and the open ones within it.
func (p *page) endElement(tag atom.Atom) {
	switch {
	case tag == atom.A:
		p.closeAnchor()
	case tag == atom.Br:
		if !p.top().hidden {
			p.lineBreak() // as the standard requires
		}
		return
	case tag == atom.Html, tag == atom.Head, tag == atom.Body:
		return
	}
	if blockTags[tag] {
		p.prose.end(p.region())
	}
	at := p.lastOpen(tag)
	if at < 0 && headingTags[tag] {
		at = slices.IndexFunc(p.open, func(e element) bool { return headingTags[e.tag] })
	}
	if at > 0 {
		p.popTo(at)
	}
}

// lastOpen returns the index of the innermost open element of a kind, within the current table cell or the
// like, or -1.
func (p *page) lastOpen(tag atom.Atom) int {
	for i := len(p.open) - 1; i > 0; i-- {
		if p.open[i].tag == tag {
			return i
		}
		if scopeTags[p.open[i].tag] && !tableTags[tag] {
			break
		}
	}
	return -1
}

// closeImplied ends the open elements that cannot contain an element of this kind, such as a paragraph before a heading.
func (p *page) closeImplied(tag atom.Atom) {
	ends, until := impliedEndings(tag)
	for i := len(p.open) - 1; i > 0; i-- {
		open := p.open[i].tag
		if slices.Contains(ends, open) {
			p.prose.end(p.region())
			p.popTo(i)
			continue
		}
		if slices.Contains(until, open) || scopeTags[open] && !tableTags[tag] {
			break
		}
	}
}

func (p *page) closeAnchor() {
	p.closeLink(p.link)
	p.link = nil
}

// addAltCaption adds the alternative text of a picture as a caption.
func (p *page) addAltCaption(alt string) {
	if alt = cleanProperty(alt); p.options.altCaptions && alt != "" && !p.top().hidden {
		p.enterTextBox()
		p.write(alt)
		p.leaveTextBox(captionRegion)
	}
}
