package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"linecheck/formats/fetch"
	"linecheck/formats/published"
	"linecheck/formats/read"
	"linecheck/formats/receipt"
	"linecheck/models"
	"linecheck/store"
	"linecheck/text/compare"
)

type receiptCmd struct {
	Verify      receiptVerifyCmd      `cmd:"" help:"Verify a receipt and the text that it is about. It needs no server."`
	Export      receiptExportCmd      `cmd:"" help:"Write the receipt of an article’s sign-off."`
	Keys        receiptKeysCmd        `cmd:"" help:"Write the public keys as a JSON Web Key Set."`
	Revocations receiptRevocationsCmd `cmd:"" help:"Write the signed list of revoked receipts."`
}

type receiptExportCmd struct {
	Article int64 `required:"" help:"Number of the article."`
}

// Run writes the receipt as a compact JWS.
func (c *receiptExportCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		jws, err := receiptFor(ctx, records, c.Article)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(io.Out, jws)
		return err
	})
}

type receiptKeysCmd struct{}

// Run writes the same as /.well-known/jwks.json.
func (c *receiptKeysCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	keys, err := keyFlags{}.load(ctx, s, io)
	if err != nil {
		return err
	}
	return json.NewEncoder(io.Out).Encode(keys)
}

type receiptRevocationsCmd struct{}

// Run writes the same as /.well-known/linecheck-revocations.
func (c *receiptRevocationsCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	return s.withStore(ctx, io, func(records *store.Store) error {
		jws, err := records.Revocations(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(io.Out, jws)
		return err
	})
}

// keyFlags say which keys a receipt may be signed with.
type keyFlags struct {
	Keys string `type:"existingfile" placeholder:"FILE" help:"The newsroom’s /.well-known/jwks.json (default: the keys of the data folder)."`
}

// load reads the keys from the file, or from the database.
func (f keyFlags) load(ctx context.Context, s *settings, io *stdio) (set receipt.Keys, err error) {
	if f.Keys == "" {
		err = s.withStore(ctx, io, func(records *store.Store) error {
			set, err = records.KeySet(ctx)
			return err
		})
		if err == nil && len(set.Keys) == 0 {
			err = errors.New("there is no key in this data folder: give --keys")
		}
		return set, err
	}
	content, err := os.ReadFile(f.Keys)
	if err != nil {
		return set, err
	}
	if set, err = receipt.ParseKeys(content); err != nil {
		return set, fmt.Errorf("reading %s: %w", f.Keys, err)
	}
	return set, nil
}

type receiptVerifyCmd struct {
	keyFlags
	Receipt     string `arg:"" type:"existingfile" help:"File with the receipt, a compact JWS."`
	Text        string `arg:"" type:"existingfile" help:"File with the text, exactly as it was signed."`
	Revocations string `type:"existingfile" placeholder:"FILE" help:"The newsroom’s /.well-known/linecheck-revocations."`
}

// Run prints "valid" and the content of the receipt, or returns the first error.
func (c *receiptVerifyCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	keys, err := c.load(ctx, s, io)
	if err != nil {
		return err
	}
	jws, err := os.ReadFile(c.Receipt)
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(c.Text)
	if err != nil {
		return err
	}
	var revocations *string
	if c.Revocations != "" {
		list, err := os.ReadFile(c.Revocations)
		if err != nil {
			return err
		}
		revocations = new(string(list))
	}
	r, asOf, err := receipt.Verify(string(jws), string(signed), revocations, keys)
	if err != nil {
		return err
	}
	state := "valid as issued; revocation not checked"
	if revocations != nil {
		state = "valid; not revoked on " + asOf.UTC().Format(time.RFC3339)
	}
	_, err = fmt.Fprint(io.Out, state+"\n"+describeReceipt(r))
	return err
}

// openReceipt verifies the signature of the receipt in a file.
func openReceipt(name string, keys receipt.Keys) (models.Receipt, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return models.Receipt{}, err
	}
	return receipt.Open(string(content), keys)
}

