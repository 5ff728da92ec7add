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

// Authorship states that a revision's words are its writer's. Either the writer says so, or an editor who did
// not add the revision.
type Authorship struct {
	ID         int64
	RevisionID int64
	UserID     int64
	Vouched    bool   // by an editor, for a writer who has no account
	Reason     string // of an editor; printed
	At         time.Time
}

// NamedAuthorship is an authorship with the name of the user who stated it and the revision's number.
type NamedAuthorship struct {
	Authorship `gorm:"embedded"`
	Name       string
	Number     int
}

// The kinds of provenance tokens in Sentence.Typed: the words came with a revision or a file, as a title, by
// a correction, or by a correction that extends beyond its claim.
const (
	provenanceRevision    = 'r'
	provenanceCorrection  = 'c'
	provenanceBeyondClaim = 'b'
	provenanceFile        = 'u' // in a file; the user's id follows
	provenanceTitle       = 't' // as a title; the user's id follows
)

// RevisionProvenance returns the token of words that came with a revision.
func RevisionProvenance(revision int64) string {
	return string(provenanceRevision) + strconv.FormatInt(revision, 10)
}

// FileProvenance returns the token of words that a user added in a file.
func FileProvenance(user int64) string { return string(provenanceFile) + strconv.FormatInt(user, 10) }

