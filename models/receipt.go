package models

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/text/compare"
)

// The values of the JWS header "typ" for signed statements. They keep a statement of one type from being accepted as another.
const (
	ReceiptType    = "linecheck-receipt"
	RevocationType = "linecheck-revocations"
)

// ReceiptVersion is the version of the fields of receipts and revocation lists. docs/reference/receipt.md documents them.
const ReceiptVersion = 1

// Receipt states what was signed off: the words, the findings about them, the people and the rules. The installation signs a receipt at
// each sign-off.
type Receipt struct {
	Version      int                 `json:"version"`
	ID           string              `json:"id"` // random
	Desk         string              `json:"desk"`
	Article      ReceiptArticle      `json:"article"`
	TextSHA256   string              `json:"text_sha256"`
	Sentences    []ReceiptSentence   `json:"sentences"` // the title first
	Counts       ReceiptCounts       `json:"counts"`
	Overrides    []ReceiptOverride   `json:"overrides"`
	Independence ReceiptIndependence `json:"independence"`
	Signed       ReceiptSignature    `json:"signed"`
	Policy       SignedPolicy        `json:"policy"` // the desk's policy when it was signed
	Record       ReceiptRecord       `json:"record"`
}

// ReceiptArticle identifies the article and its revision.
type ReceiptArticle struct {
	ID          int64  `json:"id"`
	Title       string `json:"title"`
	TitleSHA256 string `json:"title_sha256"`
	Language    string `json:"language"`
	Revision    int    `json:"revision"`
}

// ReceiptSentence identifies a sentence by its hash, without its words.
type ReceiptSentence struct {
	Region      string `json:"region"`
	Start       int    `json:"start"` // in code points from the start of the text; 0 for the title
	End         int    `json:"end"`
	SHA256      string `json:"sha256"`       // of the exact text
	Words       int    `json:"words"`        // the number of words, as package compare counts them
	WordsSHA256 string `json:"words_sha256"` // of the words in the form that package compare compares
}

// ReceiptCounts counts sentences by state, the title included, and claims by verdict.
type ReceiptCounts struct {
	Sentences map[SentenceState]int `json:"sentences"`
	Claims    map[Status]int        `json:"claims"`
}

// ReceiptOverride is a reason of the gate that an editor overrode for certain items.
type ReceiptOverride struct {
	Code   GateCode             `json:"code"`
	Reason string               `json:"reason"`
	By     string               `json:"by"`
	At     time.Time            `json:"at"`
	Covers []ReceiptOverrideFor `json:"covers"`
}

// ReceiptOverrideFor is an item that an override covers.
type ReceiptOverrideFor struct {
	Kind     GateItemKind `json:"kind"`
	ID       int64        `json:"id"`
	Sentence int          `json:"sentence"` // the sentence's ordinal; 0 for the title, or for a query about the article
}

// ReceiptIndependence says whether a second person checked everything.
type ReceiptIndependence struct {
	SecondPerson bool   `json:"second_person"`
	Without      []int  `json:"without"` // ordinals of the sentences that one person both checked and signed
	Statement    string `json:"statement"`
}

// ReceiptSignature says who signed, and when.
type ReceiptSignature struct {
	By    string    `json:"by"`
	Role  Role      `json:"role"`
	At    time.Time `json:"at"`
	Note  string    `json:"note,omitempty"`
	Rules int       `json:"rules"`
}

// ReceiptRecord identifies the last entry of the audit log before the sign-off.
type ReceiptRecord struct {
	Sequence int64  `json:"sequence"`
	Hash     string `json:"hash"`
}

// NewReceiptSentence returns the receipt's entry for a sentence.
func NewReceiptSentence(s Sentence) ReceiptSentence {
	words := compare.Words(s.Text)
	return ReceiptSentence{Region: string(s.Region), Start: s.Start, End: s.End, SHA256: sha256Hex(s.Text), Words: len(words),
		WordsSHA256: compare.Hash(words)}
}

