package models

// ArticleVersion is the cache key of an article's page.
type ArticleVersion struct {
	ArticleID int64
	DeskID    int64
	Changes   int
	WriterID  int64 // the named writer's user id; 0: none
	Trashed   bool
}

// ArticlePage is everything that the article view renders. It does not depend on the reader, only on their
// rights.
type ArticlePage struct {
	Article
	Desk          string
	WriterName    string
	SecondReader  bool                 // the desk requires one
	Words         []RevisionAuthorship // texts added by others, for which nobody has stated the authorship
	Revision      Revision             // the current one, without its original bytes
	Gate          GateState
	Part          ArticlePart    // of the text
	Sentences     []PageSentence // of the part
	TitleSentence PageSentence   // the title, as sentence 0, which is read as well
	Lost          []LostClaim
	Event         int64 // the newest event that is included
}

// SentencesInPart is how many sentences the article view shows at once. A longer article is shown in parts.
const SentencesInPart = 3000

// ArticlePart is a run of neighbouring sentences that the article view shows together, by their numbers.
type ArticlePart struct{ First, Last int }

// PartWith returns the part that contains sentence n. For a number below 1 it returns the first part, and for a number beyond the end the
// last.
func (a Article) PartWith(n int) ArticlePart {
	first := PartFirst(min(n, a.TextSentences()))
	return ArticlePart{first, max(first, min(first+SentencesInPart-1, a.TextSentences()))}
}

// PartFirst returns the number of the first sentence of the part that contains sentence n.
func PartFirst(n int) int { return (max(n, 1)-1)/SentencesInPart*SentencesInPart + 1 }

// WholeText returns all sentences as one part.
func (a Article) WholeText() ArticlePart { return ArticlePart{1, a.TextSentences()} }

// Parts returns the parts of the article in order: one, unless it is long.
func (a Article) Parts() []ArticlePart {
	parts := []ArticlePart{a.PartWith(1)}
	for last := parts[0].Last; last < a.TextSentences(); last = parts[len(parts)-1].Last {
		parts = append(parts, a.PartWith(last+1))
	}
	return parts
}

// AllSentences returns the title and the sentences of the text: everything that has to be read.
func (p ArticlePage) AllSentences() []PageSentence {
	return append([]PageSentence{p.TitleSentence}, p.Sentences...)
}

// PageSentence is a sentence with its state and the spans of the claims that touch it.
type PageSentence struct {
	Sentence
	State      SentenceState
	ClaimSpans []ClaimSpan
	Queries    int  // unsettled ones about the sentence or a claim in it
	RestRead   bool // nothing outside its claims is left to read; set only for the API
}

// ClaimSpan is the part of a claim in one sentence. Start and End are code points from the sentence's start.
type ClaimSpan struct {
	ClaimID    int64
	Start, End int
	ClaimStatus
	Resolution Resolution
}
