package write

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"linecheck/models"
	"linecheck/text/message"
)

// In the pseudo-language every message has accents, and the users of the full copies type no Latin letters. A text with plain Latin
// letters is therefore missing in the catalogue.
func TestCopiesSpeakFromTheCatalogue(t *testing.T) {
	for name, file := range writeFullCopies(t, message.Pseudo) {
		for _, p := range ownParagraphs(t, file) {
			if words := runWords(p, true); plainLetters(words) {
				t.Errorf("%s: written past the catalogue: %s", name, words)
			}
		}
		core := partOf(t, file, "docProps/core.xml")
		if subject := regexp.MustCompile("<dc:subject>(.*)</dc:subject>").FindSubmatch(core); subject == nil || plainLetters(string(subject[1])) {
			t.Errorf("%s: the subject is not from the catalogue: %s", name, core)
		}
		if styles := partOf(t, file, "word/styles.xml"); !bytes.Contains(styles, []byte(`<w:lang w:val="en-XA"`)) {
			t.Errorf("%s: the copy’s own words are not in the language of who made it", name)
		}
	}
}

// The test above must read the program's lines. In English, almost all of them have plain letters.
func TestPlainLettersAreFoundInCopies(t *testing.T) {
	for name, file := range writeFullCopies(t, nil) {
		found := 0
		for _, p := range ownParagraphs(t, file) {
			if plainLetters(runWords(p, true)) {
				found++
			}
		}
		if found < 30 {
			t.Errorf("%s: plain letters in %d lines, want 30 and more", name, found)
		}
	}
}

// promised are words that are the same in every language: checksums, addresses, and a host in punycode.
var promised = regexp.MustCompile(`\b[0-9a-f]{12,}\b|https?://|xn--[a-z0-9.-]+`)

