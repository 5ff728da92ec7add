package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linecheck/text"
	"linecheck/text/sentence"
)

// NewArticle is an article as a user submits it.
type NewArticle struct {
	Title    string
	Text     string
	Language string // BCP 47, such as "en"; "" for English
	DeskID   int64
	DueAt    *time.Time
	WriterID *int64
	Original *Original // the uploaded file; nil if the text was pasted
	FileName string
	URL      string          // its own address, if it is published
	Markup   *ImportedMarkup // the file's markup; nil if there is none
}

// maxTitle limits a title, in code points.
const maxTitle = 500

// SegmentedArticle is a new article, segmented and counted, ready for the store.
type SegmentedArticle struct {
	Title        string
	Language     string
	Text         string
	SHA256       string
	OwnAddresses []string   // normalized for comparison
	Sentences    []Sentence // without ids
	Counts       Counts
}

// Segment validates a new article and splits its text, which is not changed, into sentences.
func (n NewArticle) Segment(limits Limits) (SegmentedArticle, error) {
	var wrong ValidationErrors
	d := SegmentedArticle{Text: n.Text, Language: n.Language}
	d.Title = CheckTitle(n.Title, &wrong)
	d.Language = CheckLanguage(n.Language, &wrong)
	checkText(n.Text, limits, &wrong)
	checkMarkup(n.Text, n.Markup, &wrong)
	d.OwnAddresses = CheckAddresses(n.URL, "", &wrong)
	if len(wrong) > 0 {
		return SegmentedArticle{}, wrong
	}
	d.Sentences = SegmentText(n.Text, d.Language, n.Markup)
	if len(d.Sentences) == 0 {
		wrong.Add("text", "There is nothing to read in this text.")
	}
	if limits.checkSentences(len(d.Sentences), &wrong); len(wrong) > 0 {
		return SegmentedArticle{}, wrong
	}
	d.SHA256 = sha256Hex(n.Text)
	d.Counts.AddSentence(Unread, len(d.Sentences)+1) // including the title
	return d, nil
}

// FirstHeadline returns the first headline in a text; "" if there is none that can be a title.
func FirstHeadline(s, language string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	for _, one := range SegmentText(s, language, nil) {
		if one.Region == sentence.Headline && utf8.RuneCountInString(one.Text) <= maxTitle {
			return strings.Join(strings.Fields(one.Text), " ")
		}
	}
	return ""
}

// sha256Hex returns the SHA-256 of a text's UTF-8 bytes, in lower-case hex.
func sha256Hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// CheckTitle validates and trims a title.
func CheckTitle(s string, wrong *ValidationErrors) string {
	s = strings.TrimSpace(s)
	switch {
	case !text.HasVisibleWord(s):
		wrong.Add("title", "Please give the article a title.")
	case utf8.RuneCountInString(s) > maxTitle:
		wrong.Add("title", "Please use at most %d characters for the title.", maxTitle)
	default:
		checkCharacters("title", s, wrong)
	}
	return s
}

// CheckLanguage validates a language tag such as "en" or "pt-BR"; "" is English.
func CheckLanguage(s string, wrong *ValidationErrors) string {
	if s == "" {
		return "en"
	}
	for _, r := range s {
		if r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) || len(s) > 35 {
			wrong.Add("language", "Please give the language as a tag such as en, fa or pt-BR.")
			break
		}
	}
	return s
}

func checkText(s string, limits Limits, wrong *ValidationErrors) {
	switch {
	case strings.TrimSpace(s) == "":
		wrong.Add("text", "Please paste the article's text or choose a file.")
	case len(s) > limits.Text:
		wrong.Add("text", "The text is longer than the limit of %s.", formatBytes(limits.Text))
	default:
		checkCharacters("text", s, wrong)
	}
}

func checkMarkup(s string, said *ImportedMarkup, wrong *ValidationErrors) {
	if said == nil {
		return
	}
	if breach := said.validate(utf8.RuneCountInString(s)); breach != "" {
		wrong.Add("text", "This file cannot be kept: %s.", breach)
	}
}

