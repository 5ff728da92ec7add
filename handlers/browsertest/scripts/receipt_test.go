package scripts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linecheck/formats/receipt"
	"linecheck/formats/receipt/receipttest"
	"linecheck/handlers/browsertest"
	"linecheck/internal/testutil"
)

// openReceiptPage opens the file of the page that verifies receipts, without network access.
func openReceiptPage(t *testing.T, options browsertest.Options) *browsertest.Page {
	t.Helper()
	p := browsertest.Open(t, "file://"+testutil.Root(t), options)
	p.GoOffline()
	p.Go("/deploy/verify-receipt.html")
	return p
}

// verdict waits for the result, and returns its code and sentence.
func verdict(p *browsertest.Page) (code, detail string) {
	p.T.Helper()
	p.WaitFor("#verdict[data-code]")
	return p.Attr("#verdict", "data-code"), p.Text("#detail")
}

// uploadCase selects the files of a case.
func uploadCase(p *browsertest.Page, c receipttest.Case) {
	p.T.Helper()
	files := map[string]string{"receipt": c.Receipt, "text": c.Text, "keys": c.Keys}
	if c.Revocations != nil {
		files["revocations"] = *c.Revocations
	}
	folder := p.T.TempDir()
	for name, content := range files {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			p.T.Fatal(err)
		}
		p.Upload("#"+name+"-file", file)
	}
}

// For each receipt the page shows the same code and sentence as the verifier in Go. It sends no request.
func TestReceiptPageAgreesWithGo(t *testing.T) {
	p := openReceiptPage(t, browsertest.Options{})
	const address = "/deploy/verify-receipt.html"
	for _, c := range receipttest.Cases(t) {
		code, detail, err := c.Check()
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		title := map[receipt.Code]string{"": "✓ Valid"}[code]
		if code == "" {
			code, detail = "valid", "The signature fits, and the text is the signed one."
		}
		p.Go(address)
		uploadCase(p, c)
		p.Click("form button")
		got, sentence := verdict(p)
		if got != string(code) || !strings.HasPrefix(sentence, detail) || !strings.HasPrefix(p.Text("#verdict"), title) {
			t.Errorf("%s: the page says %q: %s\nGo says %q: %s", c.Name, got, sentence, code, detail)
		}
	}
	requests := p.Requests()
	if len(requests) == 0 {
		t.Error("not even the page was requested")
	}
	for _, request := range requests {
		if !strings.HasSuffix(request, address) && request != "data:," {
			t.Errorf("the page requested %s", request)
		}
	}
}

// The page shows a receipt's content as text, never as HTML. It is accessible in every state, and works with the keyboard alone.
func TestReceiptPageShowsWhatIsStated(t *testing.T) {
	c := receipttest.Find(t, "valid, not revoked")
	for name, options := range map[string]browsertest.Options{"desktop": {}, "phone": {Width: 390, Height: 844, Dark: true}} {
		t.Run(name, func(t *testing.T) {
			p := openReceiptPage(t, options)
			p.CheckPage(t, "the empty form")
			for _, field := range []struct{ id, value string }{
				{"receipt", c.Receipt}, {"text", c.Text}, {"keys", c.Keys}, {"revocations", *c.Revocations},
			} {
				p.Fill("#"+field.id+"-paste", field.value)
			}
			p.Press("Tab", "Enter")
			if code, detail := verdict(p); code != "valid" {
				t.Fatalf("got %s: %s", code, detail)
			}
			p.CheckPage(t, "a valid receipt")
			if got := p.Text("#verdict"); got != "✓ Valid; not revoked on 2026-10-07T14:30:00Z" {
				t.Errorf("the verdict is %q", got)
			}
			var focused string
			if p.Eval(`document.activeElement.id`, &focused); focused != "verdict" {
				t.Errorf("the focus is on %q", focused)
			}
			for _, want := range []string{receipttest.Title, "revision 3", "Edda <i>Editor</i>, editor, on 2026-10-05 14:30 UTC", "Read twice.",
				"4 with the title: 3 done, 1 open", "1 disputed, 2 sourced", "in part: sentences the title, 2.",
				"“open” for the title, sentence 2, by Edda <i>Editor</i> on 2026-10-05 14:30 UTC: It runs tonight, says <u>Edda</u>."} {
				p.WaitText("#statement dl", want)
			}
			if p.Count("#statement b, #statement i, #statement u") > 0 {
				t.Error("the page interprets a receipt as HTML")
			}
			p.Type("#text-paste", "!")
			if p.Count("#result[hidden]") != 1 {
				t.Error("the verdict stays beside another text")
			}
			p.Click("form button")
			if code, detail := verdict(p); code != "other_text" {
				t.Errorf("got %s: %s", code, detail)
			}
			p.CheckPage(t, "another text")
		})
	}
}

// A pasted text is valid if it differs from the signed one only in its kind of line ends. Otherwise the page names the first sentence
// with other words.
func TestReceiptPageTriesBothLineEnds(t *testing.T) {
	c := receipttest.Find(t, "valid, with Windows line ends")
	p := openReceiptPage(t, browsertest.Options{})
	p.Fill("#receipt-paste", c.Receipt)
	p.Fill("#keys-paste", c.Keys)
	p.Click("form button")
	if code, _ := verdict(p); code != "missing_text" {
		t.Errorf("without a text the code is %s", code)
	}
	p.Fill("#text-paste", c.Text)
	p.Click("form button")
	if code, detail := verdict(p); code != "valid" || !strings.Contains(p.Text("#advice"), "CR LF") {
		t.Errorf("got %s: %s %s", code, detail, p.Text("#advice"))
	}
	p.Fill("#text-paste", strings.Replace(c.Text, "rivets", "bolts", 1))
	p.Click("form button")
	code, detail := verdict(p)
	if code != "other_text" || !strings.Contains(detail, "sentence 3 ") || !strings.Contains(detail, "Both kinds of line ends") {
		t.Errorf("got %s: %s", code, detail)
	}
	p.Eval(`document.getElementById('text-paste').value = ''`, nil)
	uploadCase(p, receipttest.Case{Receipt: c.Receipt, Keys: c.Keys, Text: strings.ReplaceAll(c.Text, "\r\n", "\n")})
	p.Click("form button")
	if code, detail := verdict(p); code != "other_text" {
		t.Errorf("a file with other line ends: %s: %s", code, detail)
	}
}

// The page says so if the keys are missing, or if the browser cannot verify.
func TestReceiptPageSaysWhatItLacks(t *testing.T) {
	c := receipttest.Find(t, "valid")
	p := openReceiptPage(t, browsertest.Options{})
	for _, keys := range []string{"", "null", "{}", `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]}`} {
		p.Fill("#receipt-paste", c.Receipt)
		p.Fill("#keys-paste", keys)
		p.Click("form button")
		if code, _ := verdict(p); code != "invalid_keys" {
			t.Errorf("with the keys %q the code is %s", keys, code)
		}
	}
	p.Eval(`crypto.subtle.generateKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))`, nil)
	p.Fill("#keys-paste", c.Keys)
	p.Click("form button")
	if code, detail := verdict(p); code != "no_ed25519" || !strings.Contains(detail, "Ed25519") {
		t.Errorf("got %s: %s", code, detail)
	}
}
