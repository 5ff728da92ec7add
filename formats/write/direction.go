package write

import "unicode"

// directionRun is a part of a text that runs in one direction.
type directionRun struct {
	words string
	rtl   bool // from right to left
}

// The directions of a character.
const (
	neutralDirection = iota
	ltrDirection
	rtlDirection
)

// directionRuns splits a text where its direction changes. A program without the direction of every run
// displays brackets and figures in the wrong place. Neutral characters take the direction of both their
// neighbours if these agree, and that of the paragraph otherwise (Unicode Standard Annex 9, rules N1 and
// N2). right is the paragraph's direction.
func directionRuns(words string, right bool) []directionRun {
	runes := []rune(words)
	ways := charDirections(runes)
	resolveNeutrals(ways, right)
	var list []directionRun
	from := 0
	for i := range runes {
		if i+1 == len(runes) || ways[i+1] != ways[from] {
			list = append(list, directionRun{string(runes[from : i+1]), ways[from] == rtlDirection})
			from = i + 1
		}
	}
	return list
}

// resolveNeutrals assigns a direction to every character.
func resolveNeutrals(ways []int, right bool) {
	base := ltrDirection
	if right {
		base = rtlDirection
	}
	before := base
	for i := 0; i < len(ways); i++ {
		if ways[i] != neutralDirection {
			before = ways[i]
			continue
		}
		end := i
		for end < len(ways) && ways[end] == neutralDirection {
			end++
		}
		way := base
		if end < len(ways) && ways[end] == before {
			way = before
		}
		for ; i < end; i++ {
			ways[i] = way
		}
		i--
	}
}

// charDirections returns the characters' own directions. A mark has the direction of its letter.
func charDirections(runes []rune) []int {
	ways := make([]int, len(runes))
	for i, r := range runes {
		switch {
		case unicode.IsMark(r) && i > 0:
			ways[i] = ways[i-1]
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		case unicode.In(r, rtlScripts...) || r >= 0x660 && r <= 0x669: // Arabic digits belong to no script
			ways[i] = rtlDirection
		default:
			ways[i] = ltrDirection
		}
	}
	return ways
}

var rtlScripts = []*unicode.RangeTable{
	unicode.Arabic,
	unicode.Hebrew,
	unicode.Syriac,
	unicode.Thaana,
	unicode.Nko,
	unicode.Adlam,
	unicode.Samaritan,
	unicode.Mandaic,
	unicode.Hanifi_Rohingya,
	unicode.Mende_Kikakui,
}

// startsRightToLeft reports whether the first letter of a text runs from right to left.
func startsRightToLeft(words string) bool {
	for _, r := range words {
		if unicode.IsLetter(r) {
			return unicode.In(r, rtlScripts...)
		}
	}
	return false
}
