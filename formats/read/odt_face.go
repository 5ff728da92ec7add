package read

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// setODT reads the properties of letters that decide whether and where they are shown.
func (f *odtFace) setODT(e xml.StartElement) {
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "display": // text:display
			hidden := a.Value == "none"
			f.hidden = &hidden
		case "text-line-through-style", "text-line-through-type":
			struck := a.Value != "none"
			if f.struck == nil || !struck {
				f.struck = &struck
			}
		case "text-position":
			position := odtPosition(a.Value)
			f.position = &position
		}
	}
}

// odtPosition parses "super 58%", "sub 58%" or "33% 58%".
func odtPosition(value string) script {
	place, _, _ := strings.Cut(strings.TrimSpace(value), " ")
	switch place {
	case "super":
		return superscript
	case "sub":
		return subscript
	}
	switch percent, err := strconv.ParseFloat(strings.TrimSuffix(place, "%"), 64); {
	case err != nil, percent == 0:
		return onLine
	case percent > 0:
		return superscript
	}
	return subscript
}

// faceOf returns how a style displays letters. It uses the style's own properties, and those of the style on which it is based.
func (o *odt) faceOf(key odtFaceKey) face {
	var f face
	for range maxStyleChain {
		st, ok := o.faces[key]
		if !ok {
			break
		}
		f = f.over(st.face)
		key.name = st.parent
	}
	return f
}
