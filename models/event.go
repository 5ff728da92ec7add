package models

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"time"
)

// The formats in which an event is hashed. A chain never returns to an older one.
const (
	EventFormat1 = 1 // the hash covers Before and After themselves, so they can never be erased
	EventFormat2 = 2 // the hash covers a salted digest of Before and After, so they can be erased later
)

// EventFormatChanged is the action of the first event of format 2 in a chain that has events of format 1.
const EventFormatChanged = "audit log format changed"

// Event is one change: who changed which object, with the values before and after. Append only and chained:
// Hash covers the other columns as they are stored and the hash of the event before.
type Event struct {
	ID            int64 // its place in the chain, from 1, without gaps
	At            time.Time
	ActorID       *int64 // nil: the command line or the program itself
	Action        string
	Object        string
	ObjectID      int64
	ArticleID     *int64
	DeskID        *int64
	Before        string // JSON, or empty
	After         string // JSON, or empty
	PrevHash      string
	Hash          string
	Format        int
	Salt          string     // 32 random bytes in hexadecimal; empty in format 1 and once the payload is erased
	PayloadSHA256 string     `gorm:"column:payload_sha256"` // of Salt, Before and After; empty in format 1
	Door          string     // where the change came from, such as "page"; hashed in format 2, empty in format 1
	ErasedAt      *time.Time // when Before, After and Salt were erased; nil: never
}

// ChainStart is the previous hash of the first event.
var ChainStart = strings.Repeat("0", 64)

// eventFormat2Name is the first field that is hashed in format 2. Format 1 begins with eight bytes of the id,
// so an event of one format cannot be passed off as one of the other.
const eventFormat2Name = "event format 2"

// fieldHash is a SHA-256 over fields. Each field is preceded by its length, so two different lists of fields
// never have the same input.
type fieldHash struct{ hash.Hash }

func (h fieldHash) text(s string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}

// number hashes a nullable number. Nil is an empty field.
func (h fieldHash) number(p *int64) {
	if p == nil {
		h.text("")
		return
	}
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(*p))
	h.text(string(n[:]))
}

func (h fieldHash) hex() string { return hex.EncodeToString(h.Sum(nil)) }

// ComputeHash returns the SHA-256 of the event's columns in its format.
func (e Event) ComputeHash() string {
	h := fieldHash{sha256.New()}
	if e.Format == EventFormat2 {
		h.text(eventFormat2Name)
	}
	h.number(&e.ID)
	h.text(e.At.UTC().Format("2006-01-02T15:04:05.000000Z"))
	h.number(e.ActorID)
	h.text(e.Action)
	h.text(e.Object)
	h.number(&e.ObjectID)
	h.number(e.ArticleID)
	h.number(e.DeskID)
	if e.Format == EventFormat2 {
		h.text(e.PayloadSHA256)
		h.text(e.Door)
	} else {
		h.text(e.Before)
		h.text(e.After)
	}
	h.text(e.PrevHash)
	return h.hex()
}

// ComputePayloadHash returns the SHA-256 of the salt and the payload. The salt protects an erased payload
// from being guessed.
func (e Event) ComputePayloadHash() string {
	h := fieldHash{sha256.New()}
	h.text(e.Salt)
	h.text(e.Before)
	h.text(e.After)
	return h.hex()
}

// IsIntact reports whether the event is unchanged since it was written, apart from an erased payload, which
// format 2 permits.
func (e Event) IsIntact() bool {
	switch {
	case e.Hash != e.ComputeHash():
		return false
	case e.Format == EventFormat1:
		return e.Salt == "" && e.PayloadSHA256 == "" && e.Door == "" && e.ErasedAt == nil
	case e.Format != EventFormat2:
		return false
	case e.ErasedAt != nil:
		return e.Salt == "" && e.Before == "" && e.After == ""
	}
	return len(e.Salt) == saltLength && e.PayloadSHA256 == e.ComputePayloadHash()
}

// CheckFormatOrder returns why an event's format cannot follow the previous event's format, or "". before is
// 0 at the start of the chain.
func (e Event) CheckFormatOrder(before int) string {
	switch {
	case e.Format < before:
		return fmt.Sprintf("event %d has format %d, and the one before it format %d", e.ID, e.Format, before)
	case before != 0 && e.Format > before && e.Action != EventFormatChanged:
		return fmt.Sprintf("event %d is the first of format %d and does not say that the format changed", e.ID, e.Format)
	}
	return ""
}

// saltLength is the length of a salt in hexadecimal: 32 bytes.
const saltLength = 64

// WithHash returns the event in format 2 with a new salt, the digest of its payload and its hash.
func (e Event) WithHash() Event {
	var salt [saltLength / 2]byte
	_, _ = rand.Read(salt[:]) // never fails: without randomness, the program crashes
	e.Format, e.Salt = EventFormat2, hex.EncodeToString(salt[:])
	e.PayloadSHA256 = e.ComputePayloadHash()
	e.Hash = e.ComputeHash()
	return e
}
