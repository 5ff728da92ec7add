package sitetest

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"

	"linecheck/models"
	"linecheck/store/storetest"
)

// Pages lists every page, in every state that looks different.
var Pages = []struct {
	Name   string
	Route  string // as in routes.go; "" for a path without a route
	Role   models.Role
	Path   func(*Showcase) string
	Status int
}{
	{"sign in", "/login", "", fixedPath("/login"), 200},
	{"coming back from the provider without having left", "/sign-on/callback", "", fixedPath("/sign-on/callback?code=x&state=y"), 401},
	{"first administrator where there are people", "/setup/:token", "", func(o *Showcase) string { return "/setup/" + o.SetupToken }, 410},
	{"join", "/join/:token", "", func(o *Showcase) string { return "/join/" + o.JoinToken }, 200},
	{"new password", "/join/:token", "", func(o *Showcase) string { return "/join/" + o.resetToken }, 200},
	{"a used link", "/join/:token", "", func(o *Showcase) string { return "/join/" + o.usedToken }, 410},
	{"home of a reviewer", "/", models.Reviewer, fixedPath("/"), 200},
	{"home of a reviewer without work", "/", models.Writer, fixedPath("/"), 200},
	{"home of an editor", "/", models.Editor, fixedPath("/"), 200},
	{"dashboard", "/dashboard", models.Editor, fixedPath("/dashboard"), 200},
	{"dashboard under a filter", "/dashboard", models.Editor, fixedPath("/dashboard?status=disputed"), 200},
	{"notices", "/notices", models.Reviewer, fixedPath("/notices"), 200},
	{"no notices", "/notices", models.Auditor, fixedPath("/notices"), 200},
	{"claims", "/claims", models.Reviewer, fixedPath("/claims"), 200},
	{"claims under a bad filter", "/claims", models.Reviewer, fixedPath("/claims?status=x&from=y"), 422},
	{"search", "/search", models.Reviewer, fixedPath("/search"), 200},
	{"search that finds", "/search", models.Reviewer, fixedPath("/search?q=bridge"), 200},
	{"search by likeness", "/search", models.Editor, fixedPath("/search?q=bridge&what=sentences&order=likeness"), 200},
	{"search that finds nothing", "/search", models.Editor, fixedPath("/search?q=brigde+zzzz"), 200},
	{"search under a bad filter", "/search", models.Reviewer, fixedPath("/search?q=x&what=y&order=z&from=w"), 422},
	{"sentences", "/sentences", models.Reviewer, fixedPath("/sentences"), 200},
	{"no sentences", "/sentences", models.Reviewer, fixedPath("/sentences?q=zzz"), 200},
	{"articles", "/articles", models.Editor, fixedPath("/articles"), 200},
	{"no articles", "/articles", models.Reviewer, fixedPath("/articles?q=zzz"), 200},
	{"new article", "/articles/new", models.Reviewer, fixedPath("/articles/new"), 200},
	{"trash", "/articles/trash", models.Editor, fixedPath("/articles/trash"), 200},
	{"article of a reviewer", "/articles/:id", models.Reviewer, articlePath("/articles/%d"), 200},
	{"article of an auditor", "/articles/:id", models.Auditor, articlePath("/articles/%d"), 200},
	{"queue of an editor", "/queue", models.Editor, fixedPath("/queue"), 200},
	{"queue of a writer", "/queue", models.Writer, fixedPath("/queue"), 200},
	{"queue of a reviewer, filtered", "/queue", models.Reviewer, fixedPath("/queue?kind=unread"), 200},
	{"queue under a bad filter", "/queue", models.Reviewer, fixedPath("/queue?kind=x"), 422},
	{"queries", "/queries", models.Writer, fixedPath("/queries"), 200},
	{"no queries", "/queries", models.Reviewer, fixedPath("/queries?state=settled&raised=1"), 200},
	{"queries under a bad filter", "/queries", models.Editor, fixedPath("/queries?state=x&tome=y&article=z"), 422},
	{"query of its raiser", "/queries/:id", models.Reviewer, queryPath("/queries/%d"), 200},
	{"query of the writer", "/queries/:id", models.Writer, queryPath("/queries/%d"), 200},
	{"query of an auditor", "/queries/:id", models.Auditor, queryPath("/queries/%d"), 200},
	{
		"dismissed query",
		"/queries/:id",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/queries/%d", o.dismissedQuery) },
		200,
	},
	{"queries of an article", "/articles/:id/queries", models.Reviewer, articlePath("/articles/%d/queries"), 200},
	{"who works on an article", "/articles/:id/assignments", models.Editor, articlePath("/articles/%d/assignments"), 200},
	{"nobody works on an article", "/articles/:id/assignments", models.Auditor, duplicatesPath("/articles/%d/assignments"), 200},
	{"the same of a writer", "/articles/:id/sentences/:n", models.Writer, articlePath("/articles/%d/sentences/5"), 200},
	{"closed gate", "/articles/:id/gate", models.Editor, articlePath("/articles/%d/gate"), 200},
	{"closed gate to a reviewer", "/articles/:id/gate", models.Reviewer, articlePath("/articles/%d/gate"), 200},
	{"open gate", "/articles/:id/gate", models.Editor, func(o *Showcase) string { return GatePath(o.Ready) }, 200},
	{"gate of who checked alone", "/articles/:id/gate", models.Admin, func(o *Showcase) string { return GatePath(o.Ready) }, 200},
	{"gate of a signed article", "/articles/:id/gate", models.Editor, func(o *Showcase) string { return GatePath(o.Signed) }, 200},
	{"signed article", "/articles/:id", models.Reviewer, func(o *Showcase) string { return fmt.Sprintf("/articles/%d", o.Signed.ID) }, 200},
	{"articles whose gate is closed", "/articles", models.Editor, fixedPath("/articles?state=checking&due=day&gate=closed"), 200},
	{
		"article in Persian",
		"/articles/:id",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d", o.persianArticle.ID) },
		200,
	},
	{
		"article in the trash",
		"/articles/:id",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d", o.Trashed.ID) },
		200,
	},
	{"details", "/articles/:id/edit", models.Editor, articlePath("/articles/%d/edit"), 200},
	{"unread sentence", "/articles/:id/sentences/:n", models.Reviewer, articlePath("/articles/%d/sentences/1"), 200},
	{
		"sentence with claims, evidence and disagreement",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		articlePath("/articles/%d/sentences/5"),
		200,
	},
	{"the same of an editor", "/articles/:id/sentences/:n", models.Editor, articlePath("/articles/%d/sentences/5"), 200},
	{"the same of an auditor", "/articles/:id/sentences/:n", models.Auditor, articlePath("/articles/%d/sentences/5"), 200},
	{
		"sentence in Persian",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/sentences/2", o.persianArticle.ID) },
		200,
	},
	{
		"identical sentences with claims",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		duplicatesPath("/articles/%d/sentences/1?also=3,5,7"),
		200,
	},
	{"identical sentences with an offer", "/articles/:id/sentences/:n", models.Reviewer, duplicatesPath("/articles/%d/sentences/2"), 200},
	{"identical sentences to an auditor", "/articles/:id/sentences/:n", models.Auditor, duplicatesPath("/articles/%d/sentences/1"), 200},
	{"article of identical sentences", "/articles/:id", models.Reviewer, duplicatesPath("/articles/%d"), 200},
	{"disagreements to an editor", "/articles/:id/disagreements", models.Editor, articlePath("/articles/%d/disagreements"), 200},
	{"disagreements to a reviewer", "/articles/:id/disagreements", models.Reviewer, articlePath("/articles/%d/disagreements"), 200},
	{
		"no disagreements",
		"/articles/:id/disagreements",
		models.Auditor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/disagreements", o.persianArticle.ID) },
		200,
	},
	{"sentences of a range", "/articles/:id/readings", models.Reviewer, articlePath("/articles/%d/readings?from=1&to=3"), 200},
	{"a range that ends before it begins", "/articles/:id/readings", models.Reviewer, articlePath("/articles/%d/readings?from=3&to=1"), 422},
	{"a range for an auditor", "/articles/:id/readings", models.Auditor, articlePath("/articles/%d/readings"), 403},
	{"what a reviewer has not looked at", "/articles/:id/unseen", models.Reviewer, articlePath("/articles/%d/unseen"), 200},
	{"what an auditor has not looked at", "/articles/:id/unseen", models.Auditor, articlePath("/articles/%d/unseen"), 403},
	{"table", "/articles/:id/table", models.Reviewer, articlePath("/articles/%d/table"), 200},
	{
		"table in Persian",
		"/articles/:id/table",
		models.Auditor,
		func(o *Showcase) string {
			return fmt.Sprintf("/articles/%d/table?sort=status&down=1", o.persianArticle.ID)
		},
		200,
	},
	{"table under a bad filter", "/articles/:id/table", models.Reviewer, articlePath("/articles/%d/table?state=x&sort=y"), 422},
	{"table without a row", "/articles/:id/table", models.Reviewer, articlePath("/articles/%d/table?q=zzz"), 200},
	{"checking copy", "/articles/:id/print", models.Reviewer, articlePath("/articles/%d/print"), 200},
	{
		"checking copy in Persian",
		"/articles/:id/print",
		models.Auditor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/print", o.persianArticle.ID) },
		200,
	},
	{
		"checking copy of a settled claim",
		"/articles/:id/print",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/print", o.settledArticle.ID) },
		200,
	},
	{
		"checking copy of a signed article",
		"/articles/:id/print",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/print", o.Signed.ID) },
		200,
	},
	{
		"checked copy",
		"/articles/:id/corrections",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/corrections", o.settledArticle.ID) },
		200,
	},
	{"checked copy without a correction", "/articles/:id/corrections", models.Writer, articlePath("/articles/%d/corrections"), 200},
	{"record of an article", "/articles/:id/record", models.Reviewer, articlePath("/articles/%d/record"), 200},
	{"record under a bad filter", "/articles/:id/record", models.Auditor, articlePath("/articles/%d/record?kind=x&from=y"), 422},
	{"record without an act", "/articles/:id/record", models.Editor, articlePath("/articles/%d/record?kind=query"), 200},
	{
		"record of a claim",
		"/claims/:id/record",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/record", o.Claim) },
		200,
	},
	{
		"checked before",
		"/claims/:id/before",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/before", o.Claim) },
		200,
	},
	{"revisions", "/articles/:id/revisions", models.Reviewer, revisedPath("/articles/%d/revisions"), 200},
	{"revisions to an auditor", "/articles/:id/revisions", models.Auditor, revisedPath("/articles/%d/revisions"), 200},
	{"the only revision", "/articles/:id/revisions", models.Writer, articlePath("/articles/%d/revisions"), 200},
	{"new draft", "/articles/:id/revisions/new", models.Writer, revisedPath("/articles/%d/revisions/new"), 200},
	{"a former revision", "/articles/:id/revisions/:n", models.Reviewer, revisedPath("/articles/%d/revisions/1"), 200},
	{"a revision that was taken back", "/articles/:id/revisions/:n", models.Auditor, revisedPath("/articles/%d/revisions/4"), 200},
	{"what changed", "/articles/:id/revisions/:n/changes", models.Reviewer, revisedPath("/articles/%d/revisions/3/changes?from=1"), 200},
	{
		"a revision that is not there",
		"/articles/:id/revisions/:n/changes",
		models.Reviewer,
		revisedPath("/articles/%d/revisions/9/changes"),
		404,
	},
	{"article with lost claims", "/articles/:id", models.Reviewer, revisedPath("/articles/%d"), 200},
	{"sentence to check again", "/articles/:id/sentences/:n", models.Reviewer, revisedPath("/articles/%d/sentences/2"), 200},
	{"sentence to check again, to an auditor", "/articles/:id/sentences/:n", models.Auditor, revisedPath("/articles/%d/sentences/2"), 200},
	{
		"sentence for a second look, with a lost claim",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		revisedPath("/articles/%d/sentences/3"),
		200,
	},
	{"what can be taken out", "/articles/:id/export", models.Reviewer, articlePath("/articles/%d/export"), 200},
	{"what can be taken out by an auditor", "/articles/:id/export", models.Auditor, articlePath("/articles/%d/export"), 200},
	{
		"where an article came from",
		"/articles/:id/export",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/export", o.Imported.ID) },
		200,
	},
	{
		"annotations to be taken in",
		"/articles/:id/annotations/import",
		models.Reviewer,
		articlePath("/articles/%d/annotations/import"),
		200,
	},
	{"people", "/people", models.Admin, fixedPath("/people"), 200},
	{"people to a reviewer", "/people", models.Reviewer, fixedPath("/people"), 403},
	{"desks", "/desks", models.Admin, fixedPath("/desks"), 200},
	{"desks of a reviewer", "/desks", models.Reviewer, fixedPath("/desks"), 200},
	{"history of a desk", "/desks/:id/history", models.Admin, deskPath("/desks/%d/history"), 200},
	{"history of a desk to an auditor", "/desks/:id/history", models.Auditor, deskPath("/desks/%d/history?kind=user"), 200},
	{"history under a bad filter", "/desks/:id/history", models.Editor, deskPath("/desks/%d/history?kind=claim&from=y"), 422},
	{"history without an act", "/desks/:id/history", models.Editor, deskPath("/desks/%d/history?kind=token"), 200},
	{"trusted keys", "/desks/:id/keys", models.Admin, deskPath("/desks/%d/keys"), 200},
	{
		"webhooks",
		"/desks/:id/webhooks",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/webhooks", o.Article.DeskID) },
		200,
	},
	{
		"webhooks to a reviewer",
		"/desks/:id/webhooks",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/webhooks", o.Article.DeskID) },
		403,
	},
	{"a webhook", "/webhooks/:id", models.Admin, webhookPath(""), 200},
	{"sources", "/sources", models.Reviewer, fixedPath("/sources"), 200},
	{
		"sources for a claim",
		"/sources",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/sources?q=c&claim=%d", o.settledClaim) },
		200,
	},
	{"sources to choose", "/sources", models.Reviewer, fixedPath("/sources?choose=1&source-q=c"), 200},
	{"no sources", "/sources", models.Writer, fixedPath("/sources?q=zzz"), 200},
	{
		"a source with a snapshot",
		"/sources/:id",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d", o.sourceWithSnapshot) },
		200,
	},
	{
		"the links of a desk",
		"/desks/:id/links",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/links", o.Article.DeskID) },
		200,
	},
	{
		"the same of an auditor",
		"/sources/:id",
		models.Auditor,
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d", o.sourceWithSnapshot) },
		200,
	},
	{"a settled claim", "/articles/:id/sentences/:n", models.Editor, settledSentencePath, 200},
	{"a settled claim to who may not know its source", "/articles/:id/sentences/:n", models.Auditor, settledSentencePath, 200},
	{"a claim for which a source was chosen", "/articles/:id/sentences/:n", models.Reviewer, func(o *Showcase) string {
		return fmt.Sprintf("/articles/%d/sentences/1?claim=%d&source=1", o.settledArticle.ID, o.settledClaim)
	}, 200},
	{"account", "/account", models.Reviewer, fixedPath("/account"), 200},
	{"code without a password", "/login/code", "", fixedPath("/login/code"), 401},
	{"no second factor", "/account/second-factor", models.Reviewer, fixedPath("/account/second-factor"), 200},
	{"second factor to be set up", "/account/second-factor", models.Writer, fixedPath("/account/second-factor"), 200},
	{"errors", "/errors", "", fixedPath("/errors"), 200},
	{"an error", "/errors/:code", "", fixedPath("/errors/maybe_not_saved"), 200},
	{"no such error", "/errors/:code", "", fixedPath("/errors/about:blank"), 404},
	{"nothing there", "", models.Reviewer, fixedPath("/nothing/there"), 404},
	{"nothing there, signed out", "", "", fixedPath("/nothing/there"), 404},
}

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
	{
		"query refused",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/queries", o.Claim) },
		newForm("to", "x", "body", "Who?"),
		422,
	},
	{"query about the article refused", models.Reviewer, articlePath("/articles/%d/queries"), newForm("to", "writer", "body", ""), 422},
	{"message refused", models.Writer, queryPath("/queries/%d/messages"), newForm("version", "2", "body", " "), 422},
	{"query that went on meanwhile", models.Writer, queryPath("/queries/%d/messages"), newForm("version", "1", "body", "Wait."), 409},
	{
		"claim given to nobody we know",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/assignment", o.Claim) },
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
		newForm("version", "3", "start", "9", "end", "9"),
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
	{"a token just made", models.Reviewer, fixedPath("/account/tokens"), newForm("name", "CMS", "scope", "write", "expires", "90d"), 201},
	{
		"token refused",
		models.Reviewer,
		fixedPath("/account/tokens"),
		newForm("name", strings.Repeat("x", 200), "scope", "all", "expires", "soon"),
		422,
	},
	{
		"ruling refused",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/rulings", o.Claim) },
		newForm("version", "3", "note", "mine"),
		422,
	},
	{
		"ruling on what changed meanwhile",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/rulings", o.Claim) },
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
}

// NonPageRoutes are the GET routes that are no pages.
var NonPageRoutes = map[string]string{
	"/.well-known/jwks.json": "keys for programs",
	"/sign-on":               "leads to the provider", "/work": "leads to the queue",
	"/articles/:id/parts": "parts of a page that has them", "/fragments/articles/:id/sentences/:n": "parts of a page that has them", "/api/v1/articles/:id/events": "a stream", "/api/v1/notices/events": "a stream", "/api/v1/notices": "for programs", "/healthz": "a word for a probe",
	"/metrics": "for programs", "/readyz": "a word for a probe", "/me": "a fragment of the bar", "/static/*name": "files",
	"/annotations.csv": "a file", "/sentences.csv": "a file", "/articles/:id/annotations.csv": "a file",
	"/articles/:id/sentences.csv": "a file", "/articles/:id/record.csv": "a file", "/claims/:id/record.csv": "a file", "/desks/:id/history.csv": "a file",
	"/snapshots/:id": "a file", "/articles/:id/revisions/:n/text": "a file", "/articles/:id/revisions/:n/original": "a file",
	"/articles/:id/print.docx": "a file", "/articles/:id/corrections.docx": "a file",
	"/dashboard.xlsx": "a file", "/articles/:id/article.json": "a file", "/articles/:id/article.xlsx": "a file",
	"/articles/:id/annotations.jsonld": "a file",
	"/api/v1/openapi.json":             "for programs", "/api/v1/articles": "for programs", "/api/v1/articles/:id": "for programs", "/api/v1/articles/:id/gate": "for programs",
	"/api/v1/claims/:id": "for programs", "/api/v1/dashboard": "for programs",
	"/api/v1/articles/:id/queries": "for programs", "/api/v1/queries/:id": "for programs",
	"/articles/:id/claimreview.jsonld": "a file", "/articles/:id/imported.json": "a file",
}

func fixedPath(path string) func(*Showcase) string { return func(*Showcase) string { return path } }

func deskPath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Fixture.Desk.ID) }
}

func articlePath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Article.ID) }
}

func queryPath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Query) }
}

// lastSentencePath returns the path of a change of the Persian article's last sentence.
func lastSentencePath(act string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf("/sentences/%d%s", o.lastSentence, act) }
}

// webhookPath returns the path of an action on the webhook.
func webhookPath(act string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf("/webhooks/%d%s", o.Webhook, act) }
}

func revisedPath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Revised.ID) }
}

func duplicatesPath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Duplicates.ID) }
}

func settledSentencePath(o *Showcase) string {
	return fmt.Sprintf("/articles/%d/sentences/1", o.settledArticle.ID)
}

// settledClaimPath returns the path of a change of the settled claim.
func settledClaimPath(act string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf("/claims/%d/%s", o.settledClaim, act) }
}

func annotationPath(o *Showcase) string { return fmt.Sprintf("/claims/%d/annotations", o.Claim) }

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
