package sitetest

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"

	"linecheck/models"
	"linecheck/store/storetest"
)

// Forms lists the pages that respond to a form with errors or a preview.
var Forms = []struct {
	Name   string
	Role   models.Role
	Path   func(*Showcase) string
	Form   func(*Showcase) url.Values
	Status int
}{
	{"sign in refused", "", fixedPath("/login"), newForm("email", "nobody@example.org", "password", "wrong"), 401},
	{"join refused", "", func(o *Showcase) string { return "/join/" + o.JoinToken }, newForm("name", "", "password", "short"), 422},
	{
		"new article refused",
		models.Reviewer,
		fixedPath("/articles"),
		newForm("title", "", "text", "", "due", "soon", "language", "!", "desk", "x"),
		422,
	},
	{
		"details refused",
		models.Editor,
		articlePath("/articles/%d/details"),
		newForm("title", "", "language", "!", "due", "soon", "version", "x"),
		422,
	},
	{
		"details changed meanwhile",
		models.Editor,
		articlePath("/articles/%d/details"),
		newForm("title", "Mine", "language", "en", "version", "99"),
		409,
	},
	{
		"selection refused",
		models.Reviewer,
		articlePath("/articles/%d/claims"),
		newForm("sentence", "1", "first", "9", "last", "2", "kind", "x", "ordinal", "5"),
		422,
	},
	{"split refused", models.Reviewer, lastSentencePath("/split"), newForm("word", "1"), 422},
	{"merge refused", models.Reviewer, lastSentencePath("/merge"), newForm(), 422},
	{
		"a sentence that is gone",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sentences/%d/split", o.formerSentence) },
		newForm("word", "2"),
		409,
	},
	{
		"tag refused",
		models.Reviewer,
		annotationPath,
		newForm("version", "3", "status", "sourced", "evidence-url", "ftp://x", "evidence-class", "x", "evidence-quote", "Q"),
		422,
	},
	{
		"tag of a claim that changed meanwhile",
		models.Reviewer,
		annotationPath,
		newForm("version", "1", "status", "disputed", "note", "mine", "evidence-title", "A source",
			"evidence-url", "source.example/1", "evidence-class", "primary"),
		409,
	},
	{
		"an offer that is outdated",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/occurrences", o.DuplicateClaim) },
		newForm("version", "1", "repeat", "1"),
		409,
	},
	{"query refused", models.Reviewer, claimPath("/claims/%d/queries"), newForm("to", "x", "body", "Who?"), 422},
	{"query about the article refused", models.Reviewer, articlePath("/articles/%d/queries"), newForm("to", "writer", "body", ""), 422},
	{"message refused", models.Writer, queryPath("/queries/%d/messages"), newForm("version", "2", "body", " "), 422},
	{"query that went on meanwhile", models.Writer, queryPath("/queries/%d/messages"), newForm("version", "1", "body", "Wait."), 409},
	{
		"claim given to nobody we know",
		models.Editor,
		claimPath("/claims/%d/assignment"),
		newForm("version", "3", "person", "9999", "due", "2026-12-01T09:00"),
		422,
	},
	{
		"article given to nobody",
		models.Editor,
		articlePath("/articles/%d/assignments"),
		newForm("version", "2", "person", "", "due", ""),
		422,
	},
	{
		"article given meanwhile",
		models.Editor,
		articlePath("/articles/%d/assignments"),
		newForm("version", "1", "person", "1", "due", ""),
		409,
	},
	{"sign-off refused", models.Editor, articlePath("/articles/%d/signoffs"), newForm("sha256", "x", "changes", "1"), 409},
	{
		"override of what changed meanwhile",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/overrides", o.Ready.ID) },
		newForm("code", "unread", "all", "1", "count", "9", "reason", "Mine"),
		409,
	},
	{
		"override of nothing",
		models.Editor,
		articlePath("/articles/%d/overrides"),
		newForm("code", "open", "count", "1", "reason", "Why not"),
		422,
	},
	{"override refused", models.Editor, articlePath("/articles/%d/overrides"), newForm("code", "open", "count", "1", "reason", ""), 422},
	{
		"draft previewed",
		models.Writer,
		revisedPath("/articles/%d/previews"),
		newForm("text", "The dam broke. Nobody was hurt. Nobody came.", "note", "Cut.", "base", "3"),
		200,
	},
	{
		"draft of an older revision previewed",
		models.Writer,
		revisedPath("/articles/%d/previews"),
		newForm("text", "The dam broke.", "base", "1"),
		409,
	},
	{"draft refused", models.Writer, revisedPath("/articles/%d/revisions"), newForm("text", "", "base", "3"), 422},
	{
		"draft of an older revision",
		models.Writer,
		revisedPath("/articles/%d/revisions"),
		newForm("text", "The dam broke.", "base", "1"),
		409,
	},
	{"revision that cannot be taken back", models.Editor, revisedPath("/articles/%d/revisions/2/withdraw"), newForm(), 409},
	{
		"claim placed nowhere",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/placements", o.LostClaim) },
		newForm("version", "4", "start", "9", "end", "9"),
		422,
	},
	{
		"no snapshot",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d/snapshots", o.sourceWithSnapshot) },
		newForm(),
		422,
	},
	{
		"an address that is not opened",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d/fetches", o.sourceWithSnapshot) },
		newForm(),
		422,
	},
	{
		"links that are not opened",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/links", o.Article.DeskID) },
		newForm(),
		422,
	},
	{"nothing to confirm", models.Reviewer, lastSentencePath("/confirmations"), newForm(), 422},
	{"no file of annotations", models.Reviewer, articlePath("/articles/%d/annotations/previews"), newForm("x", "y"), 422},
	{"annotations that changed meanwhile", models.Reviewer, articlePath("/articles/%d/annotations/imports"), func(o *Showcase) url.Values {
		return url.Values{
			"file": {"annotations.csv"},
			"rows": {fmt.Sprintf(`[{"line":2,"claim_id":%d,"claim_status":"unchecked","status":"disputed","note":"Mine."},
			{"line":3,"claim_id":%d,"status":"unverified","note":"Ours."},{"line":4,"claim_id":9999,"status":"disputed"},{"line":5,"claim_id":%[2]d,"status":""}]`, o.Claim, o.Claim+1)},
		}
	}, 409},
	{"no annotations", models.Editor, articlePath("/articles/%d/annotations/imports"), newForm("rows", "[]"), 422},
	{"nothing to undo", models.Editor, articlePath("/articles/%d/undo"), newForm("ordinal", "5"), 422},
	{"a one-time link just made", models.Admin, fixedPath("/invitations"), newInvitation(), 201},
	{"invitation refused", models.Admin, fixedPath("/invitations"), newForm("name", "", "email", "x", "role", "king"), 422},
	{"password refused", models.Reviewer, fixedPath("/account/password"), newForm("old", "wrong", "new", "short"), 422},
	{
		"second factor refused",
		models.Writer,
		fixedPath("/account/second-factor"),
		newForm("code", "1", "password", storetest.Password),
		422,
	},
	{"a guest's empty answer", "", func(o *Showcase) string { return "/guest/" + o.GuestToken + "/answers" }, newForm("body", " "), 422},
	{"a guest's late answer", "", func(o *Showcase) string { return "/guest/" + o.usedGuestToken + "/answers" },
		newForm("body", "The city."), 410},
	{"a guest's link just made", models.Reviewer, queryPath("/queries/%d/links"),
		newForm("name", "W", "email", "w@example.org", "days", "7"), 201},
	{"a guest's link refused", models.Reviewer, queryPath("/queries/%d/links"), newForm("name", "", "email", "w", "days", "0"), 422},
	{"a calendar address just made", models.Editor, fixedPath("/account/calendar"), newForm(), 201},
	{"mail choices refused", models.Reviewer, fixedPath("/account/mail"), newForm("digest-hour", "25", "zone", "Europe/Nowhere"), 422},
	{"a token just made", models.Reviewer, fixedPath("/account/tokens"), newForm("name", "CMS", "scope", "write", "expires", "90d"), 201},
	{
		"token refused",
		models.Reviewer,
		fixedPath("/account/tokens"),
		newForm("name", strings.Repeat("x", 200), "scope", "all", "expires", "soon"),
		422,
	},
	{"ruling refused", models.Editor, claimPath("/claims/%d/rulings"), newForm("version", "3", "note", "mine"), 422},
	{
		"ruling on what changed meanwhile",
		models.Editor,
		claimPath("/claims/%d/rulings"),
		newForm("version", "1", "status", "disputed", "note", "mine"),
		409,
	},
	{
		"second reader changed meanwhile",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/second-reader", o.Article.DeskID) },
		newForm("version", "99", "blind", "1"),
		409,
	},
	{"kind refused", models.Reviewer, settledClaimPath("details"), newForm("kind", "x", "risk", "y", "version", "8"), 422},
	{
		"kind of a claim that changed meanwhile",
		models.Reviewer,
		settledClaimPath("details"),
		newForm("kind", "poll", "risk", "high", "version", "1"),
		409,
	},
	{"ending refused", models.Editor, settledClaimPath("resolution"), newForm("resolution", "x", "version", "8"), 422},
	{
		"correction refused",
		models.Reviewer,
		settledClaimPath("corrections"),
		newForm("correction-from", "Sixty", "correction-to", "Ten", "version", "8"),
		422,
	},
	{
		"decision refused",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/corrections/%d/decision", o.Correction) },
		newForm("decision", "made", "version", "1"),
		422,
	},
	{
		"evidence refused",
		models.Editor,
		settledClaimPath("annotations"),
		newForm("version", "8", "status", "sourced", "evidence-source", "99", "evidence-class", "primary", "evidence-accessed", "then",
			"evidence-locator", "see tape", "evidence-contact", "C", "evidence-confidential", "1"),
		422,
	},
	{
		"policy refused",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/policy", o.Article.DeskID) },
		newForm("secondaries", "1", "version", "1"),
		422,
	},
	{
		"policy changed meanwhile",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/policy", o.Article.DeskID) },
		newForm("secondaries", "3", "version", "99"),
		409,
	},
	{"trusted key refused", models.Admin, deskPath("/desks/%d/keys"), newForm("name", "", "key", "x"), 422},
	{
		"webhook refused",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/webhooks", o.Article.DeskID) },
		newForm("name", "", "address", "http://10.0.0.1/"),
		422,
	},
	{
		"webhook changed meanwhile",
		models.Admin,
		webhookPath("/details"),
		newForm("name", "Mine", "address", "https://mine.example/", "gates", "1", "version", "99"),
		409,
	},
	{"a secret just made", models.Admin, webhookPath("/secrets"), newForm(), 201},
	{"desk refused", models.Admin, fixedPath("/desks"), newForm("name", ""), 422},
	{"outcome of several claims refused", models.Editor, fixedPath("/claims/resolutions"), newForm("resolution", "", "reason", "R"), 422},
	{"outcome of a changed claim of the list", models.Editor, fixedPath("/claims/resolutions"), newListForm("resolution", "cut"), 409},
	{"assignment of several claims refused", models.Editor, fixedPath("/claims/assignments"), newForm("person", "x", "due", "soon"), 422},
	{"query about several claims refused", models.Reviewer, fixedPath("/claims/queries"), newForm("to", "writer", "body", ""), 422},
}

// newListForm returns a form of the list of claims, with one ticked claim that has changed since.
func newListForm(pairs ...string) func(*Showcase) url.Values {
	return func(o *Showcase) url.Values {
		form := newForm(pairs...)(o)
		form.Set("claim", fmt.Sprintf("%d.99", o.DuplicateClaim))
		return form
	}
}

func newForm(pairs ...string) func(*Showcase) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return func(*Showcase) url.Values { return form }
}

// newInvitation returns the form of an invitation, for another user at each call.
func newInvitation() func(*Showcase) url.Values {
	var invited atomic.Int64
	return func(o *Showcase) url.Values {
		return url.Values{
			"name":  {"Nils Next"},
			"email": {fmt.Sprintf("nils%d@example.org", invited.Add(1))},
			"role":  {"writer"},
			"desk":  {fmt.Sprint(o.Article.DeskID)},
		}
	}
}
