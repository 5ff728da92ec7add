package models

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/anchor"
	"linecheck/text/sentence"
)

// Authorship says whose words a revision brought in: its writer's, by the writer's own word or by that of an editor who did not bring it in.
type Authorship struct {
	ID         int64
	RevisionID int64
	UserID     int64
	Vouched    bool   // by an editor, for a writer who cannot say so here
	Reason     string // of an editor; printed
	At         time.Time
}

// NamedAuthorship is an authorship with the name of who spoke for the words, and the revision's number.
type NamedAuthorship struct {
	Authorship `gorm:"embedded"`
	Name       string
	Number     int
}

// How words came into a sentence, as Sentence.Typed lists it: with a revision or a file, as the title, by a correction, or by a correction
// beyond its claim.
const (
	typedInRevision  = 'r'
	typedByProposal  = 'c'
	typedBeyondClaim = 'b'
	broughtInBy      = 'u' // with a file, by the user of that id
	retitledBy       = 't' // as a title, by the user of that id
)

// TypedIn is the token of words that came in with a revision.
func TypedIn(revision int64) string {
	return string(typedInRevision) + strconv.FormatInt(revision, 10)
}

// BroughtIn is the token of words that a user brought in with a file.
func BroughtIn(user int64) string { return string(broughtInBy) + strconv.FormatInt(user, 10) }

