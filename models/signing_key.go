package models

import (
	"strings"
	"time"
)

// SigningKey is the public part of an Ed25519 key of this installation. The private part never leaves the store.
type SigningKey struct {
	ID        int64
	KID       string `gorm:"column:kid"` // its RFC 7638 thumbprint
	Public    string // base64url
	CreatedAt time.Time
	RetiredAt *time.Time // nil: it signs
}

// TrustedKey is the public key of another newsroom, whose signed exports a desk trusts to be that newsroom's.
type TrustedKey struct {
	ID        int64
	DeskID    int64
	Name      string // of the newsroom, as this desk calls it
	KID       string `gorm:"column:kid"`
	Public    string
	AddedBy   int64
	AddedAt   time.Time
	RemovedAt *time.Time
}

// TrustedKeyRow is a trusted key with the name of the person who added it.
type TrustedKeyRow struct {
	TrustedKey `gorm:"embedded"`
	Adder      string
}

// TrustedKeyForm is a key as a user pasted it.
type TrustedKeyForm struct {
	Name string
	Key  string // a JWK
}

// FileProof says whose trusted key signed an imported file.
type FileProof struct {
	KID     string `json:"kid"`
	Name    string `json:"name"` // as the desk called the newsroom at the import
	Trusted bool   `json:"-"`    // the desk still trusts the key
}

// The text before and after the signature in a signed article file.
const (
	signatureStart = `,"signature":"`
	signatureEnd   = `"}`
)

// AppendSignature adds a signature to the JSON object that it signs, as its last member.
func AppendSignature(object []byte, signature string) []byte {
	signed := append([]byte{}, object[:len(object)-1]...)
	return append(signed, signatureStart+signature+signatureEnd+"\n"...)
}

// SplitSignature returns the object that was signed and its signature, or "" if the file does not end with one. It is the inverse of
// AppendSignature.
func SplitSignature(file []byte) (object []byte, signature string) {
	content := strings.TrimSuffix(string(file), "\n")
	at := strings.LastIndex(content, signatureStart)
	if at < 0 || !strings.HasSuffix(content, signatureEnd) {
		return file, ""
	}
	signature = content[at+len(signatureStart) : len(content)-len(signatureEnd)]
	if strings.ContainsAny(signature, `"\`) {
		return file, ""
	}
	return []byte(content[:at] + "}"), signature
}

// InvalidSignatureError is the fault of a file that does not match the signature that it carries, of a newsroom the desk trusts.
func InvalidSignatureError(newsroom string) error {
	return newFileError("its signature is that of “%s”, but does not fit the file. It was changed after it was signed, so ask for it again",
		newsroom)
}
