package anchor

import (
	"unicode"
	"unicode/utf8"
)

// token is a word or one sign: its bytes in the text, and an id that equal tokens share.
type token struct {
	start, end int // bytes, half open
	id         int32
	word       bool
}

// tokenize splits a text into words and signs, without white space. numbers assigns equal ids to equal
// words across both texts.
func tokenize(s string, numbers map[string]int32) []token {
	all := make([]token, 0, len(s)/5)
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(c) {
			i += size
			continue
		}
		end := i + size
		word := isTokenRune(c)
		for word && end < len(s) {
			next, size := utf8.DecodeRuneInString(s[end:])
			if !isTokenRune(next) && !joinsWord(s, next, end+size) || isUnspaced(c) || isUnspaced(next) {
				break
			}
			end += size
		}
		all = append(all, token{i, end, wordID(s[i:end], numbers), word})
		i = end
	}
	return all
}

// wordID returns the id that equal words share.
func wordID(word string, numbers map[string]int32) int32 {
	id, known := numbers[word]
	if !known {
		id = int32(len(numbers))
		numbers[word] = id
	}
	return id
}

// hashTokens returns the same hash for the same words in the same order (FNV-1a;
// http://www.isthe.com/chongo/tech/comp/fnv).
func hashTokens(of []token) uint64 {
	h := uint64(14695981039346656037)
	for _, t := range of {
		h = (h ^ uint64(t.id)) * 1099511628211
	}
	return h
}

func isTokenRune(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}

// joinsWord reports whether c is inside a word or a number that continues after it: "don't", "1,000",
// "2.5".
func joinsWord(s string, c rune, next int) bool {
	if c != '\'' && c != '’' && c != '.' && c != ',' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(s[min(next, len(s)):])
	if c == '.' || c == ',' {
		return after >= '0' && after <= '9' && next >= 2 && s[next-2] >= '0' && s[next-2] <= '9'
	}
	return unicode.IsLetter(after)
}

// isUnspaced reports whether each character is a token of its own, as in Chinese, which is written without
// spaces.
func isUnspaced(c rune) bool {
	return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
