package read

import (
	"slices"
	"strings"
	"unicode"
)

// logicalOrder corrects two errors in PDFium's reading order of right-to-left lines:
//
//   - The ligature lam-alef comes out as alef, lam. Its alef is not to the right of the lam, unlike in the article al-.
//   - A full stop after a number or a foreign name is to its left, and comes out before it.
//
// left returns the position of a letter on the page.
func logicalOrder(letters []letter, left func(letter) float64) []letter {
	if !isRightToLeft(lettersText(letters)) {
		return letters
	}
	letters = slices.Clone(letters)
	for i := 0; i+1 < len(letters); i++ {
		if strings.ContainsRune("اأإآٱ", letters[i].char) && letters[i+1].char == 'ل' && left(letters[i]) <= left(letters[i+1]) {
			letters[i], letters[i+1] = letters[i+1], letters[i]
		}
	}
	for i := 0; i+1 < len(letters); i++ {
		if !strings.ContainsRune(".,:;!?…", letters[i].char) || i > 0 && letters[i-1].char != ' ' || !isLeftToRight(letters[i+1].char) ||
			left(letters[i]) >= left(letters[i+1]) {
			continue
		}
		end := leftToRightEnd(letters, i+1)
		stop := letters[i]
		copy(letters[i:], letters[i+1:end])
		letters[end-1] = stop
		i = end - 1
	}
	return letters
}

// isLeftToRight reports whether a character runs from left to right within a right-to-left line: numbers
// and letters of other scripts.
func isLeftToRight(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !isRightToLeft(string(r))
}

// leftToRightEnd returns the end of such a piece, including spaces within it.
func leftToRightEnd(letters []letter, from int) (end int) {
	for end = from; from < len(letters) && (isLeftToRight(letters[from].char) || !unicode.IsLetter(letters[from].char)); from++ {
		if isLeftToRight(letters[from].char) {
			end = from + 1
		}
	}
	return end
}

func lettersText(letters []letter) string {
	var b strings.Builder
	for _, l := range letters {
		b.WriteRune(l.char)
	}
	return b.String()
}