// describeReceipt returns the content of a receipt, one statement a line.
func describeReceipt(r models.Receipt) string {
	var lines strings.Builder
	line := func(format string, args ...any) { fmt.Fprintln(&lines, oneTextLine(fmt.Sprintf(format, args...))) }
	line("article: %s (%s, revision %d)", r.Article.Title, r.Article.Language, r.Article.Revision)
	line("signed: %s by %s, %s at %s", r.Signed.At.UTC().Format(time.RFC3339), r.Signed.By, r.Signed.Role, r.Desk)
	line("sentences: %d, with the title; claims: %d sourced, %d disputed, %d unverified, %d unchecked", len(r.Sentences),
		r.Counts.Claims[models.Sourced], r.Counts.Claims[models.Disputed], r.Counts.Claims[models.Unverified], r.Counts.Claims[models.Unchecked])
	line("independence: %s", r.Independence.Statement)
	for _, o := range r.Overrides {
		line("overridden: %s, for %d items, by %s: %s", o.Code, len(o.Covers), o.By, o.Reason)
	}
	return lines.String()
}

// oneTextLine replaces control characters, so that text in a receipt can neither imitate a line nor control a terminal.
func oneTextLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}

type compareCmd struct {
	keyFlags
	Receipt   string `required:"" type:"existingfile" help:"File with the receipt of the signed text."`
	Published string `arg:"" help:"File with the published text or page, or the address of the page."`
}

// comparisonLine is one line of the result.
type comparisonLine struct {
	How       compare.How `json:"how"`
	Sentence  *int        `json:"sentence,omitempty"`
	Signed    string      `json:"signed"`
	Published string      `json:"published"`
}

// errPublishedDiffers makes the exit code 1.
var errPublishedDiffers = errors.New("what was published is not what was signed")

// Run writes a line for each result, and furniture to standard error. A receipt contains only the title's text, so "signed" is missing
// for sentences that differ.
func (c *compareCmd) Run(ctx context.Context, s *settings, io *stdio) error {
	keys, err := c.load(ctx, s, io)
	if err != nil {
		return err
	}
	r, err := openReceipt(c.Receipt, keys)
	if err != nil {
		return err
	}
	list, err := c.compare(ctx, published.Signed{Sentences: r.SignedSentences(), Language: r.Article.Language, Rules: compare.DefaultRules})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(io.Out)
	encoder.SetEscapeHTML(false)
	for _, found := range list {
		if found.How == compare.Furniture {
			fmt.Fprintln(io.Err, "the site's own:", oneTextLine(found.Published))
			continue
		}
		line := comparisonLine{How: found.How, Signed: found.Signed, Published: found.Published}
		if found.Ordinal >= 0 {
			line.Sentence = &found.Ordinal
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	if !compare.AllSame(list) {
		return errPublishedDiffers
	}
	return nil
}

// compare reads the published article and compares it.
func (c *compareCmd) compare(ctx context.Context, signed published.Signed) ([]compare.Result, error) {
	if strings.HasPrefix(c.Published, "http://") || strings.HasPrefix(c.Published, "https://") {
		page, err := fetch.New(fetch.Options{}).Get(ctx, c.Published)
		if err != nil {
			return nil, err
		}
		return signed.ComparePage(ctx, page.Body, read.Options{Address: page.Address, ContentType: page.ContentType})
	}
	content, err := os.ReadFile(c.Published)
	if err != nil {
		return nil, err
	}
	d, err := read.File(ctx, c.Published, content)
	if err != nil {
		return nil, err
	}
	if d.MediaType == "text/html" {
		return signed.ComparePage(ctx, content, read.Options{})
	}
	return signed.CompareText(d.Text), nil
}

// receiptFor reads the receipt of an article's sign-off.
func receiptFor(ctx context.Context, records *store.Store, article int64) (string, error) {
	reader, err := records.UnrestrictedReader(ctx)
	if err != nil {
		return "", err
	}
	jws, err := records.Receipt(ctx, reader, article)
	if errors.Is(err, models.ErrNotFound) {
		return "", fmt.Errorf("article %d has no receipt: it is not signed off here, or was signed before receipts existed", article)
	}
	return jws, err
}
