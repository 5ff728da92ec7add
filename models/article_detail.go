package models

// PlacedOccurrence is an occurrence with the number of the sentence in which it begins.
type PlacedOccurrence struct {
	Occurrence `gorm:"embedded"`
	Ordinal    int
}

// PlacedClaim is a claim with where it stands in the current revision; a lost one with where it last stood.
type PlacedClaim struct {
	Claim
	Occurrences []PlacedOccurrence // at least one, in order
}

// ArticleDetail is an article as a program reads it: its sentences and its claims.
type ArticleDetail struct {
	Article
	Desk       string
	WriterName string
	Revision   Revision // number, text and sha256 of the current one
	Gate       GateState
	Sentences  []PageSentence
	Claims     []PlacedClaim

	TitleSentence PageSentence // the title, as sentence 0
}

// ClaimDetail is a claim as a program reads it, with who said what of it, and on what evidence.
type ClaimDetail struct {
	ClaimCard
	Occurrences []PlacedOccurrence
	Authors     string // of the sentences in which it stands, as Sentence.Authors lists them
}

// IsByAuthor reports whether an annotation or a piece of evidence of the claim is by an author of its words.
func (w ClaimDetail) IsByAuthor(user int64) bool { return Sentence{Authors: w.Authors}.WrittenBy(user) }

// GateDetail is an article's gate with what is behind each reason: ids of sentences and of claims.
type GateDetail struct {
	Article
	Revision    Revision // number and sha256 of the current one
	Gate        GateState
	Corrections []int64               // ids of those that are accepted and not in the text
	Resolvers   map[GateCode][]string // names of those who can resolve a reason, where not everybody can
	Misquoted   []MisquotedClaim
}