// AddSentences adds the article's sentences, and counts them and their claims.
func (r *Receipt) AddSentences(facts []SentenceFacts) {
	r.Counts = ReceiptCounts{map[SentenceState]int{}, map[Status]int{}}
	counted := map[int64]bool{}
	for _, f := range facts {
		r.Sentences = append(r.Sentences, NewReceiptSentence(f.Sentence))
		r.Counts.Sentences[f.Status().State]++
		for _, c := range f.Claims {
			if !counted[c.ID] {
				counted[c.ID] = true
				r.Counts.Claims[c.Status]++
			}
		}
	}
}

// AddOverrides adds the overrides that the open gate relied on.
func (r *Receipt) AddOverrides(reasons []GateReason) {
	r.Overrides = []ReceiptOverride{}
	for _, reason := range reasons {
		for _, o := range reason.Overrides {
			given := ReceiptOverride{Code: reason.Code, Reason: o.Reason, By: o.Name, At: o.At, Covers: []ReceiptOverrideFor{}}
			for _, item := range reason.Items {
				if slices.Contains(o.Covers, CoveredItem{item.Kind, item.Key, item.Version}) {
					given.Covers = append(given.Covers, ReceiptOverrideFor{item.Kind, item.ID, item.Ordinal})
				}
			}
			r.Overrides = append(r.Overrides, given)
		}
	}
}

// NewReceiptIndependence returns the statement about independence. without lists the sentences that one person both checked and signed; 0
// is the title.
func NewReceiptIndependence(without []int, sentences int) ReceiptIndependence {
	if len(without) == 0 {
		return ReceiptIndependence{true, []int{}, "Somebody who neither wrote nor signed it checked every sentence."}
	}
	if len(without) == sentences {
		return ReceiptIndependence{false, without, "Checked and signed without a second person."}
	}
	numbers := make([]string, len(without))
	for i, n := range without {
		numbers[i] = strconv.Itoa(n)
		if n == 0 {
			numbers[i] = "the title"
		}
	}
	const part = "Checked and signed without a second person in part: sentences "
	return ReceiptIndependence{false, without, part + strings.Join(numbers, ", ") + "."}
}

// ParseReceipt parses the payload of a receipt.
func ParseReceipt(payload []byte) (r Receipt, err error) {
	if err := json.Unmarshal(payload, &r); err != nil {
		return r, fmt.Errorf("reading a receipt: %w", err)
	}
	if r.Version != ReceiptVersion {
		return r, fmt.Errorf("reading a receipt: version %d is not known", r.Version)
	}
	return r, nil
}

// RevocationList is an installation's signed list of receipts that are no longer valid, because their sign-off is not.
type RevocationList struct {
	Version  int          `json:"version"`
	IssuedAt time.Time    `json:"issued_at"`
	Receipts []Revocation `json:"receipts"`
}

// Revocation is one revoked receipt.
type Revocation struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// StoredReceipt is the signed receipt of a sign-off.
type StoredReceipt struct {
	SignOffID int64  `gorm:"column:signoff_id;primaryKey;autoIncrement:false"`
	PublicID  string // of the receipt
	SHA256    string `gorm:"column:sha256"` // the hash of JWS
	JWS       string `gorm:"column:jws"`    // in compact form
}

// TableName sets the name of the table.
func (StoredReceipt) TableName() string { return "receipts" }

// SignedSentences returns a receipt's sentences for a comparison. Only the title has a text.
func (r Receipt) SignedSentences() []compare.Sentence {
	list := make([]compare.Sentence, len(r.Sentences))
	for i, s := range r.Sentences {
		list[i] = compare.Sentence{Ordinal: i, Count: s.Words, Hash: s.WordsSHA256}
	}
	if len(list) > 0 {
		list[0].Text = r.Article.Title
	}
	return list
}

// Receipt parses the payload. It does not verify the signature.
func (s StoredReceipt) Receipt() (Receipt, error) {
	parts := strings.Split(s.JWS, ".")
	if len(parts) != 3 {
		return Receipt{}, fmt.Errorf("the receipt of sign-off %d is corrupt", s.SignOffID)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return Receipt{}, fmt.Errorf("the receipt of sign-off %d is corrupt: %w", s.SignOffID, err)
	}
	return ParseReceipt(payload)
}
