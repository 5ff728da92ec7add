package models

// Limits limits the size of input. A zero field takes its default.
type Limits struct {
	Text      int // bytes of an article's text
	Sentences int // of an article
}

const (
	// DefaultTextLimit is the longest article accepted unless configured otherwise: 2 MB, several books' worth of news.
	DefaultTextLimit = 2 << 20
	// DefaultSentenceLimit is the largest number of sentences in an article unless configured otherwise. Each sentence has rows of its own in
	// the database and a place on the page, so their number costs more than their length.
	DefaultSentenceLimit = 20_000
)

// WithDefaults fills in the fields that are zero.
func (l Limits) WithDefaults() Limits {
	if l.Text == 0 {
		l.Text = DefaultTextLimit
	}
	if l.Sentences == 0 {
		l.Sentences = DefaultSentenceLimit
	}
	return l
}

// checkSentences refuses a text of too many sentences.
func (l Limits) checkSentences(n int, wrong *ValidationErrors) {
	if limit := l.WithDefaults().Sentences; n > limit {
		wrong.Add("text", "This text has %d sentences, and an article may have %d at most. Please split it into several articles.", n, limit)
	}
}

// CheckDraftSentences refuses a draft of too many sentences before it is aligned. A text too short to have so many is not segmented.
func (l Limits) CheckDraftSentences(draft, language string, markup *ImportedMarkup) error {
	if len(draft) <= l.WithDefaults().Sentences {
		return nil
	}
	var wrong ValidationErrors
	l.checkSentences(len(SegmentText(draft, language, markup)), &wrong)
	return wrong.Err()
}

// CheckSplit refuses to divide the sentences of an article into more than it may have. It had was and would have n; field is what asked
// for it.
func (l Limits) CheckSplit(was, n int, field string) error {
	if limit := l.WithDefaults().Sentences; n > was && n > limit {
		return NewFieldError(field, "This article would have %d sentences, and it may have %d at most.", n, limit)
	}
	return nil
}
