package sentence

import (
	"regexp"
	"strings"
	"unicode"

	"linecheck/text"
)

const (
	longHeadline = 160 // longer than any headline, shorter than most paragraphs
	longLabel    = 100 // bylines and date lines are shorter
	longKicker   = 40  // a kicker is a word or three
	mostHeadings = 3   // a headline, its second deck and a subtitle; what follows is copy
	creditReach  = 160 // how far a photograph's credit reaches back from the end of its caption
)

// classify names the region of each paragraph in one pass. What stands before the first paragraph of body copy may be
// kicker, headline, byline or date line; captions, lists and quote boxes may stand anywhere.
func classify(r []rune, paras []para) {
	front := len(paras) > 1 && hasCopy(r, paras)
	headings := 0
	for i := range paras {
		p := &paras[i]
		p.region = anywhere(r, p.Span)
		if p.region == "" && front {
			p.region = atFront(r, paras[i:], headings)
		}
		switch p.region {
		case "":
			p.region, front = Body, false
		case Headline:
			headings++
		}
	}
}

// hasCopy reports whether any paragraph reads as an article's text: without one, short lines are not its headline.
func hasCopy(r []rune, paras []para) bool {
	for _, p := range paras {
		if p.Len() > longHeadline || p.Len() > longKicker && closed(r, p.Span) {
			return true
		}
	}
	return false
}

// anywhere names the regions that are known by their own shape.
func anywhere(r []rune, sp text.Span) Region {
	switch {
	case startsItem(r, sp):
		return List
	case r[sp.Start] == '>':
		return QuoteBox
	case isCaption(r, sp):
		return Caption
	case isLabelledDate(r, sp):
		return Dateline
	}
	return ""
}

// atFront names what may stand above the copy; paras begins with the paragraph in question.
func atFront(r []rune, paras []para, headings int) Region {
	sp := paras[0].Span
	switch {
	case isByline(r, sp):
		return Byline
	case isBareDate(r, sp):
		return Dateline
	case !isHeadline(r, sp, headings):
		return ""
	case headings == 0 && isKicker(r, sp) && len(paras) > 1 && isTopHeadline(r, paras[1].Span):
		return Kicker
	}
	return Headline
}

// isHeadline: short, with letters in it, and without a full stop. Only the first may ask or shout.
func isHeadline(r []rune, sp text.Span, headings int) bool {
	if sp.Len() > longHeadline || headings >= mostHeadings || !hasLetter(r, sp) {
		return false
	}
	end := r[sp.End-1]
	return !closed(r, sp) || headings == 0 && (end == '?' || end == '!')
}

// isTopHeadline holds for what a kicker may stand above: a headline that is no byline, date line or caption.
func isTopHeadline(r []rune, sp text.Span) bool {
	return isHeadline(r, sp, 0) && anywhere(r, sp) == "" && !isByline(r, sp) && !isBareDate(r, sp)
}

func hasLetter(r []rune, sp text.Span) bool {
	for _, c := range r[sp.Start:sp.End] {
		if unicode.IsLetter(c) {
			return true
		}
	}
	return false
}

// isKicker: a short line all in capitals, such as a section's name.
func isKicker(r []rune, sp text.Span) bool {
	if sp.Len() > longKicker || closed(r, sp) {
		return false
	}
	capitals := false
	for _, c := range r[sp.Start:sp.End] {
		if unicode.IsLower(c) {
			return false
		}
		capitals = capitals || unicode.IsUpper(c)
	}
	return capitals
}