func plainLetters(words string) bool {
	return strings.ContainsAny(promised.ReplaceAllString(words, ""), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// writeFullCopies writes both copies of every article of newFullCopies, in one language.
func writeFullCopies(t *testing.T, p *message.Printer) map[string][]byte {
	t.Helper()
	info := testPrintInfo
	info.By, info.Messages = users, p
	files := map[string][]byte{}
	for name, c := range newFullCopies() {
		var checking, checked bytes.Buffer
		if err := CheckingCopy(&checking, c, info); err != nil {
			t.Fatal(err)
		}
		if err := CheckedCopy(&checked, c.BuildCheckedCopy(), info); err != nil {
			t.Fatal(err)
		}
		files[name+" checking copy"], files[name+" checked copy"] = checking.Bytes(), checked.Bytes()
	}
	return files
}

// partOf returns one file in a Word file.
func partOf(t *testing.T, file []byte, name string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The names of sheets, and the mark in a cell that is too long, are messages. The names of columns are
// promised.
func TestWorkbookSpeaksFromTheCatalogue(t *testing.T) {
	for _, p := range append(message.Languages(), message.Pseudo) {
		var out bytes.Buffer
		long := []byte(strings.Repeat("М", maxCellUnits+1))
		rows := func(row func([][]byte) error) error { return row([][]byte{[]byte("1"), long}) }
		if err := Workbook(&out, p, false, NewSheet("Annotations", []string{"claim_id", "note"}, rows)); err != nil {
			t.Fatalf("%s: %v", p.Lang(), err)
		}
		file, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		cells, err := file.GetRows(p.Say("Annotations"))
		if err != nil {
			t.Fatalf("%s: %v", p.Lang(), err)
		}
		if got := fmt.Sprint(cells[0]); got != "[claim_id note]" {
			t.Errorf("%s: columns %s", p.Lang(), got)
		}
		if mark := strings.TrimLeft(cells[1][1], "М"); mark != p.Say("… [cut off: an Excel cell holds no more; the CSV has all of it]") {
			t.Errorf("%s: the mark is %q", p.Lang(), mark)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// users is what every user of the full copies typed. It has no Latin letter, so every Latin letter in a
// file is the program's.
const users = "Мост"

// newFullCopies returns copies that together have something for every line of the program's own: one before
// its sign-off, and one after it.
func newFullCopies() map[string]models.CheckingCopy {
	open := newFullCopy()
	open.Gate.Reasons = []models.GateReason{
		{Code: models.GateUnread, Count: 1, Items: []models.GateItem{{Kind: models.SentenceItem, ID: 1, Ordinal: 1}}},
		{Code: models.GateQueries, Count: 2, Overrides: []models.NamedGateOverride{fullOverride(models.GateQueries)}},
	}
	open.Gate.Reasons[1].Override = &open.Gate.Reasons[1].Overrides[0]
	ready := newFullCopy()
	ready.Gate.Reasons = open.Gate.Reasons[1:]
	ready.ImportOrigin = models.ImportOrigin{}
	signed := newFullCopy()
	signed.Gate.SignOff = fullSignOff()
	return map[string]models.CheckingCopy{"open": open, "ready": ready, "signed": signed}
}

func newFullCopy() models.CheckingCopy {
	at := testPrintInfo.At
	text := strings.Repeat("Мост закрыт\x07 на 12 дней. ", 6)
	c := newCopy(text, "ru", [2]int{0, 4})
	c.Title, c.Desk.Name, c.WriterName, c.DueAt = users, users, users, &at
	c.Revision.Number, c.Revision.Name, c.Revision.CreatedAt, c.Revision.SHA256 = 3, users, at, "0123456789ab"
	c.ImportOrigin = models.ImportOrigin{By: users, At: at}
	c.Chain = models.Verification{Length: 12_345, Head: "ba9876543210"}
	c.Words = []models.NamedAuthorship{
		{Authorship: models.Authorship{At: at}, Name: users, Number: 1},
		{Authorship: models.Authorship{At: at, Vouched: true, Reason: users}, Name: users, Number: 2},
	}
	c.UnusedOverrides = []models.NamedGateOverride{fullOverride(models.GateLeaning)}
	void := fullOverride(models.GateSecondReader)
	void.VoidedAt, void.VoidReason = &at, models.DescribeVoiding("revision made", []int{1, 2, 5})
	c.Overrides = []models.NamedGateOverride{void}
	c.SignOffs = []models.NamedSignOff{*fullSignOff(), *fullSignOff()}
	c.SignOffs[0].VoidedAt, c.SignOffs[0].VoidReason = &at, users
	c.SignOffs[1].VoidedAt, c.SignOffs[1].VoidReason = &at, models.VoidFromFile
	c.Revisions = map[int64]int{1: 1, 2: 2, 3: 3}
	c.SetClaims(fullClaims(c.Claims[0]))
	c.QueryThreads = []models.QueryThread{fullQuery(models.QueryDismissed), fullQuery(models.QuerySettled)}
	for i, state := range models.SentenceStates {
		c.Sentences[i].State = state
	}
	c.Sentences[0].Authors = ",7,"
	c.Sentences[1].State = models.Clear
	c.Sentences[1].ReadMarks = []models.NamedReadMark{{ReadMark: models.ReadMark{RangeSize: 4}, Name: users}, {Name: users}}
	c.Sentences[2].Changed = &models.ChangedSentence{Was: users, Revision: 2}
	c.Sentences[3].QueryThreads = []models.QueryThread{fullQuery(models.QueryOpen)}
	c.TitleSentence.State = models.Unread
	return c
}

func fullSignOff() *models.NamedSignOff {
	return &models.NamedSignOff{
		SignOff: models.SignOff{
			At:           testPrintInfo.At,
			Role:         models.Editor,
			SHA256:       "0123456789ab",
			Note:         users,
			CheckedAlone: "[0,2,3]",
			Policy:       "broken",
		},
		Name: users,
		Door: "token 4: " + users,
	}
}

func fullOverride(code models.GateCode) models.NamedGateOverride {
	return models.NamedGateOverride{
		GateOverride: models.GateOverride{GateCode: code, Count: 2, Reason: users, At: testPrintInfo.At},
		Name:         users,
		Covers:       []models.CoveredItem{{Kind: models.SentenceItem}, {Kind: models.ClaimItem, Key: 1}, {Kind: models.QueryItem, Key: 3}},
	}
}

func fullQuery(state models.QueryState) models.QueryThread {
	q := models.QueryThread{Thread: []models.NamedMessage{{Message: models.Message{Body: users, At: testPrintInfo.At, Words: users}, Name: users}}}
	q.Raiser, q.ToRole, q.State = users, models.Writer, state
	if state == models.QueryDismissed {
		q.Asked, q.Reason = users, users
	}
	return q
}

// fullClaims returns claims like one, each in another condition.
func fullClaims(like models.CopyClaim) []models.CopyClaim {
	var claims []models.CopyClaim
	add := func(change func(*models.CopyClaim)) {
		claim := like
		claim.ID = int64(len(claims) + 1)
		claim.Kind, claim.ByName = "quote", users
		claim.Occurrences = []models.Occurrence{like.Occurrences[0]}
		change(&claim)
		claims = append(claims, claim)
	}
	at := testPrintInfo.At
	add(func(c *models.CopyClaim) { c.Kind, c.Risk = "number", "high" })
	add(func(c *models.CopyClaim) { c.Status = models.Sealed })
	add(func(c *models.CopyClaim) {
		c.Status, c.Disagree, c.Risk = models.Disputed, true, "legal"
		c.Resolution, c.ResolvedAt, c.Resolver, c.OutcomeReason = "corrected", &at, users, users
		c.Occurrences[0].Placement = models.Moved
		c.Occurrences = append(c.Occurrences, models.Occurrence{Start: 25, End: 29, Exact: "Мост", Placement: models.Placed})
		c.Annotations, c.Corrections = fullAnnotations(), fullCorrections()
		c.QueryThreads = []models.QueryThread{fullQuery(models.QueryAnswered)}
	})
	add(func(c *models.CopyClaim) {
		c.Status, c.Resolution, c.ResolvedAt = models.Sourced, "stands", &at
		c.EvidenceOverrides = []models.EvidenceOverride{{Name: users, Reason: users, At: at}}
		c.Evidence = fullEvidence()
		c.MissingEvidence = models.Desk{Secondaries: 2}.MissingEvidence(nil)
	})
	add(func(c *models.CopyClaim) { c.Occurrences[0].Placement, c.Status = models.Lost, models.Unverified })
	return claims
}

// fullAnnotations returns a verdict that counts and, for every reason, one that does not.
func fullAnnotations() []models.NamedAnnotation {
	origin := models.ImportOrigin{By: users, At: testPrintInfo.At}
	list := []models.NamedAnnotation{{Live: true}}
	for _, lapse := range []models.Lapse{models.LapseFromFile, models.LapseFormerWords, models.LapseSuperseded, models.LapseOverruled} {
		list = append(list, models.NamedAnnotation{WhyNot: lapse.WhyNot(origin)})
	}
	for i := range list {
		list[i].Status, list[i].Name, list[i].At, list[i].Note = models.ClaimStatuses[i%3], users, testPrintInfo.At, users
	}
	list[0].Ruling, list[0].ReviewerID, list[0].Exact = true, 7, users
	list[1].Imported = true
	list[2].Exact, list[2].RevisionID = users+users, 2
	return list
}

func fullEvidence() []models.VisibleEvidence {
	at := testPrintInfo.At
	source := models.Source{Title: users, Publisher: users, From: users, Contact: users, Kind: "document", URL: "https://мост.рф/"}
	evidence := func(class models.Class, stance models.Stance, origin models.SnapshotOrigin, answer models.QuoteAnswer) models.VisibleEvidence {
		return models.VisibleEvidence{
			Evidence: models.Evidence{Class: class, Stance: stance, Locator: users, AccessedOn: &at, CreatedAt: at},
			Source:   source.ForPrint(),
			ByName:   users,
			NewestSnapshot: models.NewestSnapshot{
				ID: 1, Origin: origin, Name: users, At: &at, Quote: answer,
			},
		}
	}
	list := []models.VisibleEvidence{
		evidence("primary", models.Supports, models.SnapshotFetched, models.QuoteMissing),
		evidence("secondary", models.Contradicts, models.SnapshotUploaded, models.QuoteUnreadable),
		evidence("primary", "context", models.SnapshotOriginUnknown, ""),
	}
	list[0].Quote = users
	list[1].WhyNot = models.LapseFormerWords.WhyNot(models.ImportOrigin{})
	list[1].Exact = users
	list[2].NewestSnapshot.Name = ""
	list[2].Source = models.Source{Confidential: true, Kind: "person"}.ForPrint()
	return list
}

// fullCorrections returns a correction in every state.
func fullCorrections() []models.NamedCorrection {
	later := testPrintInfo.At.Add(time.Hour)
	var list []models.NamedCorrection
	for i, state := range []models.CorrectionState{
		models.CorrectionAccepted, models.CorrectionProposed, models.CorrectionDeclined, models.CorrectionMade,
	} {
		list = append(list, models.NamedCorrection{
			Correction: models.Correction{
				ID: int64(i + 1), From: users, To: strings.Repeat("М", i), State: state, Reason: users,
				ProposedAt: testPrintInfo.At, DecidedAt: &later,
			},
			ByName:      users,
			DeciderName: users,
		})
	}
	return list
}
