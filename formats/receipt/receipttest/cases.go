// Package receipttest has valid and invalid receipts. The verifier in Go and the page deploy/verify-receipt.html must agree on each.
package receipttest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"linecheck/formats/receipt"
	"linecheck/models"
)

// Text is the signed text of the receipts. It has line ends, letters of several bytes, and characters of two UTF-16 units.
const Text = "The bridge opened in 1911.\nIt is 240 metres long 🌉, says Zoë Łuk.\n\nNobody counted the rivets."

// Title has characters with a meaning in HTML.
const Title = `The <b>bridge</b> & "its" rivets`

// Case is a receipt and the input with which it is verified.
type Case struct {
	Name        string
	Receipt     string
	Text        string
	Keys        string  // a JSON Web Key Set
	Revocations *string // nil: revocations are not checked
	Want        receipt.Code
	Detail      string // a part of the expected error sentence
}

var (
	signedAt = time.Date(2026, 10, 5, 14, 30, 0, 123456789, time.UTC)
	laterAt  = signedAt.Add(48 * time.Hour)
)

// Cases returns all cases.
func Cases(t testing.TB) []Case {
	t.Helper()
	s := newSamples(t)
	var cases []Case
	add := func(want receipt.Code, name, detail string, change func(c *Case)) {
		c := Case{Name: name, Receipt: s.receipt, Text: Text, Keys: s.keys, Want: want, Detail: detail}
		change(&c)
		cases = append(cases, c)
	}
	s.addSound(add)
	s.addMalformed(add)
	s.addSigned(add)
	s.addTexts(add)
	s.addRevocations(add)
	return cases
}

// adder adds a case that is the valid one with one change.
type adder func(want receipt.Code, name, detail string, change func(c *Case))

// samples are signed statements for the cases.
type samples struct {
	t                testing.TB
	newsroom, other  Signer
	receipt          string
	payload          string
	header, signed   string // the first and the last part of the receipt
	keys             string
	revocations      string // a current list that does not contain the receipt
	revokedOthers    models.RevocationList
	receiptStatement models.Receipt
}

func newSamples(t testing.TB) *samples {
	s := &samples{t: t, newsroom: NewSigner(t, "newsroom"), other: NewSigner(t, "other")}
	s.receiptStatement = Receipt(Title, Text, signedAt)
	s.receipt = s.newsroom.Sign(t, models.ReceiptType, s.receiptStatement)
	parts := strings.Split(s.receipt, ".")
	s.header, s.payload, s.signed = parts[0], parts[1], parts[2]
	s.keys = KeySet(t, s.newsroom)
	s.revokedOthers = models.RevocationList{Version: models.ReceiptVersion, IssuedAt: laterAt,
		Receipts: []models.Revocation{{ID: "ANOTHER", At: signedAt}}}
	s.revocations = s.newsroom.Sign(t, models.RevocationType, s.revokedOthers)
	return s
}

func (s *samples) addSound(add adder) {
	add("", "valid", "", func(*Case) {})
	add("", "valid, with blanks around it and line ends inside", "", func(c *Case) {
		c.Receipt = " " + c.Receipt[:70] + "\r\n" + c.Receipt[70:140] + "\n\t" + c.Receipt[140:] + "\n"
	})
	add("", "valid, not revoked", "", func(c *Case) { c.Revocations = &s.revocations })
	add("", "valid after a rotation", "", func(c *Case) { c.Keys = KeySet(s.t, s.other, s.newsroom) })
	add("", "valid, with a list that a newer key signed", "", func(c *Case) {
		c.Keys = KeySet(s.t, s.other, s.newsroom)
		c.Revocations = new(s.other.Sign(s.t, models.RevocationType, s.revokedOthers))
	})
	add("", "valid, among keys of other kinds", "", func(c *Case) {
		c.Keys = strings.Replace(s.keys, `"keys":[`,
			`"keys":[{"kty":"oct","kid":"newsroom","k":"AAAA"},{"kty":"OKP","crv":"X25519","x":"AAAA"},{"kty":"new"},`, 1)
	})
	add("", "valid, with a title from right to left and without overrides", "", func(c *Case) {
		r := Receipt("הגשר נפתח", Text, signedAt)
		r.Overrides = []models.ReceiptOverride{}
		c.Receipt = s.newsroom.Sign(s.t, models.ReceiptType, r)
	})
	add("", "valid, with Windows line ends", "", func(c *Case) {
		c.Text = strings.ReplaceAll(Text, "\n", "\r\n")
		c.Receipt = s.newsroom.Sign(s.t, models.ReceiptType, Receipt(Title, c.Text, signedAt))
	})
}

