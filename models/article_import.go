package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// ArticleImport is the audit log's entry about an import: the origin of the article, by whom and when.
type ArticleImport struct {
	File    string     `json:"file"` // its SHA-256
	Name    string     `json:"name"`
	Title   string     `json:"title"`
	Article int64      `json:"article"` // its id at the origin
	Desk    string     `json:"desk"`    // its desk at the origin
	Export  FileExport `json:"taken"`
	Text    string     `json:"sha256"` // of the current text
	Claims  int        `json:"claims"`
	Events  int        `json:"events"`
	Proof   *FileProof `json:"proof,omitempty"` // nil: no trusted key signed the file
	By      string     `json:"-"`
	At      time.Time  `json:"-"`
}

// VoidFromFile is the reason stored with sign-offs and overrides that an imported file contains as valid. They are void on this server.
const VoidFromFile = "brought in with a file"

// Proves reports whether an imported sign-off was made in the newsroom whose key signed the file. The desk must trust the key, and the
// sign-off must have been valid in the file. A sign-off that was void there may itself have been imported from another file.
func (f *ArticleImport) Proves(s SignOff) bool {
	return f != nil && f.Proof != nil && f.Proof.Trusted && s.VoidReason == VoidFromFile && s.VoidedAt != nil && s.VoidedAt.Equal(f.At)
}

// importedHost is the domain of the addresses of people whom an imported article names and the desk does not know. It is reserved (RFC
// 2606), so nobody receives mail there. Those people's real addresses stay free for later accounts.
const importedHost = ".imported.invalid"

// maxEmail is the maximum length of a stored address, in bytes.
const maxEmail = 254

// ImportedEmail returns the address of the account that a desk creates for a person in an imported article.
// Nobody can sign in with it.
func ImportedEmail(deskID int64, email string) string {
	host := fmt.Sprintf("@desk-%d%s", deskID, importedHost)
	at := strings.LastIndex(email, "@")
	local := email[:at] + "=" + email[at+1:]
	if len(local)+len(host) > maxEmail {
		sum := sha256.Sum256([]byte(email))
		local = hex.EncodeToString(sum[:])
	}
	return local + host
}

// ImportedEmailPattern returns a LIKE pattern for such addresses of a desk.
func ImportedEmailPattern(deskID int64) string {
	return fmt.Sprintf("%%@desk-%d%s", deskID, importedHost)
}

var importedEmailRegexp = regexp.MustCompile(`^(.+)=(.+)@desk-\d+\.imported\.invalid$`)

// OriginalEmail returns a user's real address. For an account made by an import, it is the address in the
// file.
func OriginalEmail(email string) string {
	if parts := importedEmailRegexp.FindStringSubmatch(email); parts != nil {
		return parts[1] + "@" + parts[2]
	}
	return email
}
