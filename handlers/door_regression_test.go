package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// A claim with an accepted correction that is not in the text yet cannot be withdrawn.
func TestClaimWithAcceptedCorrectionCannotBeWithdrawn(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.acceptedCorrection(claim, "12 million", "13 million")
		d.withdrawClaim(d.reviewer, claim, 422)
		d.undo(d.reviewer, 422)
		d.submitDraft(d.writer, "Repairs cost a lot.")
		d.withdrawClaim(d.reviewer, claim, 422)
		if closed := d.gateReasons(d.editor); closed == "" {
			t.Error("the gate is open")
		}
		d.verified()
	})
}

// Words in the sentence but outside the claim do not make a correction. Their author is somebody else.
func TestCorrectionIsMadeOnlyInItsClaim(t *testing.T) {
	eachDoor(t, "The mayor was not seen in the bank. Her driver was not seen in the yard.", func(t *testing.T, d *doorDesk) {
		first := d.do(d.second, "POST", d.article+"/claims", `{"start":14,"end":22}`, 201).ID
		d.acceptedCorrection(first, "not seen", "seen")
		d.submitDraft(d.reviewer, "The mayor was seen in the bank. Her driver was seen in the yard.")
		d.markRead(d.reviewer, 2)
		d.markRead(d.second, 0)
		if got := d.currentArticle().Sentences[1].State; got != "clear" {
			t.Fatalf("the second sentence is %s", got)
		}
		if reason := d.reason("independence"); reason.Count != 1 || reason.Sentences[0] != d.sentence(2) {
			t.Errorf("who typed the words of the second sentence alone has read them: %+v", reason)
		}
	})
}

// An override of the title lapses when the title's words change, even if a headline has the same words.
func TestOverrideOfTitleLapsesWithTitle(t *testing.T) {
	eachDoor(t, "Mayor resigned\n\nIt rained on Monday and nobody came.", func(t *testing.T, d *doorDesk) {
		d.retitle(d.second, "Mayor resigned")
		d.override(d.editor, "unread", 201)
		d.retitle(d.second, "Mayor re-signed")
		title := d.sentence(0)
		for _, thing := range d.reason("unread").Covered {
			if thing.Kind == "sentence" && thing.ID == title {
				t.Error("the override covers a title that nobody saw")
			}
		}
		d.verified()
	})
}

// A read mark on the previous title does not count for the current one.
func TestReadMarkOnPreviousTitleLapses(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		former := d.sentence(0)
		d.retitle(d.second, "Another title")
		path := fmt.Sprintf("/sentences/%d/reading", former)
		d.send(d.reviewer, path+"s", nil, "PUT", path, `{"state":"clear"}`, 404)
		if got := d.currentArticle().TitleSentence.State; got != "unread" {
			t.Errorf("the new title is %s", got)
		}
	})
}

// An override of missing evidence ends when the editor gives another verdict.
func TestEvidenceOverrideEndsWithItsVerdict(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveAPIVerdict(d.reviewer, claim, "unverified", `,"note":"Nobody knows."`)
		at := fmt.Sprintf("/claims/%d/annotations", claim)
		version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
		form := url.Values{"status": {"sourced"}, "override": {"I was there."}, "version": {strconv.Itoa(version)}}
		if got := d.postForm(d.editor, at, form); got.StatusCode != 303 {
			t.Fatalf("the override: %d", got.StatusCode)
		}
		d.giveAPIVerdict(d.editor, claim, "disputed", `,"note":"The document was forged."`)
		version = d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
		form = url.Values{"status": {"sourced"}, "version": {strconv.Itoa(version)}}
		d.send(d.second, at, form, "POST", at, fmt.Sprintf(`{"status":"sourced","version":%d}`, version), 422)
	})
}

// The gate's page overrides things in the state that it showed.
func TestOverrideOfUnseenStateIsRefused(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		page := d.pagesAs(d.editor).Get(d.article + "/gate")
		document, err := goquery.NewDocumentFromReader(strings.NewReader(page.Text))
		d.must(err)
		thing, ok := document.Find(`input[name=thing]`).Attr("value")
		if !ok {
			t.Fatal("the gate's page has nothing to tick")
		}
		d.giveAPIVerdict(d.reviewer, claim, "disputed", `,"note":"It was 13."`)
		form := url.Values{"code": {"open"}, "count": {"1"}, "thing": {thing}, "reason": {"It has to go out."}}
		if got := d.postForm(d.editor, d.article+"/overrides", form); got.StatusCode != 409 {
			t.Errorf("an override of what was not seen: %d", got.StatusCode)
		}
	})
}

// An override hides nothing: the sign-off lists the sentences that only the signer read.
func TestUnreadSentencesAreListedAsSignedAlone(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *doorDesk) {
		d.markRead(d.reviewer, 0)
		d.markRead(d.reviewer, 1)
		d.override(d.editor, "unread", 201)
		d.sign(d.editor, 201)
		signed := d.pagesAs(d.editor).Get(d.article + "/gate")
		if want := "without a second person: sentence 2"; !strings.Contains(signed.Text, want) {
			t.Errorf("without %q", want)
		}
	})
}

// The correction of a lost claim is not made by words that were in the text before.
func TestCorrectionOfLostClaimIsNotMade(t *testing.T) {
	eachDoor(t, "Repairs cost 4 million. It rained 5 times.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("4 million").ID
		correction := d.acceptedCorrection(claim, "4 million", "5")
		d.submitDraft(d.writer, "It rained 5 times.")
		d.decide(correction, "made", 2, "", 422)
	})
}

// An answer depends on its question.
func TestAnswerDependsOnItsQuestion(t *testing.T) {
	eachDoor(t, "Did he steal 4 million?\n\nYes.", func(t *testing.T, d *doorDesk) {
		d.markAllRead(d.reviewer)
		d.submitDraft(d.writer, "Did he steal 9 million?\n\nYes.")
		if got := d.currentArticle().Sentences[1].State; got != "recheck" {
			t.Errorf("the answer is %s", got)
		}
	})
}

// Evidence applies to the words that were read.
func TestEvidenceForUnseenWordsIsRefused(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.submitDraft(d.writer, "Repairs cost 13 million.")
		form := url.Values{"version": {"1"}, "evidence-title": {"Archive"}, "evidence-class": {"primary"}}
		if got := d.postForm(d.reviewer, fmt.Sprintf("/claims/%d/evidence", claim), form); got.StatusCode != 409 {
			t.Errorf("evidence for former words: %d", got.StatusCode)
		}
	})
}