// CheckNote validates free text, such as an annotation's note: its length and characters.
func CheckNote(field, s string, wrong *ValidationErrors) {
	if utf8.RuneCountInString(s) > maxFieldLength {
		wrong.Add(field, "Please use at most %d characters.", maxFieldLength)
		return
	}
	checkCharacters(field, s, wrong)
}

// checkCharacters refuses characters that cannot be stored, and says where they are.
func checkCharacters(field, s string, wrong *ValidationErrors) {
	if err := text.Validate(s); err != nil {
		wrong.Add(field, "This cannot be kept as text: %s.", err)
	}
}

func formatBytes(n int) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// Selection is the words that a user selected for a claim, in one of four forms: Start and End with the
// expected Quote; a whole sentence; the words First to Last of a sentence, counted from 1; or a Quote
// Anywhere in the text, with the text before and after it.
type Selection struct {
	Revision      int // the number of the revision that was read; 0: not checked
	Start, End    int // code points of the revision's text
	Quote         string
	Sentence      int64
	WholeSentence bool
	FirstWord     int
	LastWord      int
	Anywhere      bool
	Prefix        string // text before the quote, which makes it unique
	Suffix        string
	Kind          string
	Risk          string
	WithinWord    bool // it may begin or end within a word or a character
}

// contextLength is how much text before and after a claim's words is stored to find them again, in code
// points (as in Hypothesis).
const contextLength = 32

// Locate finds a selection in a revision. It returns the occurrence and the sentences it touches, or
// ValidationErrors.
func (sel Selection) Locate(revision Revision, sentences []Sentence) (Occurrence, []Sentence, error) {
	var wrong ValidationErrors
	index := text.NewIndex(revision.Text)
	span := sel.resolveSpan(sentences, &wrong)
	if len(wrong) > 0 {
		return Occurrence{}, nil, wrong
	}
	exact, ok := index.Slice(span)
	switch {
	case span.Start < 0 || span.End < 0:
		wrong.Add("selection", "The selection begins before the text.")
	case span.End <= span.Start:
		wrong.Add("selection", "Please select at least one word: the end has to come after the start.")
	case !ok:
		wrong.Add("selection", "The selection ends beyond the text, which has %d characters.", index.Len())
	case sel.Quote != "" && !text.SameCharacters(sel.Quote, exact):
		wrong.Add("selection", "The selected words are not at that place in the text; please select them again.")
	case strings.TrimSpace(exact) == "":
		wrong.Add("selection", "Please select at least one word.")
	}
	if len(wrong) > 0 {
		return Occurrence{}, nil, wrong
	}
	span = trimSpan(span, exact)
	touched := overlappingSentences(sentences, span)
	if len(touched) == 0 {
		wrong.Add("selection", "The selection lies between the sentences.")
	}
	for _, s := range touched {
		if s.Region != touched[0].Region {
			wrong.Add("selection", "A claim cannot run from the %s into the %s.", touched[0].Region, s.Region)
			break
		}
	}
	if len(touched) > maxClaimSentences {
		wrong.Add("selection", "A claim can run over %d sentences at most.", maxClaimSentences)
	}
	if len(wrong) > 0 {
		return Occurrence{}, nil, wrong
	}
	if err := sel.checkWordBoundaries(index, span, touched); err != nil {
		return Occurrence{}, nil, err
	}
	o := Occurrence{RevisionID: revision.ID, SentenceID: touched[0].ID, Start: span.Start, End: span.End, Placement: Placed}
	o.Exact, o.Prefix, o.Suffix = quoteWithContext(index, span)
	return o, touched, nil
}

// checkWordBoundaries refuses a selection that begins or ends within a word or a character, unless the user
// allows it.
func (sel Selection) checkWordBoundaries(index *text.Index, span text.Span, touched []Sentence) error {
	if sel.WithinWord || sel.Sentence != 0 {
		return nil
	}
	first, last := touched[0], touched[len(touched)-1]
	if text.SplitAt(first.Text, max(0, span.Start-first.Start)) == text.SplitsNothing &&
		text.SplitAt(last.Text, min(span.End, last.End)-last.Start) == text.SplitsNothing {
		return nil
	}
	wide := text.Span{
		Start: first.Start + text.WidenToWords(first.Text, text.Span{Start: max(0, span.Start-first.Start)}).Start,
		End:   last.Start + text.WidenToWords(last.Text, text.Span{End: min(span.End, last.End) - last.Start}).End,
	}
	part, _ := index.Slice(span)
	whole, _ := index.Slice(wide)
	return fmt.Errorf("%w: %w", ErrWithinWord, NewFieldError("selection", "“%s” is a part of “%s”. Select whole words, or select the "+
		"same part once more if it is what you mean.", part, whole))
}

