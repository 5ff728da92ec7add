package claim

import (
	"math"
	"strings"

	"linecheck/text"
)

// nameUse is a word of a name, and the other words of that name.
type nameUse struct {
	word   string
	at     text.Span
	others []string // the words beside it, without titles
	titled bool     // it follows a title such as "Ms"
	in     int      // the sentence
}

// checkSpellings lists names in two spellings. Similar names can belong to two people. So another word of the name must be the same, or
// the second spelling must be a single word after a title.
func (a *Article) checkSpellings() (list []Finding) {
	uses := a.nameUses()
	said := map[string]bool{}
	for i, x := range uses {
		for _, y := range uses[i+1:] {
			if x.word == y.word || said[x.word+" "+y.word] || !areSimilarSpellings(x.word, y.word) || !areSameName(x, y, uses) {
				continue
			}
			said[x.word+" "+y.word], said[y.word+" "+x.word] = true, true
			list = append(list, Finding{Contradiction, []text.Span{x.at, y.at}, "a name has two spellings", x.word + " or " + y.word})
		}
	}
	return list
}

// nameUses lists the words of names, at most maxCompared of them.
func (a *Article) nameUses() (uses []nameUse) {
	for i, s := range a.sentences {
		exact := a.textOf(s.Span)
		var run []nameUse
		end, titled := -1, false
		flush := func() {
			for k := range run {
				for n := range run {
					if n != k {
						run[k].others = append(run[k].others, run[n].word)
					}
				}
				if len(uses) < maxCompared && isNameWord(run[k].word) {
					uses = append(uses, run[k])
				}
			}
			run = run[:0]
		}
		runes := []rune(exact)
		for _, w := range text.Words(exact) {
			word := string(runes[w.Start:w.End])
			gap := ""
			if end >= 0 {
				gap = string(runes[end:w.Start])
			}
			is := lookUp(word).classes
			if strings.TrimSpace(gap) != "" && gap != ". " || !isCapitalised(word) && len(run) > 0 {
				flush()
				titled = false
			}
			end = w.End
			switch {
			case is&(honorific|job) != 0 && isCapitalised(word) || word == "Ms" || word == "Mr" || word == "Dr":
				titled = true
			case isCapitalised(word) && is&(function|month|weekday) == 0:
				run = append(run, nameUse{word, text.Span{Start: s.Start + w.Start, End: s.Start + w.End}, nil, titled, i})
			default:
				flush()
				titled = false
			}
		}
		flush()
	}
	return uses
}

// isNameWord reports whether a word is capitalised and not in the lexicon.
func isNameWord(w string) bool {
	r := []rune(w)
	return len(r) >= 5 && strings.ToUpper(string(r[:1])) == string(r[:1]) && strings.ToUpper(w) != w && lookUp(w).classes == 0 &&
		!strings.ContainsAny(w, "-‐’'")
}

// areSameName reports whether two words with similar spellings belong to the name of the same person or thing.
func areSameName(x, y nameUse, uses []nameUse) bool {
	if x.in == y.in && len(x.others) > 0 && len(y.others) > 0 && !haveCommonWord(x.others, y.others) {
		return false
	}
	if haveCommonWord(x.others, y.others) {
		return true
	}
	alone, full := y, x
	if len(x.others) == 0 {
		alone, full = x, y
	}
	if len(alone.others) > 0 || len(full.others) == 0 || !alone.titled || full.others[0] == "" {
		return false
	}
	for _, u := range uses { // somebody else has that name
		if u.word == alone.word && len(u.others) > 0 {
			return false
		}
	}
	return true
}

func haveCommonWord(a, b []string) bool {
	for _, w := range a {
		for _, v := range b {
			if w == v {
				return true
			}
		}
	}
	return false
}

// areSimilarSpellings reports whether words differ by one letter, or long words by two. A plural and an
// adjective, "Korea" and "Korean", are different words.
func areSimilarSpellings(a, b string) bool {
	if singular(a) == singular(b) || a[0] != b[0] || strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
		return false
	}
	x, y := []rune(a), []rune(b)
	most := 1 + len(x)/8
	return int(math.Abs(float64(len(x)-len(y)))) <= most && editDistance(x, y) <= most
}

// editDistance counts the insertions, deletions, substitutions and swaps of neighbours between two words.
func editDistance(a, b []rune) int {
	old, before, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range before {
		before[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			row[j+1] = min(before[j+1]+1, row[j]+1, before[j]+boolToInt(a[i] != b[j]))
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], old[j-1]+1)
			}
		}
		old, before, row = before, row, old
	}
	return before[len(b)]
}