// TitleProvenance returns the provenance tokens of a new title. Changing only blanks, punctuation or letter case makes nobody an author.
// The authors of the former title stay authors while words of it remain.
func TitleProvenance(was Sentence, title string, user int64) string {
	if SameSentence(was.Text, title) {
		return was.Provenance
	}
	tokens := []string{string(provenanceTitle) + strconv.FormatInt(user, 10)}
	former := strings.Fields(anchor.WordsOnly(was.Text))
	if slices.ContainsFunc(strings.Fields(anchor.WordsOnly(title)), func(word string) bool { return slices.Contains(former, word) }) {
		tokens = append(tokens, strings.Fields(was.Provenance)...)
	}
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

// SentenceProvenance returns the provenance tokens of a new sentence. was are the sentences from which it was made. corrections are those
// of their claims that were not declined. within reports whether a correction's words stay within its claim. Changing only blanks,
// punctuation or letter case makes nobody an author.
func SentenceProvenance(was []Sentence, now string, corrections []Correction, within func(Correction) bool, revision int64) string {
	var tokens []string
	var words []string
	for _, s := range was {
		tokens = append(tokens, strings.Fields(s.Provenance)...)
		words = append(words, s.Text)
	}
	former, key := strings.Join(words, " "), anchor.WordsOnly(now)
	switch by := findAppliedCorrections(former, now, corrections); {
	case len(was) > 0 && anchor.WordsOnly(former) == key:
	case len(was) > 0 && len(by) > 0:
		for _, c := range by {
			kind := provenanceBeyondClaim
			if within(c) {
				kind = provenanceCorrection
			}
			tokens = append(tokens, string(kind)+strconv.FormatInt(c.ID, 10))
		}
	default:
		tokens = append(tokens, RevisionProvenance(revision))
	}
	return JoinProvenance(tokens...)
}

// JoinProvenance joins lists of provenance tokens and removes duplicates.
func JoinProvenance(lists ...string) string {
	tokens := strings.Fields(strings.Join(lists, " "))
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

// findAppliedCorrections returns the corrections that together turn the former words into the new ones, or
// nil if anything else changed.
func findAppliedCorrections(former, now string, corrections []Correction) []Correction {
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

// AuthorshipFacts determines the authors for provenance tokens.
type AuthorshipFacts struct {
	WriterID        *int64               // the article's named writer
	FormerWriters   []int64              // users who were named before, and checked something while they were
	FirstRevisionID int64                // id of the article's first revision
	Creators        map[int64]*int64     // the user who added each revision
	Confirmed       map[int64]bool       // revisions whose words are the named writer's, as the writer or an editor stated
	Claimed         map[int64]int64      // the users who stated that a revision's words are their own
	Corrections     map[int64]Correction // by id
}

// Authors lists the ids of the users who wrote a sentence, between commas; "" if nobody did. The named writer is the author of all words
// that nobody else wrote. A former named writer stays an author if they checked something while they were named. Until the writer has
// stated that the words are theirs, the user who added the text counts as the author.
func (b AuthorshipFacts) Authors(typed string) string {
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
		case provenanceRevision:
			if id == b.FirstRevisionID || b.Confirmed[id] {
				add(b.WriterID)
			}
			if id == b.FirstRevisionID {
				for i := range b.FormerWriters {
					add(&b.FormerWriters[i])
				}
			}
			if !b.Confirmed[id] {
				add(b.Creators[id])
			}
			if claimed, ok := b.Claimed[id]; ok { // it stays theirs if another writer is named later
				add(&claimed)
			}
		case provenanceTitle:
			add(&id)
		case provenanceFile:
			if !b.Confirmed[b.FirstRevisionID] {
				add(&id)
			}
		case provenanceCorrection:
			if c := b.Corrections[id]; c.AcceptedBy == nil || *c.AcceptedBy == c.ProposedBy || !c.Proven {
				add(&c.ProposedBy)
			}
		case provenanceBeyondClaim:
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

// OccursIn reports whether words occur in other words, as whole words. It ignores letter case, white space and separating punctuation. "2
// million" does not occur in "12 million". Words without any letter or digit never occur.
func OccursIn(words, in string) bool {
	words, in = anchor.WordsOnly(words), anchor.WordsOnly(in)
	for from := 0; words != ""; {
		i := strings.Index(in[from:], words)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(words)
		if !joinsOneWord(in[:start], in[start:]) && !joinsOneWord(in[:end], in[end:]) {
			return true
		}
		_, size := utf8.DecodeRuneInString(in[start:])
		from = start + size
	}
	return false
}

// scriptsWithoutSpaces lists scripts that put no blanks between words.
var scriptsWithoutSpaces = []*unicode.RangeTable{
	unicode.Han,
	unicode.Hiragana,
	unicode.Katakana,
	unicode.Thai,
	unicode.Lao,
	unicode.Khmer,
	unicode.Myanmar,
}

// joinsOneWord reports whether two adjacent parts of a text belong to one word or number.
func joinsOneWord(before, after string) bool {
	left, size := utf8.DecodeLastRuneInString(before)
	right, next := utf8.DecodeRuneInString(after)
	if size == 0 || next == 0 {
		return false
	}
	digits := func(r rune) bool { return unicode.IsNumber(r) }
	word := func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsMark(r)) && !unicode.In(r, scriptsWithoutSpaces...)
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

// SameSentence reports whether two sentences have the same words, ignoring blanks, separating punctuation and
// letter case.
func SameSentence(a, b string) bool { return anchor.WordsOnly(a) == anchor.WordsOnly(b) }

// TitleEqualsHeadline reports whether a sentence is a headline with the same letters and digits as a title, in the same words: "The rapist"
// is not "Therapist".
func TitleEqualsHeadline(title, s Sentence) bool {
	return s.Region == sentence.Headline && s.Ordinal > 0 && headlineWords(title.Text) == headlineWords(s.Text) &&
		slices.Equal(wordsWithFigures(title.Text), wordsWithFigures(s.Text))
}

// headlineWords returns the words of a headline, reduced to their letters and digits. Full stops and apostrophes do
// not separate words. Spaces do, except in scripts that write words without spaces.
func headlineWords(s string) string {
	var out strings.Builder
	last, parted := rune(0), false
	for _, r := range text.Fold(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if parted && last != 0 && !unicode.In(r, scriptsWithoutSpaces...) && !unicode.In(last, scriptsWithoutSpaces...) {
				out.WriteByte(' ')
			}
			out.WriteRune(r)
			last, parted = r, false
		case !strings.ContainsRune(".'’‘ʼ´`", r):
			parted = true
		}
	}
	return out.String()
}

// wordsWithFigures returns the words of a sentence that contain a digit, a symbol or a direction mark. They
// have to match exactly: 1.5 is not 15, and $5 is not €5.
func wordsWithFigures(s string) []string {
	return slices.DeleteFunc(
		strings.Fields(anchor.WordsOnly(s)),
		func(word string) bool { return !strings.ContainsFunc(word, isFigureRune) },
	)
}

func isFigureRune(r rune) bool {
	return unicode.IsNumber(r) || unicode.IsSymbol(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune("%‰", r)
}
