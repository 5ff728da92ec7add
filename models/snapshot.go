package models

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"linecheck/text/message"
)

// Snapshot is a kept copy of what a source said. Its bytes are in a file named by their SHA-256.
type Snapshot struct {
	ID        int64
	SourceID  int64
	MediaType string
	SHA256    string `gorm:"column:sha256"`
	Size      int
	Name      string // of the uploaded file
	Words     string // its readable text
	TakenBy   *int64
	TakenAt   time.Time
	Origin    SnapshotOrigin
}

// SnapshotOrigin is how a snapshot was made.
type SnapshotOrigin string

// The origins of a snapshot.
const (
	SnapshotFetched       SnapshotOrigin = "fetched" // the server opened the source's address
	SnapshotUploaded      SnapshotOrigin = "brought" // a person uploaded a file
	SnapshotOriginUnknown SnapshotOrigin = "unknown" // made before this was recorded
)

// SnapshotOrigins lists every origin.
var SnapshotOrigins = []SnapshotOrigin{SnapshotFetched, SnapshotUploaded, SnapshotOriginUnknown}

// ParseSnapshotOrigin parses an origin.
func ParseSnapshotOrigin(s string) (SnapshotOrigin, error) {
	return parse(s, "origin of a snapshot", SnapshotOrigins)
}

// Words describes how a snapshot was made; the name of the user follows.
func (o SnapshotOrigin) Words() message.Key {
	switch o {
	case SnapshotFetched:
		return "fetched by this server for"
	case SnapshotUploaded:
		return "brought by"
	}
	return "kept before it was recorded where snapshots come from, by"
}

// NewSnapshot is a file to keep as a snapshot.
type NewSnapshot struct {
	Name      string
	MediaType string // detected from its bytes
	Content   []byte
	Words     string         // its readable text; "" for none
	Origin    SnapshotOrigin // "" means SnapshotUploaded
}

// MaxSnapshotSize is the maximum size of a snapshot, in bytes: enough for a long report as PDF, and small
// enough to upload in a form.
const MaxSnapshotSize = 20 << 20

// maxSnapshotWords is how much of a snapshot's readable text is kept for the search of quotes, in bytes.
const maxSnapshotWords = 4 << 20

// snapshotTypes maps the accepted media types to file extensions.
var snapshotTypes = map[string]string{
	"application/pdf": ".pdf",
	"text/html":       ".html",
	"text/plain":      ".txt",
	"image/png":       ".png",
	"image/jpeg":      ".jpg",
}

// Check validates a snapshot.
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

// truncateBytes truncates a text to n bytes, without partial characters.
func truncateBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// FileName is the file name of a downloaded snapshot.
func (s Snapshot) FileName() string {
	return fmt.Sprintf("snapshot-%d%s", s.ID, snapshotTypes[s.MediaType])
}

// NamedSnapshot is a snapshot with the name of the user who made it, without its text.
type NamedSnapshot struct {
	Snapshot  `gorm:"embedded"`
	TakerName string
}

// SourceUse is a piece of evidence that cites a source, with the place of its claim.
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

// SourcePage is a source with its snapshots and the evidence that cites it.
type SourcePage struct {
	Source    Source
	Desk      Desk
	Snapshots []NamedSnapshot // newest first
	Uses      []SourceUse
}
