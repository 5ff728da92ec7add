package read

import (
	"cmp"
	"encoding/xml"
	"slices"
)

// readThreads reads which comments are resolved, and which are replies (MS-DOCX 2.5.4). If the part is missing, no comment is either.
func (d *docx) readThreads(part string) error {
	byParagraph := map[string]*comment{}
	for _, c := range d.comments {
		if c.lastParagraph != "" {
			byParagraph[c.lastParagraph] = c
		}
	}
	return d.readPart(part, elementHandler{start: func(e xml.StartElement) (func(), bool) {
		if c := byParagraph[attributeValue(e, "paraId")]; e.Name.Local == "commentEx" && c != nil {
			done := attributeValue(e, "done")
			c.Resolved = done != "" && isOn(done)
			c.parent = byParagraph[attributeValue(e, "paraIdParent")]
			c.Reply = c.parent != nil
			if c.Reply {
				c.Resolved = c.Resolved || c.parent.Resolved
			}
		}
		return nil, true
	}})
}

// addReplies adds the replies that have no place of their own in the text, at the places of the comments they answer.
func (d *docx) addReplies(found *Document) {
	before := len(found.Notes)
	for _, c := range d.comments {
		if c.parent != nil && c.parent.started && !c.started && c.Words != "" {
			c.Start, c.End = c.parent.Start, max(c.parent.Start, c.parent.End)
			found.Notes = append(found.Notes, c.Note)
		}
	}
	if len(found.Notes) > before {
		slices.SortStableFunc(found.Notes, func(a, b Note) int { return cmp.Or(cmp.Compare(a.Start, b.Start), a.At.Compare(b.At)) })
	}
}
