package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// sentenceSnapshot is a sentence as a user saw it on its page or in the API.
type sentenceSnapshot struct {
	id      int64
	covered string     // on the page
	confirm url.Values // on the page: the hidden fields of the confirmation
	spans   string     // in the API
	read    string     // in the API: the versions of its claims
}

// readSentence reads a sentence by its number.
func (d *doorDesk) readSentence(token string, ordinal int) sentenceSnapshot {
	d.t.Helper()
	s := sentenceSnapshot{id: d.sentence(ordinal), confirm: url.Values{}}
	page := d.pagesAs(token).Page(fmt.Sprintf("%s/sentences/%d", d.article, ordinal))
	s.covered = page.Find("form[action$='/readings'] input[name=covered]").AttrOr("value", "")
	page.Find("#confirm input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		s.confirm.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	var spans, read []string
	for _, c := range d.currentArticle().Claims {
		claim := d.do(token, "GET", fmt.Sprintf("/claims/%d", c.ID), "", 200)
		if claim.Sentence == s.id {
			spans = append(spans, fmt.Sprintf(`{"start":%d,"end":%d}`, claim.Start, claim.End))
			read = append(read, fmt.Sprintf(`{"id":%d,"version":%d}`, c.ID, claim.Version))
		}
	}
	s.spans, s.read = "["+strings.Join(spans, ",")+"]", "["+strings.Join(read, ",")+"]"
	return s
}

// markReadAsSeen marks a sentence read in the state that was seen.
func (d *doorDesk) markReadAsSeen(token string, seen sentenceSnapshot) {
	d.t.Helper()
	at := fmt.Sprintf("/sentences/%d/reading", seen.id)
	d.send(token, at+"s", url.Values{"covered": {seen.covered}}, "PUT", at, `{"state":"clear","covered":`+seen.spans+`}`, 200)
}

// A read mark covers the words that no claim covered when the user saw the sentence.
func TestReadMarkFromStalePage(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		d.run("a claim is withdrawn", "Repairs cost 12 million.", func(t *testing.T) {
			claim := d.claim("12 million").ID
			seen := d.readSentence(d.second, 1)
			d.withdrawClaim(d.reviewer, claim, 303)
			d.markReadAsSeen(d.second, seen)
			d.checkStates("unread unread")
			d.markReadAsSeen(d.second, d.readSentence(d.second, 1))
			d.checkStates("unread clear")
			d.verified()
		})
		d.run("nothing happens", "Repairs cost 12 million.", func(t *testing.T) {
			claim := d.claim("12 million").ID
			d.markReadAsSeen(d.second, d.readSentence(d.second, 1))
			d.giveVerdict(d.reviewer, claim, "sourced", 201)
			d.checkStates("unread done")
		})
		d.run("a claim is made and withdrawn", "Repairs cost 12 million.", func(t *testing.T) {
			seen := d.readSentence(d.second, 1)
			d.withdrawClaim(d.reviewer, d.claim("12 million").ID, 303)
			d.markReadAsSeen(d.second, seen)
			d.checkStates("unread clear")
		})
		d.run("a claim is withdrawn before a confirmation", "Repairs cost 12 million.", func(t *testing.T) {
			d.markRead(d.reviewer, 1)
			d.submitDraft(d.writer, "Repairs cost 13 million.")
			claim := d.claim("13 million").ID
			seen := d.readSentence(d.second, 1)
			d.withdrawClaim(d.reviewer, claim, 303)
			at := fmt.Sprintf("/sentences/%d/confirmations", seen.id)
			d.send(d.second, at, seen.confirm, "POST", at, `{"covered":`+seen.spans+`}`, 201)
			d.checkStates("unread unread")
			d.verified()
		})
	})
}

// An override covers the state that was read, also if it covers everything behind a reason.
func TestOverrideCoversTheStateThatWasRead(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		read := d.do(d.editor, "GET", d.article+"/gate", "", 200).Changes
		at := d.article + "/overrides"
		fields := url.Values{
			"code":    {"open"},
			"all":     {"1"},
			"count":   {"1"},
			"changes": {strconv.Itoa(read)},
			"reason":  {"It has to go out."},
		}
		body := fmt.Sprintf(`{"code":"open","reason":"It has to go out.","changes":%d}`, read)
		d.giveAPIVerdict(d.reviewer, claim, "disputed", `,"note":"It was 13."`)
		d.send(d.editor, at, fields, "POST", at, body, 409)
		d.override(d.editor, "open", 201)
		if got := d.pagesAs(d.editor).Page(d.article + "/gate").Find("form.override input[name=changes]"); got.Length() == 0 {
			t.Error("the gate's page does not say which state it shows")
		}
	})
}

