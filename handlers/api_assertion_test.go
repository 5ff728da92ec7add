package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// apiDesk is a desk with one article, used through the API.
type apiDesk struct {
	*apiClients
	article string
	created apiReply
}

// eachDatabase runs a test on both databases, with an article that the writer added.
func eachDatabase(t *testing.T, text string, do func(*testing.T, *apiDesk)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := &apiDesk{apiClients: newAPIClients(t, s)}
		d.created = d.do(d.writer, "POST", "/articles", fmt.Sprintf(`{"title":"Bridge","text":%q}`, text), http.StatusCreated)
		d.article = fmt.Sprintf("/articles/%d", d.created.ID)
		do(t, d)
	})
}

// claim creates a claim of words that occur once in the text.
func (d *apiDesk) claim(words string) apiReply {
	d.t.Helper()
	return d.do(
		d.reviewer,
		"POST",
		d.article+"/claims",
		fmt.Sprintf(`{"quote":%q,"revision":%d}`, words, d.currentArticle().Revision.Number),
		http.StatusCreated,
	)
}

func (d *apiDesk) currentArticle() apiReply {
	d.t.Helper()
	return d.do(d.editor, "GET", d.article, "", http.StatusOK)
}

func (d *apiDesk) gate() apiReply {
	d.t.Helper()
	return d.do(d.editor, "GET", d.article+"/gate", "", http.StatusOK)
}

// reason returns a reason of the gate, or fails.
func (d *apiDesk) reason(code string) reasonReply {
	d.t.Helper()
	gate := d.gate()
	for _, r := range gate.Reasons {
		if r.Code == code {
			return r
		}
	}
	d.t.Fatalf("the gate has not the reason %q: %+v", code, gate.Reasons)
	return reasonReply{}
}

// giveAPIVerdict adds a verdict to a claim's current version.
func (d *apiDesk) giveAPIVerdict(token string, claim int64, status, more string) apiReply {
	d.t.Helper()
	at := fmt.Sprintf("/claims/%d", claim)
	version := d.do(token, "GET", at, "", http.StatusOK).Version
	if status != "sourced" && !strings.Contains(more, `"note"`) {
		more += `,"note":"As I see it"`
	}
	return d.do(token, "POST", at+"/annotations", fmt.Sprintf(`{"status":%q,"version":%d%s}`, status, version, more), http.StatusCreated)
}

// markAllReadByAPI marks the title and every sentence as read.
func (d *apiDesk) markAllReadByAPI(token string) {
	d.t.Helper()
	now := d.currentArticle()
	d.do(token, "PUT", fmt.Sprintf("/sentences/%d/reading", now.TitleSentence.ID), `{"state":"clear"}`, http.StatusOK)
	for _, s := range now.Sentences {
		d.do(token, "PUT", fmt.Sprintf("/sentences/%d/reading", s.ID), `{"state":"clear"}`, http.StatusOK)
	}
}

func (d *apiDesk) revise(text string) {
	d.t.Helper()
	d.do(d.writer, "POST", d.article+"/revisions", fmt.Sprintf(`{"text":%q}`, text), http.StatusCreated)
}

// errorFields returns the fields that an error names.
func errorFields(refused apiReply) string {
	var fields []string
	for _, e := range refused.Errors {
		fields = append(fields, e.Field)
	}
	return strings.Join(fields, " ")
}

const archiveEvidence = `,"evidence":[{"title":"Archive","class":"primary","stance":"supports","kind":"document","locator":"p. 1"}]`

func TestAPISignOffRequiresTheTextThatWasRead(t *testing.T) {
	eachDatabase(t, "It rained. It was wet.", func(t *testing.T, d *apiDesk) {
		sign := d.article + "/signoffs"
		for body, want := range map[string]string{"": "sha256 changes", "{}": "sha256 changes", `{"changes":0}`: "sha256", `{"sha256":"x"}`: "changes"} {
			if got := errorFields(d.do(d.editor, "POST", sign, body, http.StatusUnprocessableEntity)); got != want {
				t.Errorf("%s: the fields %q are refused, want %q", body, got, want)
			}
		}
		d.do(d.reviewer, "POST", sign, "", http.StatusForbidden)
		shut := d.do(d.editor, "POST", sign, d.gate().signingBody(), http.StatusConflict)
		if shut.Title != "The gate is closed: unread" || !strings.Contains(shut.Detail, "3 sentences nobody has read") {
			t.Errorf("a closed gate is called %q: %q", shut.Title, shut.Detail)
		}
		before := d.gate()
		d.markAllReadByAPI(d.reviewer)
		stale := d.do(d.editor, "POST", sign, before.signingBody(), http.StatusConflict)
		if !strings.Contains(stale.Detail, "Something in the article changed") {
			t.Errorf("what changed meanwhile is called %q", stale.Detail)
		}
		open := d.gate()
		another := d.do(
			d.editor,
			"POST",
			sign,
			fmt.Sprintf(`{"sha256":%q,"changes":%d}`, strings.Repeat("0", 64), open.Changes),
			http.StatusConflict,
		)
		if !strings.Contains(another.Detail, "The text is another one") {
			t.Errorf("another text is called %q", another.Detail)
		}
		d.do(d.editor, "POST", sign, open.signingBody(), http.StatusCreated)
	})
}