func (s *samples) addMalformed(add adder) {
	const detail = "not a compact JWS signed with Ed25519"
	malformed := map[string]string{
		"cut off in the signature": s.receipt[:len(s.receipt)-8],
		"an empty signature":       s.header + "." + s.payload + ".",
		"empty":                    "",
		"no JWS":                   "Signed off by Rana.",
		"without the signature":    s.header + "." + s.payload,
		"cut off in the payload":   s.receipt[:len(s.header)+1+len(s.payload)/2],
		"parts re-ordered":         s.payload + "." + s.header + "." + s.signed,
		"a fourth part":            s.receipt + "." + s.signed,
		"padded":                   s.receipt + "==",
		"other letters":            s.receipt[:len(s.receipt)-4] + "*%&$",
		"other last bits":          s.receipt[:len(s.receipt)-1] + nextLetter(s.receipt[len(s.receipt)-1]),
		"JSON serialization":       fmt.Sprintf(`{"payload":%q,"protected":%q,"signature":%q}`, s.payload, s.header, s.signed),
		"algorithm none":           encode(`{"alg":"none","kid":"newsroom","typ":"linecheck-receipt"}`) + "." + s.payload + ".",
		"HS256 with the public key as the secret": s.newsroom.SignHMAC(s.t, s.receiptStatement),
		"with its own key":                        s.newsroom.SignEmbedding(s.t, s.receiptStatement),
		"with a critical member": encode(`{"alg":"EdDSA","crit":["exp"],"exp":1,"kid":"newsroom","typ":"linecheck-receipt"}`) +
			"." + s.payload + "." + s.signed,
		"with a number as its key": encode(`{"alg":"EdDSA","kid":7,"typ":"linecheck-receipt"}`) + "." + s.payload + "." + s.signed,
		"a list as its header":     encode(`[]`) + "." + s.payload + "." + s.signed,
	}
	for _, name := range sorted(malformed) {
		add(receipt.Malformed, name, detail, func(c *Case) { c.Receipt = malformed[name] })
	}
	const unreadable = "This is signed, but is not a receipt that this version can read."
	for name, change := range map[string]func(r *models.Receipt){
		"signed, of another version":     func(r *models.Receipt) { r.Version = 2 },
		"signed, without sentences":      func(r *models.Receipt) { r.Sentences = nil },
		"signed, without an id":          func(r *models.Receipt) { r.ID = "" },
		"signed, without a signing time": func(r *models.Receipt) { r.Signed.At = time.Time{} },
	} {
		r := Receipt(Title, Text, signedAt)
		change(&r)
		add(receipt.Malformed, name, unreadable, func(c *Case) { c.Receipt = s.newsroom.Sign(s.t, models.ReceiptType, r) })
	}
	plain := string(marshal(s.t, s.receiptStatement))
	for name, content := range map[string]string{
		"signed, no JSON":                     "Signed off by Rana.",
		"signed, null":                        "null",
		"signed, a text instead of sentences": strings.Replace(plain, `"sentences":[`, `"sentences":"x","s":[`, 1),
		"signed, a place as a text":           strings.Replace(plain, `"start":0`, `"start":"0"`, 1),
		"signed, a time that is none":         strings.Replace(plain, `"at":"2026-10-05T14`, `"at":"2026-10-05 14`, 1),
	} {
		add(receipt.Malformed, name, unreadable, func(c *Case) { c.Receipt = s.newsroom.Sign(s.t, models.ReceiptType, json.RawMessage(content)) })
	}
}

