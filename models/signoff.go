package models

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linecheck/text/message"
)

// SignOff is an editor's signature under one text, identified by its SHA-256. Any later change of the article
// voids it.
type SignOff struct {
	ID           int64
	ArticleID    int64
	RevisionID   int64
	SHA256       string `gorm:"column:sha256"`
	UserID       int64
	Role         Role // at that moment
	At           time.Time
	TitleSHA256  string `gorm:"column:title_sha256"`
	Rules        int    // 0: from before assertions kept their words
	Policy       string // of the desk at the time, as JSON
	CheckedAlone string `gorm:"column:alone"` // numbers of the sentences that one person both checked and signed, as JSON; "" for none
	Note         string // printed beside it
	VoidedAt     *time.Time
	VoidedBy     *int64
	VoidReason   string
}

// TableName sets the name, which GORM would split.
func (SignOff) TableName() string { return "signoffs" }

// ParseAloneSentences returns the numbers of the sentences that one person both checked and signed; 0 is the
// title.
func (s SignOff) ParseAloneSentences() ([]int, error) {
	if s.CheckedAlone == "" {
		return nil, nil
	}
	var list []int
	if err := json.Unmarshal([]byte(s.CheckedAlone), &list); err != nil {
		return nil, fmt.Errorf("reading sign-off %d: %w", s.ID, err)
	}
	return list, nil
}

// NamedSignOff is a sign-off with the names of the users who made and voided it.
type NamedSignOff struct {
	SignOff
	Name, VoidedName string
	Door             string // as its event stores it; "" if it was imported
}

// Token returns the API token that made the sign-off, or the zero Door if none did.
func (s NamedSignOff) Token() Door {
	if d := ParseDoor(s.Door); d.Kind == TokenDoor {
		return d
	}
	return Door{}
}

// SignOffInput identifies what the signer has read: the text's SHA-256 and the article's change counter.
type SignOffInput struct {
	SHA256  string
	Changes int
	Public  *bool // whether the public page is on from now; nil: as it was
}

// The numbers of the rules that derive states. Sign-offs from before are not judged by the current rules.
const (
	RulesKeepWords = 2 // assertions keep their words
	CurrentRules   = 3 // evidence needs more than a title
)

// TitleSHA256 returns the SHA-256 of a title's UTF-8 bytes, as lower-case hex.
func TitleSHA256(title string) string { return sha256Hex(title) }

// The reasons of the program's own for which a sign-off or an override is void, as the database stores them.
const (
	VoidWithdrawn  = "withdrawn"
	VoidAllChanged = "everything that it covered has changed"
	VoidOldRules   = "it was given for a number of things, under the rules before this version"

	voidByChange  = "the article changed: " // then the action
	voidReadAgain = "; to be read again: "  // then the sentences
)

// voidReasons are those that are always the same.
var voidReasons = []message.Key{VoidFromFile, VoidWithdrawn, VoidAllChanged, VoidOldRules}

// DescribeVoiding returns the reason for which a change voided a sign-off: the name of the audit log's
// action, and the numbers of the sentences to read again.
func DescribeVoiding(action string, again []int) string {
	reason := voidByChange + action
	if len(again) > 0 {
		reason += voidReadAgain + FormatSentenceNumbers(again).String()
	}
	return reason
}

// VoidReasonText returns a stored reason as people read it. What an editor typed stays as it is.
func VoidReasonText(reason string) message.Text {
	if key := message.Key(reason); slices.Contains(voidReasons, key) {
		return message.New(key)
	}
	change, byChange := strings.CutPrefix(reason, voidByChange)
	action, numbers, hasNumbers := strings.Cut(change, voidReadAgain)
	key, known := wordKeys[action]
	if !byChange || !known {
		return message.Plain(reason)
	}
	if !hasNumbers {
		return message.New("the article changed: %s", key)
	}
	if one, isOne := strings.CutPrefix(numbers, "sentence "); isOne {
		return message.New("the article changed: %s; to be read again: sentence %s", key, one)
	}
	return message.New("the article changed: %s; to be read again: sentences %s", key, strings.TrimPrefix(numbers, "sentences "))
}

// AloneSentences is like ParseAloneSentences, but returns nil on an error.
func (s SignOff) AloneSentences() []int {
	var list []int
	if s.CheckedAlone == "" || json.Unmarshal([]byte(s.CheckedAlone), &list) != nil {
		return nil
	}
	return list
}

// ParsePolicy returns the policy of a sign-off; ok is false if none was stored.
func (s SignOff) ParsePolicy() (policy SignedPolicy, ok bool) {
	if s.Policy == "" || json.Unmarshal([]byte(s.Policy), &policy) != nil {
		return SignedPolicy{}, false
	}
	return policy, true
}
