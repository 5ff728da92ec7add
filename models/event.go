package models

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
)

// Event is one change: who did what to what, before and after. Append only and chained: Hash covers the other
// columns as they are stored and the hash of the event before.
type Event struct {
	ID        int64 // its place in the chain, from 1, without a gap
	At        time.Time
	ActorID   *int64 // nil: the command line or the program itself
	Action    string
	Object    string
	ObjectID  int64
	ArticleID *int64
	DeskID    *int64
	Before    string // JSON, or empty
	After     string // JSON, or empty
	PrevHash  string
	Hash      string
}

// ChainStart is the hash before the first event.
var ChainStart = strings.Repeat("0", 64)

// ComputeHash is the SHA-256 of the event's columns, each with its length before it, so that no two different
// events read the same.
func (e Event) ComputeHash() string {
	h := sha256.New()
	field := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	number := func(p *int64) {
		if p == nil {
			field("")
			return
		}
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(*p))
		field(string(n[:]))
	}
	number(&e.ID)
	field(e.At.UTC().Format("2006-01-02T15:04:05.000000Z"))
	number(e.ActorID)
	field(e.Action)
	field(e.Object)
	number(&e.ObjectID)
	number(e.ArticleID)
	number(e.DeskID)
	field(e.Before)
	field(e.After)
	field(e.PrevHash)
	return hex.EncodeToString(h.Sum(nil))
}
