package models

// PlacedOccurrence is an occurrence with the number of the sentence in which it begins.
type PlacedOccurrence struct {
	Occurrence `gorm:"embedded"`
	Ordinal    int
}

// PlacedClaim is a claim with its place in the current revision. A lost claim has its last place.
type PlacedClaim struct {
	Claim
	Occurrences []PlacedOccurrence // at least one, in order
}

// ArticleDetail is an article with its sentences and claims, for the API.
type ArticleDetail struct {
	Article
	Desk       string
	WriterName string
	Revision   Revision // number, text and sha256 of the current revision
	Gate       GateState
	Sentences  []PageSentence
	Claims     []PlacedClaim

	TitleSentence PageSentence // the title, as sentence 0
}

// ClaimDetail is a claim with its annotations and evidence, for the API.
type ClaimDetail struct {
	ClaimCard
	Occurrences []PlacedOccurrence
	Authors     string // of the sentences that contain it, in the form of Sentence.Authors
}

// IsByAuthor reports whether a user is an author of the claim's words.
func (w ClaimDetail) IsByAuthor(user int64) bool { return Sentence{Authors: w.Authors}.WrittenBy(user) }

// GateDetail is an article's gate with the ids of the sentences and claims behind each reason.
type GateDetail struct {
	Article
	Revision    Revision // number and sha256 of the current revision
	Gate        GateState
	Corrections []int64               // ids of accepted corrections that are not in the text
	Resolvers   map[GateCode][]string // for reasons that not everybody can resolve: the names of those who can
	Misquoted   []MisquotedClaim
}