func (s *samples) addSigned(add adder) {
	add(receipt.WrongType, "a list of revoked receipts as a receipt", `signed as "linecheck-revocations", not as "linecheck-receipt"`,
		func(c *Case) { c.Receipt = s.revocations })
	add(receipt.WrongType, "without a type", `signed as "", not as "linecheck-receipt"`, func(c *Case) {
		c.Receipt = s.newsroom.Sign(s.t, "", s.receiptStatement)
	})
	add(receipt.WrongType, "an article's detached signature", `signed as "linecheck-article"`, func(c *Case) {
		parts := strings.Split(s.newsroom.Sign(s.t, "linecheck-article", s.receiptStatement), ".")
		c.Receipt = parts[0] + ".." + parts[2]
	})
	add(receipt.UnknownKey, "a key that is not given", `The key "other"`, func(c *Case) {
		c.Receipt = s.other.Sign(s.t, models.ReceiptType, s.receiptStatement)
	})
	add(receipt.UnknownKey, "without a key", `The key ""`, func(c *Case) {
		c.Receipt = encode(`{"alg":"EdDSA","typ":"linecheck-receipt"}`) + "." + s.payload + "." + s.signed
	})
	const detail = "The signature does not fit"
	invalid := func(name, jws string) {
		add(receipt.InvalidSignature, name, detail, func(c *Case) { c.Receipt = jws })
	}
	forged := s.receiptStatement
	forged.Signed.By = "Somebody Else"
	invalid("forged payload", s.header+"."+encode(string(marshal(s.t, forged)))+"."+s.signed)
	impostor := s.other
	impostor.KID = s.newsroom.KID
	invalid("signed with another key under the newsroom's name", impostor.Sign(s.t, models.ReceiptType, s.receiptStatement))
	reordered := Receipt(Title, Text, signedAt)
	reordered.Sentences[1], reordered.Sentences[2] = reordered.Sentences[2], reordered.Sentences[1]
	invalid("sentences re-ordered and signed with another key", impostor.Sign(s.t, models.ReceiptType, reordered))
	invalid("signature of another statement", s.header+"."+s.payload+"."+strings.Split(s.revocations, ".")[2])
	add("", "valid, with a second key of the same name", "", func(c *Case) { c.Keys = KeySet(s.t, impostor, s.newsroom) })
}

func (s *samples) addTexts(add adder) {
	for _, other := range []struct{ name, text, detail string }{
		{"a changed digit", strings.Replace(Text, "240", "340", 1), "The text differs, first in sentence 2 (code points 27 to 65)."},
		{"a changed letter of several bytes", strings.Replace(Text, "Zoë", "Zoe", 1), "first in sentence 2 "},
		{"a decomposed letter", strings.Replace(Text, "ë", "e\u0308", 1), "first in sentence 2 "},
		{"the last sentence missing", strings.TrimSuffix(Text, "Nobody counted the rivets."),
			"The text differs: it ends before the end of sentence 3 (code points 67 to 93)."},
		{"empty text", "", "it ends before the end of sentence 1 (code points 0 to 26)"},
		{"an extra line end", Text + "\n", "The sentences are the same, but the text differs between or after them"},
		{"a line end instead of a blank", strings.Replace(Text, ".\nIt", ". It", 1), "The sentences are the same"},
		{"an added sentence", Text + " It leaks.", "The sentences are the same"},
		{"Windows line ends", strings.ReplaceAll(Text, "\n", "\r\n"), "first in sentence 2 "},
		{"a byte order mark", "\ufeff" + Text, "first in sentence 1 "},
		{"bytes that are no UTF-8", strings.Replace(Text, "ë", "\xeb", 1), "first in sentence 2 "},
	} {
		add(receipt.OtherText, other.name, other.detail, func(c *Case) { c.Text = other.text })
	}
	add(receipt.OtherText, "another text before a forged list", "first in sentence 2 ", func(c *Case) {
		c.Text, c.Revocations = strings.Replace(Text, "240", "340", 1), new("forged")
	})
}