// Reading the rest of a sentence is separate from its claims. The only state that a call can set is clear.
func TestAPIMarksTheRestOfASentenceRead(t *testing.T) {
	eachDatabase(t, "The bridge was built in 1911.", func(t *testing.T, d *apiDesk) {
		claim := d.claim("1911")
		reading := fmt.Sprintf("/sentences/%d/reading", d.created.Sentences[0].ID)
		for _, state := range []string{"open", "done", "unread", "recheck", "", "Clear"} {
			if got := errorFields(d.do(d.reviewer, "PUT", reading, fmt.Sprintf(`{"state":%q}`, state), http.StatusUnprocessableEntity)); got != "state" {
				t.Errorf("%q is refused at %q", state, got)
			}
		}
		if s := d.currentArticle().Sentences[0]; s.State != "open" || s.RestRead {
			t.Errorf("a refused state came to %+v", s)
		}
		if s := d.giveAPIVerdict(d.reviewer, claim.ID, "sourced", archiveEvidence); s.Status != "sourced" {
			t.Errorf("%+v", s)
		}
		if s := d.currentArticle().Sentences[0]; s.State != "open" || s.RestRead {
			t.Errorf("with its claim settled and its rest unread it is %+v", s)
		}
		if s := d.do(d.reviewer, "PUT", reading, `{"state":"clear"}`, http.StatusOK); s.State != "done" || !s.RestRead {
			t.Errorf("with its rest read it is %q, rest_read %v", s.State, s.RestRead)
		}
		if s := d.do(d.reviewer, "DELETE", reading, "", http.StatusOK); s.State != "open" || s.RestRead {
			t.Errorf("with its mark withdrawn it is %q, rest_read %v", s.State, s.RestRead)
		}
		title := d.currentArticle().TitleSentence
		if title.Ordinal != 0 || title.Region != "title" || title.Text != "Bridge" || title.State != "unread" {
			t.Errorf("the title is %+v", title)
		}
		if s := d.do(d.reviewer, "PUT", fmt.Sprintf("/sentences/%d/reading", title.ID), `{"state":"clear"}`, http.StatusOK); s.State != "clear" {
			t.Errorf("the title, once read, is %+v", s)
		}
	})
}

// A quote needs the revision in which it was read, if there are several.
func TestAPIClaimByQuoteRequiresRevision(t *testing.T) {
	eachDatabase(t, "It was built in 1911.", func(t *testing.T, d *apiDesk) {
		d.do(d.reviewer, "POST", d.article+"/claims", `{"quote":"built"}`, http.StatusCreated)
		d.revise("It was built in 1912.")
		refused := d.do(d.reviewer, "POST", d.article+"/claims", `{"quote":"1912"}`, http.StatusUnprocessableEntity)
		if errorFields(refused) != "revision" || !strings.Contains(refused.Errors[0].Detail, "2 revisions") {
			t.Errorf("refused with %+v", refused.Errors)
		}
		d.do(d.reviewer, "POST", d.article+"/claims", `{"quote":"1912","revision":1}`, http.StatusConflict)
		d.do(d.reviewer, "POST", d.article+"/claims", `{"quote":"1912","revision":2}`, http.StatusCreated)
		d.do(d.reviewer, "POST", d.article+"/claims", `{"start":0,"end":2}`, http.StatusCreated)
	})
}

