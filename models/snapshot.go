package models

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"linecheck/text/message"
)

// Snapshot is what a source said when somebody kept it. Its bytes lie in a file named by their SHA-256.
type Snapshot struct {
	ID        int64
	SourceID  int64
	MediaType string
	SHA256    string `gorm:"column:sha256"`
	Size      int
	Name      string // the file's, as it was handed in
	Words     string // what can be read in it
	TakenBy   *int64
	TakenAt   time.Time
	Origin    SnapshotOrigin
}

// SnapshotOrigin says how a snapshot came to be kept.
type SnapshotOrigin string

// The origins of a snapshot.
const (
	SnapshotFetched       SnapshotOrigin = "fetched" // the server opened the source's address
	SnapshotUploaded      SnapshotOrigin = "brought" // a person uploaded a file
	SnapshotOriginUnknown SnapshotOrigin = "unknown" // it was kept before this was recorded
)

// SnapshotOrigins lists every origin.
var SnapshotOrigins = []SnapshotOrigin{SnapshotFetched, SnapshotUploaded, SnapshotOriginUnknown}

// ParseSnapshotOrigin reads an origin.
func ParseSnapshotOrigin(s string) (SnapshotOrigin, error) {
	return parse(s, "origin of a snapshot", SnapshotOrigins)
}

// Words say how a snapshot came to be kept, before the name of who kept it.
func (o SnapshotOrigin) Words() message.Key {
	switch o {
	case SnapshotFetched:
		return "fetched by this server for"
	case SnapshotUploaded:
		return "brought by"
	}
	return "kept before it was recorded where snapshots come from, by"
}

// NewSnapshot is a file to be kept.
type NewSnapshot struct {
	Name      string
	MediaType string // as its bytes say
	Content   []byte
	Words     string         // what can be read in it; "" where nothing can
	Origin    SnapshotOrigin // "" is Brought
}

// MaxSnapshotSize is how large a snapshot may be, in bytes: a long report as PDF, and small enough to be sent by a form.
const MaxSnapshotSize = 20 << 20

// maxSnapshotWords is how much of what can be read in a snapshot is kept to find quotes in, in bytes.
const maxSnapshotWords = 4 << 20

// snapshotTypes are the kinds of file that are kept, and how each ends.
var snapshotTypes = map[string]string{
	"application/pdf": ".pdf",
	"text/html":       ".html",
	"text/plain":      ".txt",
	"image/png":       ".png",
	"image/jpeg":      ".jpg",
}

// Check reads a snapshot.
func (n NewSnapshot) Check() (Snapshot, error) {
	var wrong ValidationErrors
	switch {
	case len(n.Content) == 0:
		wrong.Add("file", "Please choose a file: there is nothing in this one.")
	case len(n.Content) > MaxSnapshotSize:
		wrong.Add("file", "A snapshot may have %s at most.", formatBytes(MaxSnapshotSize))
	case snapshotTypes[n.MediaType] == "":
		wrong.Add("file", "This is not a kind of file that is kept as a snapshot: an HTML page, a PDF, a PNG or JPEG picture, or a text.")
	}
	if len(wrong) > 0 {
		return Snapshot{}, wrong
	}
	return Snapshot{
		MediaType: n.MediaType,
		SHA256:    sha256Hex(string(n.Content)),
		Size:      len(n.Content),
		Name:      n.Name,
		Words:     truncateBytes(n.Words, maxSnapshotWords),
		Origin:    cmp.Or(n.Origin, SnapshotUploaded),
	}, nil
}

// truncateBytes is the beginning of a text, whole characters only.
func truncateBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// FileName is what a snapshot is called when it is taken out.
func (s Snapshot) FileName() string {
	return fmt.Sprintf("snapshot-%d%s", s.ID, snapshotTypes[s.MediaType])
}

// NamedSnapshot is a snapshot with the name of who took it, without its words.
type NamedSnapshot struct {
	Snapshot  `gorm:"embedded"`
	TakerName string
}

// SourceUse is a piece of evidence that rests on a source, with where its claim stands.
type SourceUse struct {
	EvidenceID   int64
	ClaimID      int64
	ArticleID    int64
	ArticleTitle string
	Exact        string
	Class        Class
	Stance       Stance
	Quote        string
	Answers      map[int64]QuoteAnswer `gorm:"-"` // by snapshot
}

// SourcePage is a source with its snapshots and what rests on it.
type SourcePage struct {
	Source    Source
	Desk      Desk
	Snapshots []NamedSnapshot // newest first
	Uses      []SourceUse
}
