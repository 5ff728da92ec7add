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
	named      map[string]style // by id
	characters map[string]style // the styles of letters, by id
	normal     string           // id of the style of paragraphs without a style
	language   string           // default language of the text
}

// style contains the properties of a style that determine the region of its paragraphs.
type style struct {
	name, parent string
	outlined     bool // has an outline level
	numbered     bool // has a bullet or a number
	face         face
}

// face is how a style or a run displays its letters. A nil property is inherited.
type face struct {
	hidden, struck *bool
	position       *script
}

// over returns the face with the properties that it does not set from another.
func (f face) over(other face) face {
	if f.hidden == nil {
		f.hidden = other.hidden
	}
	if f.struck == nil {
		f.struck = other.struck
	}
	if f.position == nil {
		f.position = other.position
	}
	return f
}

// set sets one property of letters.
func (f *face) set(e xml.StartElement) {
	value := attributeValue(e, "val")
	on := isOn(value)
	switch e.Name.Local {
	case "vanish":
		f.hidden = &on
	case "strike", "dstrike":
		if on || f.struck == nil {
			f.struck = &on
		}
	case "vertAlign":
		position := map[string]script{"superscript": superscript, "subscript": subscript}[value]
		f.position = &position
	case "position": // in half points above the line
		if n, err := strconv.Atoi(value); err == nil && f.position == nil && (n >= minRaise || n <= -minRaise) {
			position := superscript
			if n < 0 {
				position = subscript
			}
			f.position = &position
		}
	}
}

// minRaise is the distance, in half points, from which moved letters count as raised or lowered.
const minRaise = 4

// paragraphFace returns the face of a paragraph style, and characterFace that of a character style.
func (s styles) paragraphFace(id string) face {
	if id == "" {
		id = s.normal
	}
	return s.faceOf(s.named, id)
}

func (s styles) characterFace(id string) face { return s.faceOf(s.characters, id) }

func (s styles) faceOf(among map[string]style, id string) face {
	var f face
	for range maxStyleChain {
		st, ok := among[id]
		if !ok {
			break
		}
		f, id = f.over(st.face), st.parent
	}
	return f
}

// regionsByName maps style names to regions. The names are in lower case, without spaces and without the number at the end. They are
// Word's built-in styles, whose names (unlike their ids) are English in every language, those of LibreOffice and pandoc, and common names
// in newsrooms. The list paragraph is omitted, because Word gives that style to any indented paragraph.
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
	s := styles{named: map[string]style{}, characters: map[string]style{}}
	var at style
	inStyle, inRun := false, false
	err := d.readPart(part, elementHandler{start: func(e xml.StartElement) (func(), bool) {
		switch e.Name.Local {
		case "style":
			kind := attributeValue(e, "type")
			if kind != "paragraph" && kind != "character" && kind != "" {
				return nil, false
			}
			at, inStyle = style{}, true
			return func() {
				inStyle = false
				if kind == "character" {
					s.characters[attributeValue(e, "styleId")] = at
					return
				}
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
		case "rPr":
			inRun = inStyle
			return func() { inRun = false }, true
		case "vanish", "strike", "dstrike", "vertAlign", "position":
			if inRun {
				at.face.set(e)
			}
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