// Nobody withdraws another user's assertion, and every assertion says whether it counts.
func TestAPIReportsWhichAssertionsCount(t *testing.T) {
	eachDatabase(t, "It was built in 1911. It is old.", func(t *testing.T, d *apiDesk) {
		claim := d.claim("1911")
		disputed := d.giveAPIVerdict(d.second, claim.ID, "disputed", "")
		refused := d.do(d.editor, "DELETE", fmt.Sprintf("/annotations/%d", disputed.Annotations[0].ID), "", http.StatusForbidden)
		if !strings.HasPrefix(refused.Detail, "Only the person who gave a verdict can withdraw it.") {
			t.Errorf("refused with %q", refused.Detail)
		}
		noReason := fmt.Sprintf(`{"status":"sourced","ruling":true,"note":"I read the stone.","version":%d}`, disputed.Version)
		if got := errorFields(d.do(d.editor, "POST", fmt.Sprintf("/claims/%d/annotations", claim.ID), noReason, http.StatusUnprocessableEntity)); got != "ruling" {
			t.Errorf("a ruling on nothing is refused at %q", got)
		}
		d.giveAPIVerdict(d.reviewer, claim.ID, "sourced", archiveEvidence)
		ruled := d.giveAPIVerdict(d.editor, claim.ID, "sourced", `,"ruling":true,"note":"I read the stone."`)
		said, evidence := ruled.Annotations, ruled.Evidence
		if len(said) != 3 || said[0].Counts || said[0].WhyNot != "Overruled by an editor." || said[0].Words != "1911" || !said[1].Counts ||
			!said[2].Counts ||
			said[1].WhyNot != "" {
			t.Errorf("after a ruling: %+v", said)
		}
		if len(evidence) != 1 || !evidence[0].Counts || evidence[0].Words != "1911" {
			t.Errorf("the evidence is %+v", evidence)
		}
		mine := d.giveAPIVerdict(d.reviewer, claim.ID, "unverified", "")
		if a := mine.Annotations[1]; a.Counts || a.WhyNot != "Replaced by a newer verdict of the same reviewer." {
			t.Errorf("a replaced verdict is %+v", a)
		}
		back := d.do(d.reviewer, "DELETE", fmt.Sprintf("/annotations/%d", mine.Annotations[3].ID), "", http.StatusOK)
		if a := back.Annotations[3]; a.Counts || a.WhyNot != "Withdrawn." || a.WithdrawnAt == nil {
			t.Errorf("a withdrawn verdict is %+v", a)
		}
		d.revise("It was built in 1912. It is old.")
		moved := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim.ID), "", http.StatusOK)
		if moved.Status != "unchecked" || moved.Contested {
			t.Errorf("the claim is %+v", moved)
		}
		for i, a := range moved.Annotations[:3] {
			if a.Counts || a.WhyNot != "Of former words." || a.Words != "1911" {
				t.Errorf("verdict %d on former words is %+v", i, a)
			}
		}
	})
}

func TestAPIReportsWhoLooked(t *testing.T) {
	eachDatabase(t, "It was built in 1911.", func(t *testing.T, d *apiDesk) {
		own := d.do(d.editor, "POST", "/articles", `{"title":"Mine","text":"It rained in 1911."}`, http.StatusCreated)
		claim := d.do(d.editor, "POST", fmt.Sprintf("/articles/%d/claims", own.ID), `{"quote":"1911"}`, http.StatusCreated)
		d.giveAPIVerdict(d.reviewer, claim.ID, "unverified", "")
		said := d.giveAPIVerdict(d.editor, claim.ID, "unverified", "").Annotations
		if said[0].ByAuthor || !said[1].ByAuthor || !said[1].Counts {
			t.Errorf("by the author and by somebody else: %+v", said)
		}
	})
}

// An outcome must agree with the claim's status.
func TestAPIOutcomes(t *testing.T) {
	eachDatabase(t, "It was built in 1911.", func(t *testing.T, d *apiDesk) {
		claim := d.claim("1911")
		at := fmt.Sprintf("/claims/%d/resolution", claim.ID)
		end := func(token, resolution, reason string, status int) apiReply {
			t.Helper()
			version := d.do(token, "GET", fmt.Sprintf("/claims/%d", claim.ID), "", http.StatusOK).Version
			return d.do(token, "POST", at, fmt.Sprintf(`{"resolution":%q,"reason":%q,"version":%d}`, resolution, reason, version), status)
		}
		if got := errorFields(end(d.editor, "stands", "", http.StatusUnprocessableEntity)); got != "resolution" {
			t.Errorf("what nobody has checked cannot end, and is refused at %q", got)
		}
		d.giveAPIVerdict(d.second, claim.ID, "disputed", "")
		for _, c := range []struct{ resolution, reason, field string }{
			{"stands", "", "reason"}, {"corrected", "We changed it.", "resolution"}, {"cut", "We cut it.", "resolution"}, {"gone", "x", "resolution"}} {
			if got := errorFields(end(d.editor, c.resolution, c.reason, http.StatusUnprocessableEntity)); got != c.field {
				t.Errorf("%s because of %q is refused at %q, want %q", c.resolution, c.reason, got, c.field)
			}
		}
		end(d.reviewer, "stands", "I say so.", http.StatusForbidden)
		if ended := end(d.editor, "stands", "The stone says so.", http.StatusOK); ended.Resolution != "stands" ||
			ended.Status != "disputed" {
			t.Errorf("ended as %+v", ended)
		}
		if again := d.giveAPIVerdict(d.reviewer, claim.ID, "disputed", ""); again.Resolution != "none" {
			t.Errorf("a newer verdict leaves the outcome %q", again.Resolution)
		}
	})
}

