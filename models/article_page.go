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
	Sentences     []PageSentence
	TitleSentence PageSentence // the title, as sentence 0, which is read as well
	Lost          []LostClaim
	Event         int64 // the newest event that is included
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