// Retitled says how the words of a new title came in. Blanks, punctuation and letter case make nobody an author; where words of the former
// title stay, its authors do.
func Retitled(was Sentence, title string, user int64) string {
	if SameSentence(was.Text, title) {
		return was.Typed
	}
	tokens := []string{string(retitledBy) + strconv.FormatInt(user, 10)}
	former := strings.Fields(anchor.WordsOnly(was.Text))
	if slices.ContainsFunc(strings.Fields(anchor.WordsOnly(title)), func(word string) bool { return slices.Contains(former, word) }) {
		tokens = append(tokens, strings.Fields(was.Typed)...)
	}
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

// Typed says how the words of a new sentence came in. was are the sentences it came of; corrections are those of the claims in them that
// were not declined; within says whether the words of one stay within its claim. Blanks, punctuation and letter case make nobody an author.
func Typed(was []Sentence, now string, corrections []Correction, within func(Correction) bool, revision int64) string {
	var tokens []string
	var words []string
	for _, s := range was {
		tokens = append(tokens, strings.Fields(s.Typed)...)
		words = append(words, s.Text)
	}
	former, key := strings.Join(words, " "), anchor.WordsOnly(now)
	switch by := carriedCorrections(former, now, corrections); {
	case len(was) > 0 && anchor.WordsOnly(former) == key:
	case len(was) > 0 && len(by) > 0:
		for _, c := range by {
			kind := typedBeyondClaim
			if within(c) {
				kind = typedByProposal
			}
			tokens = append(tokens, string(kind)+strconv.FormatInt(c.ID, 10))
		}
	default:
		tokens = append(tokens, TypedIn(revision))
	}
	return JoinTyped(tokens...)
}

// JoinTyped joins lists of tokens that say how words came in, each token once.
func JoinTyped(lists ...string) string {
	tokens := strings.Fields(strings.Join(lists, " "))
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

// carriedCorrections are the corrections that turn former words into these, and nothing beside; nil where something else changed.
func carriedCorrections(former, now string, corrections []Correction) []Correction {
	var made []Correction
	former = text.NFC(former)
	for _, c := range corrections {
		if c.State == CorrectionDeclined || c.FromFile || !text.ContainsCharacters(former, c.From) {
			continue
		}
		next := text.NFC(strings.Replace(former, text.NFC(c.From), c.To, 1))
		if c.To != "" && !strings.Contains(anchor.WordsOnly(now), anchor.WordsOnly(c.To)) {
			continue
		}
		former, made = next, append(made, c)
	}
	if len(made) == 0 || anchor.WordsOnly(former) != anchor.WordsOnly(now) {
		return nil
	}
	return made
}

// TypedBy is what decides who wrote the words that a token stands for.
type TypedBy struct {
	WriterID    *int64               // the article's named writer
	First       int64                // id of the article's first revision
	Creators    map[int64]*int64     // who brought each revision in
	Confirmed   map[int64]bool       // revisions whose words are the named writer's, by their own word or an editor's
	Claimed     map[int64]int64      // who said of a revision's words that they are their own
	Corrections map[int64]Correction // by id
}

// Authors lists the users who wrote a sentence, between commas; "" where nobody did. The named writer wrote all words that nobody else
// wrote; whoever brought a text in stands for the writer until the writer has said that the words are theirs.
func (b TypedBy) Authors(typed string) string {
	var ids []int64
	add := func(id *int64) {
		if id != nil && !slices.Contains(ids, *id) {
			ids = append(ids, *id)
		}
	}
	for _, token := range strings.Fields(typed) {
		id, err := strconv.ParseInt(token[1:], 10, 64)
		if err != nil {
			continue
		}
		switch token[0] {
		case typedInRevision:
			if id == b.First || b.Confirmed[id] {
				add(b.WriterID)
			}
			if !b.Confirmed[id] {
				add(b.Creators[id])
			}
			if claimed, ok := b.Claimed[id]; ok { // it stays theirs when another writer is named later
				add(&claimed)
			}
		case retitledBy:
			add(&id)
		case broughtInBy:
			if !b.Confirmed[b.First] {
				add(&id)
			}
		case typedByProposal:
			if c := b.Corrections[id]; c.AcceptedBy == nil || *c.AcceptedBy == c.ProposedBy || !c.Proven {
				add(&c.ProposedBy)
			}
		case typedBeyondClaim:
			c := b.Corrections[id]
			add(&c.ProposedBy)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	var s strings.Builder
	for _, id := range ids {
		s.WriteString("," + strconv.FormatInt(id, 10))
	}
	return s.String() + ","
}

// Within reports whether words stand in other words as they are, case, white space and parting punctuation apart: "2 million" does not
// stand in "12 million". Words without a letter or digit stand nowhere.
func Within(words, in string) bool {
	words, in = anchor.WordsOnly(words), anchor.WordsOnly(in)
	for from := 0; words != ""; {
		i := strings.Index(in[from:], words)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(words)
		if !joined(in[:start], in[start:]) && !joined(in[:end], in[end:]) {
			return true
		}
		_, size := utf8.DecodeRuneInString(in[start:])
		from = start + size
	}
	return false
}

// withoutBlanks are scripts that put no blanks between words.
var withoutBlanks = []*unicode.RangeTable{
	unicode.Han,
	unicode.Hiragana,
	unicode.Katakana,
	unicode.Thai,
	unicode.Lao,
	unicode.Khmer,
	unicode.Myanmar,
}

// joined reports whether two parts of a text belong to one word or number.
func joined(before, after string) bool {
	left, size := utf8.DecodeLastRuneInString(before)
	right, next := utf8.DecodeRuneInString(after)
	if size == 0 || next == 0 {
		return false
	}
	digits := func(r rune) bool { return unicode.IsNumber(r) }
	word := func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsMark(r)) && !unicode.In(r, withoutBlanks...)
	}
	switch {
	case digits(left) && digits(right), word(left) && word(right), word(left) && digits(right), digits(left) && word(right):
		return true
	case digits(left) && unicode.IsPunct(right): // 1|.5, but not 6|-year-old
		further, _ := utf8.DecodeRuneInString(after[next:])
		return digits(further)
	case digits(right) && (unicode.IsPunct(left) || left == '−'): // 1.|5 and -|5, but not mid-|1990
		earlier, none := utf8.DecodeLastRuneInString(before[:len(before)-size])
		return none == 0 || !word(earlier)
	}
	return false
}

// SameSentence reports whether two sentences say the same words: blanks, parting punctuation and letter case apart.
func SameSentence(a, b string) bool { return anchor.WordsOnly(a) == anchor.WordsOnly(b) }

// Headlines reports whether a sentence is a headline that says the same as a title, in letters and digits.
func Headlines(title, s Sentence) bool {
	return s.Region == sentence.Headline && s.Ordinal > 0 && text.LettersAndDigits(title.Text) == text.LettersAndDigits(s.Text) &&
		slices.Equal(figures(title.Text), figures(s.Text))
}

// figures are the words of a sentence that hold a digit, a symbol or a turn of the direction of writing: 1.5 is not 15, and $5 is not €5.
func figures(s string) []string {
	return slices.DeleteFunc(strings.Fields(anchor.WordsOnly(s)), func(word string) bool { return !strings.ContainsFunc(word, figure) })
}

func figure(r rune) bool {
	return unicode.IsNumber(r) || unicode.IsSymbol(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune("%‰", r)
}
