package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// maxStyleChain limits how many styles can be based on one another, so that cycles end.
const maxStyleChain = 50

// styles are the paragraph styles of a Word file.
type styles struct {
	named    map[string]style // by id
	normal   string           // id of the style of paragraphs that name none
	language string           // default language of the text
}

// style is what determines the region of the paragraphs of a style.
type style struct {
	name, parent string
	outlined     bool // has an outline level
	numbered     bool // has a bullet or a number
}

// regionsByName maps style names to regions, in lower case, without spaces and the number at the end:
// Word's built-in styles, whose names (unlike their ids) are English in every language, those of
// LibreOffice and pandoc, and common names of newsrooms. The list paragraph is left out, because Word gives
// that style to any indented paragraph.
var regionsByName = map[string]string{
	"title": headlineRegion, "subtitle": headlineRegion, "heading": headlineRegion, "headline": headlineRegion, "subhead": headlineRegion, "subheading": headlineRegion, "tocheading": headlineRegion,
	"author": bylineRegion, "byline": bylineRegion,
	"caption": captionRegion, "imagecaption": captionRegion, "tablecaption": captionRegion, "illustration": captionRegion, "figure": captionRegion, "drawing": captionRegion,
	"quote": quoteBoxRegion, "intensequote": quoteBoxRegion, "blocktext": quoteBoxRegion, "quotations": quoteBoxRegion, "blockquotation": quoteBoxRegion, "pullquote": quoteBoxRegion,
	"list": listRegion, "listbullet": listRegion, "listnumber": listRegion, "listcontinue": listRegion,
	"normal": bodyRegion, "bodytext": bodyRegion, "textbody": bodyRegion, "standard": bodyRegion, "firstparagraph": bodyRegion,
}

// namedRegion returns the region that a style's name implies, or "".
func namedRegion(name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	return regionsByName[strings.TrimRight(name, "0123456789")]
}

// region returns the region of a style: from the style itself, or from the one it is based on.
func (s styles) region(id string) string {
	if id == "" {
		id = s.normal
	}
	numbered := false
	for range maxStyleChain {
		st, ok := s.named[id]
		if !ok {
			st.name = id // without a style definition the id is the name of a built-in style
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

// readStyles reads the paragraph styles, and the default language.
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

// isOutlineLevel reports whether a level is a heading's: 0 to 8. Level 9 is body text.
func isOutlineLevel(level string) bool {
	n, err := strconv.Atoi(level)
	return err == nil && n >= 0 && n <= 8
}

// isOn parses an on/off property, which is on if it has no value (ECMA-376 part 1, 17.17.4).
func isOn(value string) bool { return value != "0" && value != "false" && value != "off" }