func (s *samples) addRevocations(add adder) {
	list := func(want receipt.Code, name, detail, jws string) {
		add(want, name, detail, func(c *Case) { c.Revocations = &jws })
	}
	sign := func(who Signer, statement any) string { return who.Sign(s.t, models.RevocationType, statement) }
	revoked := s.revokedOthers
	revoked.Receipts = append(revoked.Receipts, models.Revocation{ID: s.receiptStatement.ID, At: signedAt.Add(time.Hour)})
	list(receipt.Revoked, "revoked", "The receipt was revoked on 2026-10-05 15:30 UTC", sign(s.newsroom, revoked))
	outdated := s.revokedOthers
	outdated.IssuedAt = signedAt.Add(-time.Hour)
	list(receipt.OutdatedRevocations, "list older than the receipt", "is of 2026-10-05 13:30 UTC, before the sign-off",
		sign(s.newsroom, outdated))
	outdated.IssuedAt = signedAt.Add(-1)
	list(receipt.OutdatedRevocations, "list older by a nanosecond", "", sign(s.newsroom, outdated))
	outdated.IssuedAt = signedAt
	list("", "valid, list as old as the receipt", "", sign(s.newsroom, outdated))
	outdated.IssuedAt = signedAt.Add(time.Second / 2).In(time.FixedZone("", 2*60*60))
	list("", "valid, list with the time of another zone", "", sign(s.newsroom, outdated))
	const unusable = "The list of revoked receipts cannot be used. "
	list(receipt.InvalidRevocations, "empty list", unusable+"This is not a compact JWS", "")
	list(receipt.InvalidRevocations, "receipt as a list", unusable+`This is signed as "linecheck-receipt"`, s.receipt)
	list(receipt.InvalidRevocations, "list of another newsroom", unusable+`The key "other"`, sign(s.other, s.revokedOthers))
	parts := strings.Split(sign(s.newsroom, revoked), ".")
	parts[1] = strings.Split(s.revocations, ".")[1]
	list(receipt.InvalidRevocations, "forged list", unusable+"The signature does not fit", strings.Join(parts, "."))
	const unreadable = "The list of revoked receipts is not one that this version can read."
	newer := s.revokedOthers
	newer.Version = 2
	list(receipt.InvalidRevocations, "list of another version", unreadable, sign(s.newsroom, newer))
	undated := s.revokedOthers
	undated.IssuedAt = time.Time{}
	list(receipt.InvalidRevocations, "list without a time", unreadable, sign(s.newsroom, undated))
	list(receipt.InvalidRevocations, "list that is no JSON", unreadable, sign(s.newsroom, json.RawMessage("none")))
}

// Check runs the verifier in Go, and returns its code and its sentence. Both are empty for a valid receipt.
func (c Case) Check() (code receipt.Code, detail string, err error) {
	keys, err := receipt.ParseKeys([]byte(c.Keys))
	if err != nil {
		return "", "", err
	}
	_, _, found := receipt.Verify(c.Receipt, c.Text, c.Revocations, keys)
	if found == nil {
		return "", "", nil
	}
	if code = receipt.CodeOf(found); code == "" {
		return "", "", found
	}
	return code, cmp.Or(found.Error(), "(no sentence)"), nil
}

// Find returns the case with a name.
func Find(t testing.TB, name string) Case {
	t.Helper()
	for _, c := range Cases(t) {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no case has the name %q", name)
	return Case{}
}