// Evidence counts for corrected words only if it is ticked, with its own stance or with the ticked one.
func TestEvidenceKeepsItsStance(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct{ name, fields, body, stance, status string }{
			{"nothing is ticked", "some=1", `{}`, "", "unchecked"},
			{"the claim alone", "some=1&claim=$claim", `{"claims":[$claim]}`, "", "disputed"},
			{"its evidence", "some=1&claim=$claim&evidence=$piece", `{"claims":[$claim],"evidence":[$piece]}`, "contradicts", "disputed"},
			{"it supports", "some=1&claim=$claim&supports=$piece", `{"claims":[$claim],"supports":[$piece]}`, "supports", "sourced"},
		} {
			d.run(way.name, "Repairs cost 12 million.", func(t *testing.T) {
				claim := d.claim("12 million").ID
				piece := d.giveAPIVerdict(d.reviewer, claim, "disputed", `,"note":"It was 13."`+contradictingEvidenceJSON).Evidence[0].ID
				d.acceptedCorrection(claim, "12 million", "13 million")
				d.submitDraft(d.writer, "Repairs cost 13 million.")
				ids := strings.NewReplacer("$claim", fmt.Sprint(claim), "$piece", fmt.Sprint(piece))
				fields, err := url.ParseQuery(ids.Replace(way.fields))
				d.must(err)
				at := fmt.Sprintf("/sentences/%d/confirmations", d.sentence(1))
				d.send(d.second, at, fields, "POST", at, ids.Replace(way.body), 201)
				now := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200)
				stance := ""
				for _, e := range now.Evidence {
					if e.Counts {
						stance = e.Stance
					}
				}
				if stance != way.stance || now.Status != way.status {
					t.Errorf(
						"the corrected claim is %v by evidence that %s, want %s by evidence that %s",
						now.Status,
						stance,
						way.status,
						way.stance,
					)
				}
				d.verified()
			})
		}
	})
}

// contradictingEvidenceJSON is evidence that contradicts a claim, in the body of a verdict.
const contradictingEvidenceJSON = `,"evidence":[{"title":"Archive","url":"https://archive.example/1911","class":"primary","stance":"contradicts"}]`

// A confirmation covers the verdict that was seen.
func TestConfirmationCoversTheVerdictThatWasSeen(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveAPIVerdict(d.second, claim, "unverified", `,"note":"Nobody knows."`)
		said := d.giveAPIVerdict(d.second, claim, "disputed", `,"note":"It was 13."`).Annotations
		d.submitDraft(d.writer, "Repairs cost just 12 million.")
		seen := d.readSentence(d.admin, 1)
		last := said[len(said)-1].ID
		d.send(d.second, fmt.Sprintf("/annotations/%d/withdraw", last), nil, "DELETE", fmt.Sprintf("/annotations/%d", last), "", 200)
		seen.confirm.Set("claim", fmt.Sprint(claim))
		at := fmt.Sprintf("/sentences/%d/confirmations", seen.id)
		d.send(d.admin, at, seen.confirm, "POST", at, fmt.Sprintf(`{"claims":[%d],"read":%s}`, claim, seen.read), 409)
	})
}

// A verdict also applies to the words that the claim's sentence referred back to when it was read.
func TestVerdictOnOtherReferenceIsRefused(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct {
			name, draft string
			withdrawn   bool
			want        int
		}{
			{"another person is accused", "The bishop was accused. He had stolen 4 million.", false, 409},
			{"a draft is withdrawn", "The bishop was accused. He had stolen 4 million.", true, 409},
			{"what it refers to is the same", "It rained on Monday. The mayor was accused. He had stolen 4 million.", false, 201},
		} {
			d.run(way.name, "The mayor was accused. He had stolen 4 million.", func(t *testing.T) {
				claim := d.claim("4 million").ID
				version := d.do(d.reviewer, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
				d.submitDraft(d.writer, way.draft)
				if way.withdrawn {
					version = d.do(d.reviewer, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
					d.postForm(d.writer, d.article+"/revisions/2/withdraw", nil)
				}
				at := fmt.Sprintf("/claims/%d/annotations", claim)
				fields := url.Values{"status": {"unverified"}, "note": {"I rang them."}, "version": {strconv.Itoa(version)}}
				body := fmt.Sprintf(`{"status":"unverified","note":"I rang them.","version":%d}`, version)
				d.send(d.reviewer, at, fields, "POST", at, body, way.want)
				d.verified()
			})
		}
	})
}
