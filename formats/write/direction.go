package write

import "unicode"

// directionRun is a part of a text that runs one way.
type directionRun struct {
	words string
	rtl   bool // from right to left
}

// The directions that a character can have of its own.
const (
	neutralDirection = iota
	ltrDirection
	rtlDirection
)

// directionRuns cuts a text where its direction changes. A program that is not told the direction of every stretch puts brackets
// and figures
// in the wrong place. What has no direction of its own goes with both its neighbours where these agree, and with the paragraph otherwise
// (Unicode Standard Annex 9, rules N1 and N2). right is the paragraph's.
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

// resolveNeutrals gives every character a direction.
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

// charDirections are the directions that characters have of their own. A mark has that of the letter that it stands on.
func charDirections(runes []rune) []int {
	ways := make([]int, len(runes))
	for i, r := range runes {
		switch {
		case unicode.IsMark(r) && i > 0:
			ways[i] = ways[i-1]
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		case unicode.In(r, rtlScripts...) || r >= 0x660 && r <= 0x669: // Arabic figures belong to no script
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
