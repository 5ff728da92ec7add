package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxStyleChain is how many styles can be based on one another before they are taken to go round in a circle.
const maxStyleChain = 50

// styles are those of a Word file.
type styles struct {
	named    map[string]style // by id
	normal   string           // the id of the style of paragraphs that name none
	language string           // of the text, where no more is said
}

// style is what says which region the paragraphs of a style belong to.
type style struct {
	name, parent string
	outlined     bool // it has an outline level
	numbered     bool // it has a bullet or a number
}

// regionsByName are the built-in styles of Word by their names, which stay English in every language (only the ids are translated),
// those of
// LibreOffice and pandoc, and what newsrooms call theirs: in small letters, without spaces and the number at the end. The list paragraph is
// not among them: Word gives that style to any indented paragraph.
var regionsByName = map[string]string{
	"title": headlineRegion, "subtitle": headlineRegion, "heading": headlineRegion, "headline": headlineRegion, "subhead": headlineRegion, "subheading": headlineRegion, "tocheading": headlineRegion,
	"author": bylineRegion, "byline": bylineRegion,
	"caption": captionRegion, "imagecaption": captionRegion, "tablecaption": captionRegion, "illustration": captionRegion, "figure": captionRegion, "drawing": captionRegion,
	"quote": quoteBoxRegion, "intensequote": quoteBoxRegion, "blocktext": quoteBoxRegion, "quotations": quoteBoxRegion, "blockquotation": quoteBoxRegion, "pullquote": quoteBoxRegion,
	"list": listRegion, "listbullet": listRegion, "listnumber": listRegion, "listcontinue": listRegion,
	"normal": bodyRegion, "bodytext": bodyRegion, "textbody": bodyRegion, "standard": bodyRegion, "firstparagraph": bodyRegion,
}

// namedRegion is the region that a style's name alone tells; "" where it tells none.
func namedRegion(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	return regionsByName[strings.TrimRight(name, "0123456789")]
}

// region is that of the paragraphs of a style: what the style says, or else the one that it is based on.
func (s styles) region(id string) string {
	if id == "" {
		id = s.normal
	}
	numbered := false
	for range maxStyleChain {
		st, ok := s.named[id]
		if !ok {
			st.name = id // a file without styles means the built-in ones
		}
		numbered = numbered || st.numbered
		region := namedRegion(st.name)
		switch {
		case st.outlined:
			return headlineRegion
		case region != "" && region != bodyRegion:
			return region
		case region == "" && ok && st.parent != "":
			id = st.parent
			continue
		}
		break
	}
	if numbered {
		return listRegion
	}
	return bodyRegion
}

// readStyles reads the styles of paragraphs, and the language that the text is in by default.
func (d *docx) readStyles(part string) (styles, error) {
	s := styles{named: map[string]style{}}
	var at style
	err := d.readPart(part, elementHandler{start: func(e xml.StartElement) (func(), bool) {
		switch e.Name.Local {
		case "style":
			if kind := attributeValue(e, "type"); kind != "paragraph" && kind != "" {
				return nil, false
			}
			at = style{}
			return func() {
				s.named[attributeValue(e, "styleId")] = at
				if isOn(attributeValue(e, "default")) && attributeValue(e, "default") != "" {
					s.normal = attributeValue(e, "styleId")
				}
			}, true
		case "name":
			at.name = attributeValue(e, "val")
		case "basedOn":
			at.parent = attributeValue(e, "val")
		case "outlineLvl":
			at.outlined = isOutlineLevel(attributeValue(e, "val"))
		case "numId":
			at.numbered = attributeValue(e, "val") != "0"
		case "docDefaults":
			return nil, true
		case "lang":
			if s.language == "" {
				s.language = parseLanguageTag(attributeValue(e, "val"))
			}
		case "latentStyles", "tblPr", "pPrChange", "rPrChange":
			return nil, false
		}
		return nil, true
	}})
	return s, err
}

// isOutlineLevel holds for the levels of headings: 0 to 8. Level 9 is body text.
func isOutlineLevel(level string) bool {
	n, err := strconv.Atoi(level)
	return err == nil && n >= 0 && n <= 8
}

// isOn reads a property that is on or off: on where it stands without a value (ECMA-376 part 1, 17.17.4).
func isOn(value string) bool { return value != "0" && value != "false" && value != "off" }
