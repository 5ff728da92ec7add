package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// ArticleImport is what the record keeps of how an article was imported, and who did so when.
type ArticleImport struct {
	File    string     `json:"file"` // its SHA-256
	Name    string     `json:"name"`
	Title   string     `json:"title"`
	Article int64      `json:"article"` // its id where it was taken out
	Desk    string     `json:"desk"`    // and its desk there
	Export  FileExport `json:"taken"`
	Text    string     `json:"sha256"` // of the current text
	Claims  int        `json:"claims"`
	Events  int        `json:"events"`
	By      string     `json:"-"`
	At      time.Time  `json:"-"`
}

// importedHost is where nobody has an address (RFC 2606): there stand the addresses of people whom an imported article names and whom the
// desk does not know. Their own addresses stay free for the accounts that they may get.
const importedHost = ".imported.invalid"

// maxEmail is the longest address that is kept, in bytes.
const maxEmail = 254

// ImportedEmail is the address under which a desk keeps somebody whom an imported article names with their own. Nobody can sign in with it.
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

// ImportedEmailPattern is a pattern of LIKE for the addresses under which a desk keeps such people.
func ImportedEmailPattern(deskID int64) string {
	return fmt.Sprintf("%%@desk-%d%s", deskID, importedHost)
}

var importedEmailRegexp = regexp.MustCompile(`^(.+)=(.+)@desk-\d+\.imported\.invalid$`)

// OriginalEmail is somebody's own address: that of who is kept because an imported article names them is the one that the article gave.
func OriginalEmail(email string) string {
	if parts := importedEmailRegexp.FindStringSubmatch(email); parts != nil {
		return parts[1] + "@" + parts[2]
	}
	return email
}
