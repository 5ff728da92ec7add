package read

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

func tagSet(tags ...atom.Atom) map[atom.Atom]bool {
	set := make(map[atom.Atom]bool, len(tags))
	for _, tag := range tags {
		set[tag] = true
	}
	return set
}

// Elements by their definition in the HTML standard: those rendered as blocks or as parts of tables and
// lists (15.3), those without an end (13.1.2), and those that end a paragraph, or stop the search for an
// open one (13.2).
var (
	blockTags = tagSet(
		atom.Address,
		atom.Article,
		atom.Aside,
		atom.Blockquote,
		atom.Body,
		atom.Caption,
		atom.Center,
		atom.Dd,
		atom.Details,
		atom.Dialog,
		atom.Dir,
		atom.Div,
		atom.Dl,
		atom.Dt,
		atom.Fieldset,
		atom.Figcaption,
		atom.Figure,
		atom.Footer,
		atom.Form,
		atom.H1,
		atom.H2,
		atom.H3,
		atom.H4,
		atom.H5,
		atom.H6,
		atom.Header,
		atom.Hgroup,
		atom.Hr,
		atom.Legend,
		atom.Li,
		atom.Listing,
		atom.Main,
		atom.Menu,
		atom.Nav,
		atom.Ol,
		atom.Optgroup,
		atom.Option,
		atom.P,
		atom.Plaintext,
		atom.Pre,
		atom.Search,
		atom.Section,
		atom.Summary,
		atom.Table,
		atom.Tbody,
		atom.Td,
		atom.Tfoot,
		atom.Th,
		atom.Thead,
		atom.Tr,
		atom.Ul,
		atom.Xmp,
	)
	voidTags = tagSet(
		atom.Area,
		atom.Base,
		atom.Basefont,
		atom.Bgsound,
		atom.Br,
		atom.Col,
		atom.Embed,
		atom.Frame,
		atom.Hr,
		atom.Img,
		atom.Input,
		atom.Keygen,
		atom.Link,
		atom.Meta,
		atom.Param,
		atom.Source,
		atom.Track,
		atom.Wbr,
	)
	paragraphEndingTags = tagSet(
		atom.Address,
		atom.Article,
		atom.Aside,
		atom.Blockquote,
		atom.Center,
		atom.Dd,
		atom.Details,
		atom.Dialog,
		atom.Dir,
		atom.Div,
		atom.Dl,
		atom.Dt,
		atom.Fieldset,
		atom.Figcaption,
		atom.Figure,
		atom.Footer,
		atom.Form,
		atom.H1,
		atom.H2,
		atom.H3,
		atom.H4,
		atom.H5,
		atom.H6,
		atom.Header,
		atom.Hgroup,
		atom.Hr,
		atom.Li,
		atom.Listing,
		atom.Main,
		atom.Menu,
		atom.Nav,
		atom.Ol,
		atom.P,
		atom.Plaintext,
		atom.Pre,
		atom.Search,
		atom.Section,
		atom.Summary,
		atom.Table,
		atom.Ul,
		atom.Xmp,
	)
	scopeTags = tagSet(atom.Button, atom.Caption, atom.Marquee, atom.Object, atom.Table, atom.Td, atom.Template, atom.Th)
	tableTags = tagSet(
		atom.Caption,
		atom.Table,
		atom.Tbody,
		atom.Td,
		atom.Tfoot,
		atom.Th,
		atom.Thead,
		atom.Tr,
		atom.Template,
		atom.Object,
		atom.Button,
	)
	headingTags = tagSet(atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
)

// skippedTags are elements whose text is not part of the article: invisible ones, struck-out text, navigation,
// forms and players.
var skippedTags = tagSet(
	atom.Del,
	atom.S,
	atom.Strike,
	atom.Script,
	atom.Style,
	atom.Template,
	atom.Noscript,
	atom.Noembed,
	atom.Noframes,
	atom.Iframe,
	atom.Title,
	atom.Nav,
	atom.Svg,
	atom.Object,
	atom.Audio,
	atom.Video,
	atom.Canvas,
	atom.Select,
	atom.Datalist,
	atom.Textarea,
	atom.Button,
	atom.Rp,
	atom.Rt,
)

// Elements that end others, as in lists and tables.
var (
	paragraphOnly = []atom.Atom{atom.P}
	rowParts      = []atom.Atom{atom.Td, atom.Th, atom.Caption}
	inTable       = []atom.Atom{atom.Table, atom.Template}
)

// impliedEndings returns, for an element that begins, the open elements that end there, and the elements at which the search for them
// stops.
func impliedEndings(tag atom.Atom) (ends, until []atom.Atom) {
	switch tag {
	case atom.Li:
		return []atom.Atom{atom.Li, atom.P}, []atom.Atom{atom.Ul, atom.Ol, atom.Menu, atom.Dir}
	case atom.Dd, atom.Dt:
		return []atom.Atom{atom.Dd, atom.Dt, atom.P}, []atom.Atom{atom.Dl}
	case atom.Td, atom.Th:
		return rowParts, append(inTable, atom.Tr)
	case atom.Tr:
		return append(rowParts, atom.Tr), inTable
	case atom.Tbody, atom.Thead, atom.Tfoot:
		return append(rowParts, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot), inTable
	case atom.Option:
		return []atom.Atom{atom.Option}, []atom.Atom{atom.Select, atom.Datalist, atom.Optgroup}
	case atom.Rt, atom.Rp:
		return []atom.Atom{atom.Rt, atom.Rp}, []atom.Atom{atom.Ruby}
	}
	switch {
	case headingTags[tag]:
		return []atom.Atom{atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}, nil
	case paragraphEndingTags[tag]:
		return paragraphOnly, nil
	}
	return nil, nil
}

// isHidden reports whether an element is not shown or not part of the article. This includes the bullets and numbers that Microsoft Word
// inserts into copied text, and the numbers of footnotes, which are only links between a text and its note.
func isHidden(tag atom.Atom, a attributes) bool {
	if skippedTags[tag] {
		return true
	}
	_, open := a["open"]
	switch {
	case tag == atom.Dialog && !open, a["role"] == "navigation", a["role"] == "doc-noteref", a["role"] == "doc-backlink":
		return true
	case slices.ContainsFunc(strings.Fields(strings.ToLower(a["class"])), func(c string) bool { return noteNumberClasses[c] }):
		return true
	}
	return strings.Contains(compactStyle(a["style"]), "mso-list:ignore")
}

// noteNumberClasses are the classes of footnote numbers in LibreOffice and Word.
var noteNumberClasses = map[string]bool{"sdfootnoteanc": true, "sdfootnotesym": true, "sdendnoteanc": true, "sdendnotesym": true,
	"msofootnotereference": true, "msoendnotereference": true}

// preservesSpace reports whether white space is preserved.
func preservesSpace(tag atom.Atom, a attributes, around bool) bool {
	switch tag {
	case atom.Pre, atom.Listing, atom.Xmp, atom.Plaintext:
		return true
	case atom.Table:
		return false
	}
	_, said, found := strings.Cut(strings.ToLower(strings.Join(strings.Fields(a["style"]), "")), "white-space:")
	if !found {
		return around
	}
	said, _, _ = strings.Cut(said, ";")
	return said == "pre" || said == "pre-wrap" || said == "break-spaces"
}

// regionOf returns the region that an element declares for its text, or that of its parent.
func regionOf(tag atom.Atom, a attributes, around string) string {
	switch {
	case headingTags[tag], a["role"] == "heading":
		return headlineRegion
	case tag == atom.Figcaption, tag == atom.Caption:
		return captionRegion
	case tag == atom.Blockquote:
		return quoteBoxRegion
	case tag == atom.Li, tag == atom.Dd, tag == atom.Dt:
		return listRegion
	case !blockTags[tag]:
		return around
	}
	classes := strings.Fields(strings.ToLower(a["class"]))
	switch {
	case slices.Contains(classes, "byline"), a["itemprop"] == "author", a["rel"] == "author":
		return bylineRegion
	case slices.ContainsFunc(classes, func(c string) bool { return strings.HasPrefix(c, "msolist") }):
		return listRegion
	case slices.Contains(classes, "msotitle"), slices.Contains(classes, "msosubtitle"):
		return headlineRegion
	case tag == atom.P && len(classes) == 1 && (classes[0] == "author" || classes[0] == "subtitle" || classes[0] == "title"): // pandoc, LibreOffice
		return namedRegion(classes[0])
	case slices.Contains(classes, "msocaption"):
		return captionRegion
	case around == "" && (tag == atom.P || tag == atom.Td || tag == atom.Th || tag == atom.Pre):
		return bodyRegion
	}
	return around
}
