package read

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linecheck/text"
)

// The furniture of pages: running heads and feet, and page numbers. A line is furniture where it stands in the upper or lower
// eighth of three pages or
// more, at the same height, with the same words: or with the same words but for a number that grows by one from page to page.
// Whatever stands once or
// twice is text.
const (
	furniturePages = 3
	furnitureEdge  = 1.0 / 8
	furnitureSlack = 3.0 // points up or down
)

// removeFurniture lists the lines of all pages, cleaned, without the furniture.
func removeFurniture(pages []pdfPage) (lines []placedLine) {
	standing := map[string]map[int]bool{}
	for number, page := range pages {
		for _, line := range page.Lines {
			for _, key := range furnitureKeys(page, number, line) {
				if standing[key] == nil {
					standing[key] = map[int]bool{}
				}
				standing[key][number] = true
			}
		}
	}
	for number, page := range pages {
		for _, line := range page.Lines {
			if furniture := isFurniture(standing, furnitureKeys(page, number, line)); furniture {
				continue
			}
			if line = cleanLine(line); line.Text != "" {
				lines = append(lines, placedLine{line, number})
			}
		}
	}
	return lines
}

// isFurniture tells whether one of a line's keys stands on enough pages.
func isFurniture(standing map[string]map[int]bool, keys []string) bool {
	for _, key := range keys {
		if len(standing[key]) >= furniturePages {
			return true
		}
	}
	return false
}

// furnitureKeys are the ways in which a line near a page's edge may stand again on another page.
func furnitureKeys(page pdfPage, number int, line pdfLine) (keys []string) {
	edge := page.Height * furnitureEdge
	middle := (line.Top + line.Bottom) / 2
	if middle > edge && middle < page.Height-edge || len(line.Text) > 300 {
		return nil
	}
	words := []string{line.Text}
	for start, end := 0, 0; start < len(line.Text); start = end + 1 {
		for end = start; end < len(line.Text) && line.Text[end] >= '0' && line.Text[end] <= '9'; end++ {
		}
		if n, err := strconv.Atoi(line.Text[start:end]); err == nil {
			words = append(words, fmt.Sprint(line.Text[:start], "\x00page+", n-number, line.Text[end:]))
		}
	}
	for _, w := range words {
		for slack := -1.0; slack <= 1; slack++ {
			keys = append(keys, fmt.Sprint(math.Round(middle/furnitureSlack)+slack, " ", w))
		}
	}
	return keys
}

// cleanLine takes out of a line what no text can keep, and keeps its links on their words.
func cleanLine(line pdfLine) pdfLine {
	runes := []rune(line.Text)
	at := make([]int, len(runes)+1) // where each letter went
	var kept []rune
	for i, r := range runes {
		at[i] = len(kept)
		for _, c := range cleanPDF(string(r)) {
			if c != ' ' || len(kept) > 0 && kept[len(kept)-1] != ' ' {
				kept = append(kept, c)
			}
		}
	}
	at[len(runes)] = len(kept)
	line.Text = strings.TrimRight(string(kept), " ")
	length := len([]rune(line.Text))
	var links []Link
	for _, link := range line.Links {
		if link.Start < 0 || link.End > len(runes) || link.Start >= link.End {
			continue
		}
		span := text.Span{Start: min(at[link.Start], length), End: min(at[link.End], length)}
		if !span.Empty() && (len(links) == 0 || links[len(links)-1].End <= span.Start) {
			links = append(links, Link{Span: span, Address: link.Address})
		}
	}
	line.Links = links
	return line
}

// cleanPDF makes a text of what a PDF's fonts say their letters are: ligatures become letters (U+FB00 to U+FB06: ff, fi, fl, ffi,
// ffl, st), a hyphen that
// PDFium marked becomes one, white space becomes spaces, and what is no character is left out.
func cleanPDF(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 0xFB00 && r <= 0xFB06:
			b.WriteString(norm.NFKC.String(string(r)))
		case r == hyphenMark:
			b.WriteByte('-')
		case r == '\u00A0':
			b.WriteRune(r)
		case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
			b.WriteByte(' ')
		case unicode.IsControl(r), r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF, r == unicode.ReplacementChar:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isWebAddress tells whether a link leads to a page of the web.
func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