var (
	item   = regexp.MustCompile(`^(?:[-*•‣⁃◦▪●]\s|[0-9]{1,3}[.)]\s|[a-zA-Z]\)\s)`)
	byline = regexp.MustCompile(`^(?:(?:(?:By|BY|Von|Par|Por|Door|Di)\s+(?:\p{L}+\.\s+)?\p{Lu})|(?:作者|记者|記者|文|撰文|نویسنده)\s*[:：/／])`)

	dateLabel = regexp.MustCompile(`^(?i:first published|published|last updated|updated|last modified|modified|posted|created` +
		`|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|опубликовано|обновлено` +
		`|发布时间|發布時間|更新时间|更新時間|发布|更新|تاریخ انتشار|نُشر|نشر)` +
		`\s*(?:[:：]|(?i:on |at |am |le |el |il )?\s*(?:[0-9]|` + monthOrDay + `))`)
	bareDate = regexp.MustCompile(`^(?:(?:` + monthOrDay + `|[0-9]{1,4}(?i:st|nd|rd|th|h)?|(?i:at|am|pm|a\.m\.|p\.m\.|uhr|um|de|le)|[A-Z]{2,4}|[年月日时分時])[\s,.:/|–-]*)+$`)

	creditHead = regexp.MustCompile(`^(?i:(?:file )?photos?|pictured?|image|caption|photograph|foto|bild|crédit|imagen|фото|عکس|图|圖|图片|照片)\s*[:：]`)
	creditTail = regexp.MustCompile(`(?:` +
		`[(\[（][^()\[\]（）]{0,80}(?:(?i:\b(?:file )?photos?|\bpictures?|\bimages?|\bphotograph|\bcredits?|\bcourtesy|\bfotos?|\bbild)\s*(?::|(?i:by|credit|of|courtesy)\b|/)|Photo\b|(?:фото|Фото|عکس|图片?|圖片?|照片|摄影?|攝)\s*[:：/]?)[^()\[\]（）]{0,120}[)\]）]\.?` +
		`|(?:\bCredit|\bPhoto|\bPhotograph|\bPicture|\bImage|\bFoto|\bBild)s?(?: [Cc]redit| [Cc]ourtesy)?\s*(?::|\bby\b|/)\s*\p{L}[^.!?]{0,80}` +
		`|[/|]\s?(?:Getty(?: Images)?|AP|AFP|Reuters|REUTERS|Xinhua|EPA|EPA-EFE|dpa|DPA|TASS|Alamy|Shutterstock|Bloomberg|Anadolu|UPI|PA)(?: Photo| Images| Agency)?\)?)$`)
)

const monthOrDay = `(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december` +
	`|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday` +
	`|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\b`

// startsItem: a bullet or a number with a space behind it begins a list's item.
func startsItem(r []rune, sp text.Span) bool {
	c := r[sp.Start] // most paragraphs are told by their first character alone
	if unicode.IsLetter(c) && (sp.Len() < 2 || r[sp.Start+1] != ')') {
		return false
	}
	return item.MatchString(head(r, sp, 8))
}

// isCaption: a photograph's credit closes it, or its label opens it.
func isCaption(r []rune, sp text.Span) bool {
	if sp.Len() < len("Photo: X") && r[sp.Start] < 0x80 {
		return false
	}
	tail := text.Span{Start: max(sp.Start, sp.End-creditReach), End: sp.End}
	end := string(r[tail.Start:tail.End])
	return creditHead.MatchString(head(r, sp, 24)) || strings.ContainsAny(end, "(/:|[（：") && creditTail.MatchString(end) ||
		strings.Contains(end, " by ") && creditTail.MatchString(end)
}

// isLabelledDate: "Published: Jun 24, 2021", "Updated 5 May", and no sentence about a book published in 1990.
func isLabelledDate(r []rune, sp text.Span) bool {
	line := head(r, sp, longLabel)
	return sp.Len() <= longLabel && (!closed(r, sp) || strings.HasSuffix(line, ".m.")) && dateLabel.MatchString(line)
}

// isBareDate: nothing but the parts of a date, at least one of them a figure.
func isBareDate(r []rune, sp text.Span) bool {
	line := head(r, sp, longLabel)
	return sp.Len() <= longLabel && strings.ContainsAny(line, "0123456789") && bareDate.MatchString(line)
}

// isByline: "By Jane Doe", and no sentence that begins with "By".
func isByline(r []rune, sp text.Span) bool {
	return sp.Len() <= longLabel && !closed(r, sp) && byline.MatchString(head(r, sp, longLabel))
}

// head is the beginning of a stretch, at most n code points.
func head(r []rune, sp text.Span, n int) string {
	return string(r[sp.Start:min(sp.End, sp.Start+n)])
}