// Only what is ticked is confirmed.
func TestAPIConfirmations(t *testing.T) {
	for name, c := range map[string]struct {
		ticked func(claims, evidence []int64) string
		want   []any // statuses of the claims
	}{
		"everything":        {func(_, _ []int64) string { return "" }, []any{"sourced", "sourced"}},
		"one claim":         {func(c, e []int64) string { return fmt.Sprintf(`{"claims":[%d],"evidence":[%d]}`, c[0], e[0]) }, []any{"sourced", "unchecked"}},
		"nothing of claims": {func(_, _ []int64) string { return `{"claims":[]}` }, []any{"unchecked", "unchecked"}},
	} {
		t.Run(name, func(t *testing.T) {
			eachDatabase(t, "Built in 1911, it is 90 metres long.", func(t *testing.T, d *apiDesk) {
				var claims, evidence []int64
				for _, words := range []string{"1911", "90 metres"} {
					claim := d.claim(words)
					evidence = append(evidence, d.giveAPIVerdict(d.reviewer, claim.ID, "sourced", archiveEvidence).Evidence[0].ID)
					claims = append(claims, claim.ID)
				}
				d.revise("Built in 1911, it is just 90 metres long.")
				d.do(
					d.reviewer,
					"POST",
					fmt.Sprintf("/sentences/%d/confirmations", d.currentArticle().Sentences[0].ID),
					c.ticked(claims, evidence),
					http.StatusCreated,
				)
				for i, id := range claims {
					if got := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", id), "", http.StatusOK).Status; got != c.want[i] {
						t.Errorf("claim %d is %v, want %v", i, got, c.want[i])
					}
				}
			})
		})
	}
}

// The writer claims the words; an editor vouches for a writer without an account.
func TestAPIAuthorship(t *testing.T) {
	eachDatabase(t, "It rained.", func(t *testing.T, d *apiDesk) {
		words := d.article + "/revisions/1/words"
		d.do(d.reviewer, "POST", words, "", http.StatusForbidden)
		if refused := d.do(d.editor, "POST", words, `{"reason":"She wrote to me."}`, http.StatusUnprocessableEntity); errorFields(
			refused,
		) != "words" {
			t.Errorf("refused with %+v", refused.Errors)
		}
		d.do(d.writer, "POST", d.article+"/revisions/9/words", "", http.StatusNotFound)
		if said := d.do(d.writer, "POST", words, "", http.StatusCreated); said.By != d.fixture.Writer.Name || said.Vouched {
			t.Errorf("%+v", said)
		}
		d.do(d.writer, "POST", words, "", http.StatusConflict)
		own := d.do(d.editor, "POST", "/articles", `{"title":"From outside","text":"It rained."}`, http.StatusCreated)
		vouch := fmt.Sprintf("/articles/%d/revisions/1/words", own.ID)
		if refused := d.do(d.editor, "POST", vouch, `{"reason":"She wrote to me."}`, http.StatusForbidden); !strings.Contains(
			refused.Detail,
			"another editor",
		) {
			t.Errorf("refused with %q", refused.Detail)
		}
		admin := d.token(d.store, "admin", "write")
		if said := d.do(admin, "POST", vouch, `{"reason":"She wrote to me."}`, http.StatusCreated); !said.Vouched ||
			said.Reason != "She wrote to me." {
			t.Errorf("%+v", said)
		}
	})
}

