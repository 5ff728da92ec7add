package models

import (
	"time"
)

// FileEvent is an event of the article with every column that its hash covers.
type FileEvent struct {
	ID        int64     `json:"id"`
	At        time.Time `json:"at"`
	Actor     *int64    `json:"actor,omitempty"`
	Action    string    `json:"action"`
	Object    string    `json:"object"`
	ObjectID  int64     `json:"object_id"`
	ArticleID *int64    `json:"article_id,omitempty"`
	DeskID    *int64    `json:"desk_id,omitempty"`
	Before    string    `json:"before"` // JSON, as it was hashed
	After     string    `json:"after"`
	PrevHash  string    `json:"previous_hash"`
	Hash      string    `json:"hash"`

	// In format 2 the hash covers Door and PayloadSHA256, which is a digest of Salt, Before and After.
	Format        int        `json:"format,omitempty"` // absent: 1
	Salt          string     `json:"salt,omitempty"`
	PayloadSHA256 string     `json:"payload_sha256,omitempty"`
	Door          string     `json:"door,omitempty"`
	ErasedAt      *time.Time `json:"erased_at,omitempty"` // when before, after and salt were erased
}

// NewFileEvent converts an event to its form in a file.
func NewFileEvent(e Event) FileEvent {
	f := FileEvent{
		ID:            e.ID,
		At:            e.At.UTC(),
		Actor:         e.ActorID,
		Action:        e.Action,
		Object:        e.Object,
		ObjectID:      e.ObjectID,
		ArticleID:     e.ArticleID,
		DeskID:        e.DeskID,
		Before:        e.Before,
		After:         e.After,
		PrevHash:      e.PrevHash,
		Hash:          e.Hash,
		Format:        e.Format,
		Salt:          e.Salt,
		PayloadSHA256: e.PayloadSHA256,
		Door:          e.Door,
		ErasedAt:      e.ErasedAt,
	}
	if f.Format == EventFormat1 {
		f.Format = 0 // as it was in files before format 2
	}
	return f
}

// Event converts the event back from its form in a file.
func (f FileEvent) Event() Event {
	e := Event{
		ID:            f.ID,
		At:            f.At,
		ActorID:       f.Actor,
		Action:        f.Action,
		Object:        f.Object,
		ObjectID:      f.ObjectID,
		ArticleID:     f.ArticleID,
		DeskID:        f.DeskID,
		Before:        f.Before,
		After:         f.After,
		PrevHash:      f.PrevHash,
		Hash:          f.Hash,
		Format:        f.Format,
		Salt:          f.Salt,
		PayloadSHA256: f.PayloadSHA256,
		Door:          f.Door,
		ErasedAt:      f.ErasedAt,
	}
	if e.Format == 0 {
		e.Format = EventFormat1
	}
	return e
}
