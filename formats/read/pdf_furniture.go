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

// Page furniture: running headers and footers, and page numbers. A line is furniture if it occurs in the
// upper or lower eighth of at least three pages, at the same height and with the same words, or with words
// that differ only in a number that increases by one from page to page. A line that occurs once or twice is
// text.
const (
	furniturePages = 3
	furnitureEdge  = 1.0 / 8
	furnitureSlack = 3.0 // points up or down
)

// removeFurniture returns the cleaned lines of all pages without the furniture, which it returns too.
func removeFurniture(pages []pdfPage) (lines []placedLine, removed omissions) {
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
				removed.add(OmittedFurniture, cleanLine(line).Text)
				continue
			}
			if line = cleanLine(line); line.Text != "" {
				lines = append(lines, placedLine{line, number})
			}
		}
	}
	return lines, removed
}

// isFurniture reports whether one of a line's keys occurs on enough pages.
func isFurniture(standing map[string]map[int]bool, keys []string) bool {
	for _, key := range keys {
		if len(standing[key]) >= furniturePages {
			return true
		}
	}
	return false
}

// furnitureKeys returns the keys by which a line near a page's edge is recognised on other pages.
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

// cleanLine removes characters that cannot be stored from a line, and adjusts its links.
func cleanLine(line pdfLine) pdfLine {
	runes := []rune(line.Text)
	at := make([]int, len(runes)+1) // the new position of each letter
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

// cleanPDF cleans text from a PDF's fonts: ligatures become letters (U+FB00 to U+FB06: ff, fi, fl, ffi,
// ffl, st), PDFium's hyphen mark becomes a hyphen, white space becomes spaces, and invalid characters are
// removed.
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

// isWebAddress reports whether a link leads to a web page.
func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