// Overrides cover only the items that were seen, in that state.
func TestAPIOverrides(t *testing.T) {
	eachDatabase(t, "It was built in 1911. It is old. It will close.", func(t *testing.T, d *apiDesk) {
		at, unread := d.article+"/overrides", d.reason("unread")
		if len(unread.Sentences) != 4 || len(unread.Covered) != 0 || unread.Says == "" {
			t.Errorf("behind the reason: %+v", unread)
		}
		for body, want := range map[string]string{
			`{"code":"unread"}`:                                                       "reason",
			`{"code":"nothing","reason":"Because."}`:                                  "code",
			`{"code":"corrections","reason":"Because."}`:                              "code",
			`{"code":"independence","reason":"Because."}`:                             "code",
			`{"code":"unread","reason":"Because.","things":[]}`:                       "things",
			`{"code":"unread","reason":"Because.","things":[{"kind":"page","id":1}]}`: "things[0].kind",
		} {
			if got := errorFields(d.do(d.editor, "POST", at, body, http.StatusUnprocessableEntity)); got != want {
				t.Errorf("%s is refused at %q, want %q", body, got, want)
			}
		}
		d.do(d.reviewer, "POST", at, `{"code":"unread","reason":"Because."}`, http.StatusForbidden)
		elsewhere := d.do(d.writer, "POST", "/articles", `{"title":"Other","text":"It snowed."}`, http.StatusCreated)
		d.do(
			d.editor,
			"POST",
			at,
			fmt.Sprintf(`{"code":"unread","reason":"Because.","things":[{"kind":"sentence","id":%d}]}`, elsewhere.Sentences[0].ID),
			http.StatusConflict,
		)
		first := thingReply{"sentence", unread.Sentences[1]}
		one := d.do(
			d.editor,
			"POST",
			at,
			fmt.Sprintf(`{"code":"unread","why":"Read on air.","things":[{"kind":"sentence","id":%d}]}`, first.ID),
			http.StatusCreated,
		)
		if one.Reason != "Read on air." || len(one.Covers) != 1 || one.Covers[0] != first {
			t.Errorf("made %+v", one)
		}
		if some := d.reason("unread"); some.Count != 4 || len(some.Covered) != 1 || some.Covered[0] != first {
			t.Errorf("with one covered: %+v", some)
		}
		rest := d.do(d.editor, "POST", at, `{"code":"unread","reason":"Read on air, too."}`, http.StatusCreated)
		if len(rest.Covers) != 3 {
			t.Errorf("without things it covers %+v", rest.Covers)
		}
		d.do(d.editor, "POST", at, `{"code":"unread","reason":"Once more."}`, http.StatusConflict)
		if gate := d.gate(); !gate.Open || len(gate.Overridden) != 1 || len(gate.Overridden[0].Covers) != 4 {
			t.Errorf("with everything covered: %+v", gate)
		}
		d.do(d.editor, "POST", d.article+"/signoffs", d.gate().signingBody(), http.StatusCreated)
		d.claim("1911")
		if gate := d.gate(); gate.Open {
			t.Errorf("one of the things changed, and the gate is open: %+v", gate)
		}
		d.do(d.reviewer, "DELETE", fmt.Sprintf("/overrides/%d", rest.ID), "", http.StatusForbidden)
		d.do(d.editor, "DELETE", fmt.Sprintf("/overrides/%d", rest.ID), "", http.StatusOK)
		if again := d.reason("unread"); len(again.Covered) != 0 {
			t.Errorf("with the override withdrawn %+v is covered", again.Covered)
		}
	})
}

// An article that no second person has checked can be signed only at a small desk. The sign-off names the unchecked sentences.
func TestAPISmallDesk(t *testing.T) {
	eachDatabase(t, "It rained.", func(t *testing.T, d *apiDesk) {
		d.markAllReadByAPI(d.editor) // the later signer
		alone := d.reason("independence")
		if len(alone.Who) == 0 || alone.Count != 2 {
			t.Errorf("the reason is %+v", alone)
		}
		at := d.article + "/overrides"
		refused := d.do(d.editor, "POST", at, `{"code":"independence","reason":"Nobody else is here."}`, http.StatusUnprocessableEntity)
		if detail := refused.Errors[0].Detail; !strings.Contains(detail, d.fixture.Reviewer.Name) {
			t.Errorf("the refusal does not say who can: %q", detail)
		}
		smallDesk(t, d.store, d.fixture, true)
		d.do(d.editor, "POST", at, `{"code":"independence","reason":"Nobody else is here."}`, http.StatusCreated)
		signed := d.do(d.editor, "POST", d.article+"/signoffs", d.gate().signingBody(), http.StatusCreated)
		if fmt.Sprint(signed.Alone) != "[0 1]" {
			t.Errorf("signed without a second person: %v", signed.Alone)
		}
	})
}

// smallDesk sets whether the desk's policy allows to override independence.
func smallDesk(t *testing.T, s *store.Store, n storetest.Fixture, allowed bool) {
	t.Helper()
	desks, err := s.Desks(context.Background(), n.Admin)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range desks {
		if d.ID != n.Desk.ID {
			continue
		}
		if err := s.SetPolicy(context.Background(), n.Admin, d.ID, models.DeskPolicy{Secondaries: fmt.Sprint(d.Secondaries), Fetches: d.Fetches, SmallDesk: allowed, Version: d.Version}); err != nil {
			t.Fatal(err)
		}
	}
}
