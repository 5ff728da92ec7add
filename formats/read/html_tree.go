package read

import (
	"slices"

	"golang.org/x/net/html/atom"
)

// begin begins an element. In drawings, one can close itself.
func (p *page) begin(tag atom.Atom, a attributes, closed bool) error {
	p.fresh = false
	p.head.see(tag, a)
	switch tag {
	case atom.Base:
		if u := pageAddress(webAddress(p.base, a["href"])); u != nil && !p.based && a["href"] != "" {
			p.base, p.based = u, true
		}
	case atom.Html, atom.Head:
		return nil
	case atom.Body:
		p.open = p.open[:1] // whatever was left open before
	case atom.Br:
		if !p.top().hidden {
			p.lineBreak()
		}
	case atom.Img:
		p.picture(a["alt"])
	case atom.A:
		if words := p.kind.footnotes[a["title"]]; words != "" && a["role"] == "doc-noteref" {
			n := &Note{Words: "Footnote: " + words}
			p.notes = append(p.notes, n)
			p.ends(&n.Start)
		}
	}
	if void[tag] && !blocks[tag] || closed && p.top().hidden {
		return nil
	}
	p.implied(tag)
	if blocks[tag] {
		p.prose.end(p.region())
	}
	if void[tag] {
		return nil
	}
	if tag == atom.A {
		p.closeAnchor()
		if href, leads := a["href"]; leads && !p.top().hidden && !hides(tag, a) {
			p.link = p.openLink(webAddress(p.base, href))
		}
	}
	return p.push(tag, a)
}

// push notes an element that has begun. One that changes nothing need not be known.
func (p *page) push(tag atom.Atom, a attributes) error {
	top := p.top()
	e := element{tag: tag, hidden: top.hidden || hides(tag, a), pre: preserves(tag, a, top.pre), region: regionOf(tag, a, top.region)}
	if !blocks[tag] && !e.hidden && e.pre == top.pre && p.last(tag) < 0 {
		return nil
	}
	if len(p.open) == deepestPage {
		return fileError(tangled, "page")
	}
	p.open = append(p.open, e)
	p.fresh = tag == atom.Pre || tag == atom.Listing
	return nil
}

// finish ends an element, and those within it that were left open.
func (p *page) finish(tag atom.Atom) {
	switch {
	case tag == atom.A:
		p.closeAnchor()
	case tag == atom.Br:
		if !p.top().hidden {
			p.lineBreak() // as the standard says
		}
		return
	case tag == atom.Html, tag == atom.Head, tag == atom.Body:
		return
	}
	if blocks[tag] {
		p.prose.end(p.region())
	}
	at := p.last(tag)
	if at < 0 && headings[tag] {
		at = slices.IndexFunc(p.open, func(e element) bool { return headings[e.tag] })
	}
	if at > 0 {
		p.open = p.open[:at]
	}
}

// last is where the innermost element of a kind is open, none beyond the cell or the like that we are in; -1 where there is none.
func (p *page) last(tag atom.Atom) int {
	for i := len(p.open) - 1; i > 0; i-- {
		if p.open[i].tag == tag {
			return i
		}
		if scopes[p.open[i].tag] && !tabular[tag] {
			break
		}
	}
	return -1
}

// implied ends the elements that end where one of this kind begins, as a paragraph does before a heading.
func (p *page) implied(tag atom.Atom) {
	ends, until := endings(tag)
	for i := len(p.open) - 1; i > 0; i-- {
		open := p.open[i].tag
		if slices.Contains(ends, open) {
			p.prose.end(p.region())
			p.open = p.open[:i]
			continue
		}
		if slices.Contains(until, open) || scopes[open] && !tabular[tag] {
			break
		}
	}
}

func (p *page) closeAnchor() {
	p.closeLink(p.link)
	p.link = nil
}

// picture makes a caption of the words that stand for a picture.
func (p *page) picture(alt string) {
	if alt = fact(alt); p.kind.alts && alt != "" && !p.top().hidden {
		p.enter()
		p.write(alt)
		p.leave(caption)
	}
}
