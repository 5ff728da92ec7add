package receipttest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"linecheck/models"
	"linecheck/text/sentence"
)

// Signer is a key of a newsroom.
type Signer struct {
	KID     string
	private ed25519.PrivateKey
}

// NewSigner returns a key that depends only on its name.
func NewSigner(t testing.TB, kid string) Signer {
	t.Helper()
	seed := sha256.Sum256([]byte(kid))
	return Signer{kid, ed25519.NewKeyFromSeed(seed[:])}
}

// Sign signs a statement as a compact JWS. It signs a json.RawMessage unchanged. If kind is empty, the header has no type.
func (s Signer) Sign(t testing.TB, kind string, statement any) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithHeader("kid", s.KID)
	if kind != "" {
		options = options.WithType(jose.ContentType(kind))
	}
	return sign(t, jose.SigningKey{Algorithm: jose.EdDSA, Key: s.private}, options, marshal(t, statement))
}

// SignHMAC signs a receipt with HS256 and the public key as the secret, a known attack.
func (s Signer) SignHMAC(t testing.TB, statement models.Receipt) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithHeader("kid", s.KID).WithType(models.ReceiptType)
	return sign(t, jose.SigningKey{Algorithm: jose.HS256, Key: []byte(s.public())}, options, marshal(t, statement))
}

// SignEmbedding signs a receipt whose header contains its key.
func (s Signer) SignEmbedding(t testing.TB, statement models.Receipt) string {
	t.Helper()
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType(models.ReceiptType)
	return sign(t, jose.SigningKey{Algorithm: jose.EdDSA, Key: s.private}, options, marshal(t, statement))
}

func (s Signer) public() ed25519.PublicKey { return s.private.Public().(ed25519.PublicKey) }

func sign(t testing.TB, key jose.SigningKey, options *jose.SignerOptions, payload []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(key, options)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	jws, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return jws
}

// KeySet returns the public keys as a JSON Web Key Set.
func KeySet(t testing.TB, signers ...Signer) string {
	t.Helper()
	var set jose.JSONWebKeySet
	for _, s := range signers {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: s.public(), KeyID: s.KID, Algorithm: string(jose.EdDSA), Use: "sig"})
	}
	return string(marshal(t, set))
}

// Receipt returns the receipt of a text in which every line is a sentence.
func Receipt(title, signed string, at time.Time) models.Receipt {
	r := models.Receipt{
		Version:      models.ReceiptVersion,
		ID:           "RECEIPT",
		Desk:         "News",
		Article:      models.ReceiptArticle{ID: 7, Title: title, TitleSHA256: hexSHA256(title), Language: "en", Revision: 3},
		TextSHA256:   hexSHA256(signed),
		Sentences:    []models.ReceiptSentence{newSentence("title", title, 0)},
		Independence: models.NewReceiptIndependence([]int{0, 2}, 4),
		Signed: models.ReceiptSignature{By: "Edda <i>Editor</i>", Role: "editor", At: at, Note: "Read twice.",
			Rules: 1},
		Overrides: []models.ReceiptOverride{{Code: "open", Reason: "It runs tonight, says <u>Edda</u>.", By: "Edda <i>Editor</i>", At: at,
			Covers: []models.ReceiptOverrideFor{{Kind: "sentence", ID: 12, Sentence: 0}, {Kind: "sentence", ID: 13, Sentence: 2}}}},
		Counts: models.ReceiptCounts{
			Sentences: map[models.SentenceState]int{"done": 3, "open": 1},
			Claims:    map[models.Status]int{models.Sourced: 2, models.Disputed: 1},
		},
	}
	start := 0
	for line := range strings.Lines(signed) {
		length := len([]rune(line))
		if words := strings.TrimRight(line, "\r\n"); words != "" {
			r.Sentences = append(r.Sentences, newSentence("body", words, start))
		}
		start += length
	}
	return r
}

func newSentence(region sentence.Region, words string, start int) models.ReceiptSentence {
	return models.NewReceiptSentence(models.Sentence{Region: region, Text: words, Start: start, End: start + len([]rune(words))})
}

func marshal(t testing.TB, value any) []byte {
	t.Helper()
	if raw, ok := value.(json.RawMessage); ok {
		return raw
	}
	content, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func hexSHA256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// nextLetter changes the unused last four bits of a signature in base64url. The signature's 64 bytes stay the same.
func nextLetter(last byte) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return string(letters[strings.IndexByte(letters, last)+1])
}
