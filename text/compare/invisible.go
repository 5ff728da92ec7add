package compare

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// isBlankFormat reports whether a character is invisible everywhere and is inserted by typesetting: a possible line break, the end of a
// passage with another writing direction, or a variation selector, which decides whether an emoji has colour.
func isBlankFormat(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff', '\u202c', '\u2068', '\u2069', '\ufe0e', '\ufe0f':
		return true
	}
	return false
}

// isJoiner reports whether a character is a zero-width joiner or non-joiner.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// isMark reports whether a character marks a writing direction. Overrides of the direction are excluded, because they always change what
// a reader sees.
func isMark(r rune) bool {
	switch r {
	case '\u200e', '\u200f', '\u061c', '\u202a', '\u202b', '\u2066', '\u2067':
		return true
	}
	return false
}

// isInvisible reports whether a character has no glyph of its own.
func isInvisible(r rune) bool { return isBlankFormat(r) || isJoiner(r) || isMark(r) }

// shownRunes returns the characters that a reader sees or that change what a reader sees, with their positions. Joiners count between
// letters whose form they change. Direction marks count where they change the order of the text. An invisible character that typesetting
// does not need counts too, because its purpose is unknown.
func shownRunes(runes []rune) (shown []rune, positions []int) {
	shown, positions = make([]rune, 0, len(runes)), make([]int, 0, len(runes))
	var after []context
	if slices.ContainsFunc(runes, func(r rune) bool { return isJoiner(r) || isMark(r) }) {
		after = contexts(runes)
	}
	before, strong := rune(0), bidi.L // the last visible character, and the direction of the last letter
	for i, r := range runes {
		switch {
		case isBlankFormat(r):
			continue
		case isJoiner(r) && !(joinsLetters(before) && joinsLetters(after[i].shown)):
			continue
		case isMark(r) && !after[i].turnedBy(r, strong):
			continue
		}
		shown, positions = append(shown, r), append(positions, i)
		before = r
		if after != nil {
			if d := direction(r); d != neutral && d != digit {
				strong = d
			}
		}
	}
	return shown, positions
}

// joinsLetters reports whether a character belongs to a script whose letters change their form with their neighbours, such as Arabic.
func joinsLetters(r rune) bool {
	return r >= 0x600 && r <= 0x1aff && unicode.In(r, unicode.Letter, unicode.Mark) || r >= 0xa800 && r <= 0xabff
}

// The writing directions that the comparison distinguishes.
const (
	neutral = bidi.ON
	digit   = bidi.EN
)

// direction returns bidi.L or bidi.R for a letter, digit or neutral.
func direction(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	switch class := properties.Class(); class {
	case bidi.L, bidi.R:
		return class
	case bidi.AL:
		return bidi.R
	case bidi.EN, bidi.AN:
		return digit
	}
	return neutral
}

// context describes the text after a position.
type context struct {
	shown  rune       // the next visible character
	strong bidi.Class // the direction of the next letter; neutral if there is none
	digits bool       // whether digits precede that letter
}

// contexts returns the context of each position.
func contexts(runes []rune) []context {
	list := make([]context, len(runes))
	next := context{strong: neutral}
	for i := len(runes) - 1; i >= 0; i-- {
		list[i] = next
		if isInvisible(runes[i]) {
			continue
		}
		next.shown = runes[i]
		switch d := direction(runes[i]); d {
		case digit:
			next.digits = true
		case bidi.L, bidi.R:
			next.strong, next.digits = d, false
		}
	}
	return list
}

// turnedBy reports whether a direction mark changes the order of the text after it: its direction differs from that of the next letter. A
// mark without a closing counterpart only changes the order of numbers.
func (c context) turnedBy(mark rune, before bidi.Class) bool {
	next := c.strong
	if next == neutral {
		next = before
	}
	switch mark {
	case '\u200e':
		return c.digits && next != bidi.L
	case '\u200f', '\u061c':
		return c.digits && next != bidi.R
	case '\u202a', '\u2066':
		return next != bidi.L
	}
	return next != bidi.R
}
