package receipt_test

import (
	"strings"
	"testing"

	"linecheck/formats/receipt"
	"linecheck/formats/receipt/receipttest"
	"linecheck/models"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	codes := map[receipt.Code]bool{}
	for _, c := range receipttest.Cases(t) {
		t.Run(c.Name, func(t *testing.T) {
			code, detail, err := c.Check()
			if err != nil {
				t.Fatal(err)
			}
			if code != c.Want || !strings.Contains(detail, c.Detail) {
				t.Errorf("got %q: %s\nwant %q: %s", code, detail, c.Want, c.Detail)
			}
			codes[code] = true
		})
	}
	for _, code := range []receipt.Code{"", receipt.Malformed, receipt.WrongType, receipt.UnknownKey, receipt.InvalidSignature,
		receipt.OtherText, receipt.InvalidRevocations, receipt.OutdatedRevocations, receipt.Revoked} {
		if !codes[code] {
			t.Errorf("no case has the code %q", code)
		}
	}
}

func TestParseKeysRefusesWhatHasNoKey(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "null", "[]", "{}", `{"keys":[]}`, `{"keys":{}}`, `{"keys":[{"kty":"oct","k":"AAAA"}]}`,
		`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]}`} {
		if keys, err := receipt.ParseKeys([]byte(content)); err == nil {
			t.Errorf("%s: got %d keys", content, len(keys.Keys))
		}
	}
}

// FuzzOpen checks that Open accepts only what the newsroom signed, and that every other input gets a code.
func FuzzOpen(f *testing.F) {
	keys, err := receipt.ParseKeys([]byte(receipttest.KeySet(f, receipttest.NewSigner(f, "newsroom"))))
	if err != nil {
		f.Fatal(err)
	}
	signed := map[string]bool{}
	for _, c := range receipttest.Cases(f) {
		f.Add(c.Receipt)
		if _, err := receipt.Open(c.Receipt, keys); err == nil {
			signed[removeBlanks(c.Receipt)] = true
		}
	}
	f.Fuzz(func(t *testing.T, jws string) {
		r, err := receipt.Open(jws, keys)
		switch {
		case err != nil && receipt.CodeOf(err) == "":
			t.Errorf("an error without a code: %v", err)
		case err == nil && !signed[removeBlanks(jws)]:
			t.Errorf("opened a receipt that nobody signed: %q", jws)
		case err == nil && (r.Version != models.ReceiptVersion || r.ID == ""):
			t.Errorf("opened a receipt without its fields: %+v", r)
		}
	})
}

func removeBlanks(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(s)
}
