package compare

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// isBlankFormat reports whether a character shows nothing wherever it stands, and is one that programs insert to set a text: where a line
// may break, the end of a passage of another direction, and whether a sign is drawn in colour.
func isBlankFormat(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff', '\u202c', '\u2068', '\u2069', '\ufe0e', '\ufe0f':
		return true
	}
	return false
}

// isJoiner reports whether a character joins two letters, or keeps them apart.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// isMark reports whether a character marks a direction of writing. Overrides of the direction are not among them: they always count.
func isMark(r rune) bool {
	switch r {
	case '\u200e', '\u200f', '\u061c', '\u202a', '\u202b', '\u2066', '\u2067':
		return true
	}
	return false
}

// isInvisible reports whether a character shows nothing itself.
func isInvisible(r rune) bool { return isBlankFormat(r) || isJoiner(r) || isMark(r) }

// shownRunes returns the characters of a text that a reader can see, or that change what a reader sees, and their positions. Joiners are
// among them between letters of scripts in which they change the letters, and marks of direction where they turn the order of the text.
// Characters that show nothing and that no setting needs stay too: what they are for is unknown.
func shownRunes(runes []rune) (shown []rune, positions []int) {
	shown, positions = make([]rune, 0, len(runes)), make([]int, 0, len(runes))
	var after []context
	if slices.ContainsFunc(runes, func(r rune) bool { return isJoiner(r) || isMark(r) }) {
		after = contexts(runes)
	}
	before, strong := rune(0), bidi.L // the last character that shows something, and the direction of the last letter
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

// joinsLetters reports whether a character is a letter, or a sign on one, of a script in which the form of letters depends on what is
// beside them.
func joinsLetters(r rune) bool {
	return r >= 0x600 && r <= 0x1aff && unicode.In(r, unicode.Letter, unicode.Mark) || r >= 0xa800 && r <= 0xabff
}

// The directions of characters, as far as they matter here.
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

// context is what follows a position.
type context struct {
	shown  rune       // the next character that shows something
	strong bidi.Class // the direction of the next letter; neutral if there is none
	digits bool       // there are digits before that letter
}

// contexts returns what follows each position.
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

// turnedBy reports whether a mark of direction turns the order of what follows: if its direction is not that of the next letter. A single
// mark turns nothing but numbers.
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