// quoteWithContext returns the text of a span and the text before and after it.
func quoteWithContext(index *text.Index, at text.Span) (exact, prefix, suffix string) {
	exact, _ = index.Slice(at)
	prefix, _ = index.Slice(text.Span{Start: max(0, at.Start-contextLength), End: at.Start})
	suffix, _ = index.Slice(text.Span{Start: at.End, End: min(index.Len(), at.End+contextLength)})
	return exact, prefix, suffix
}

// maxClaimSentences is the maximum number of sentences that one claim may touch. The page of a sentence shows
// the same number around it.
const maxClaimSentences = 4

// resolveSpan returns the selected span for every form of selection.
func (sel Selection) resolveSpan(sentences []Sentence, wrong *ValidationErrors) text.Span {
	if sel.Sentence == 0 {
		return text.Span{Start: sel.Start, End: sel.End}
	}
	for _, s := range sentences {
		if s.ID != sel.Sentence {
			continue
		}
		if sel.WholeSentence {
			return s.Span()
		}
		words := text.Words(s.Text)
		if sel.FirstWord < 1 || sel.LastWord > len(words) || sel.LastWord < sel.FirstWord {
			wrong.Add("selection", "Please choose a first and a last word between 1 and %d, the first not after the last.", len(words))
			return text.Span{}
		}
		return text.Span{Start: s.Start + words[sel.FirstWord-1].Start, End: s.Start + words[sel.LastWord-1].End}
	}
	wrong.Add("selection", "That sentence is not part of the current text.")
	return text.Span{}
}

// trimSpan trims white space from both ends of a selection, which a double click often adds.
func trimSpan(span text.Span, exact string) text.Span {
	left := strings.TrimLeftFunc(exact, unicode.IsSpace)
	right := strings.TrimRightFunc(left, unicode.IsSpace)
	span.Start += utf8.RuneCountInString(exact) - utf8.RuneCountInString(left)
	span.End -= utf8.RuneCountInString(left) - utf8.RuneCountInString(right)
	return span
}

// overlappingSentences lists the sentences that a span overlaps, in order.
func overlappingSentences(sentences []Sentence, span text.Span) []Sentence {
	var touched []Sentence
	for _, s := range sentences {
		if s.Start < span.End && span.Start < s.End {
			touched = append(touched, s)
		}
	}
	return touched
}

// AnnotationInput is a reviewer's verdict on a claim, as typed.
type AnnotationInput struct {
	Status   string
	Note     string
	Version  int // of the claim, as it was read
	Evidence []NewEvidence
	Ruling   bool
	Override string // an editor's reason to accept it as sourced with less evidence than the policy requires
}

// ArticleEdit is a change of an article's details.
type ArticleEdit struct {
	Title    string
	Language string
	DueAt    *time.Time
	URL      string // the article's own address, present or future
	Copies   string // addresses of its copies, one per line
	WriterID *int64 // its writer, one of the desk's people; nil: none named
	Version  int
	Rechecks int // the number of checked sentences that the user agreed to recheck after a change of language
}

// RechecksError refuses a change of language that would need more rechecks than the user agreed to.
type RechecksError int

// Error says how many sentences would have to be rechecked.
func (n RechecksError) Error() string {
	sentences := "1 checked sentence has"
	if n != 1 {
		sentences = fmt.Sprintf("%d checked sentences have", int(n))
	}
	const message = "In this language the text is split into other sentences, so %s to be checked again. Save once more to agree."
	return fmt.Sprintf(message, sentences)
}

// Verification is the result of linecheck verify.
type Verification struct {
	Length int    // events in the chain
	Erased int    // those with an erased payload, which cannot be compared with the rows
	Head   string // the last event's hash
	Break  string // the first fault, as one sentence; "" if intact
}
