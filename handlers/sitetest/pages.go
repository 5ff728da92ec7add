package sitetest

import (
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"

	"linecheck/models"
	"linecheck/store/storetest"
)

// Every page there is, in every state that looks different, for the tests that must leave none out.
var Pages = []struct {
	Name   string
	Route  string // as routes.go names it; "" for what is at no route
	Who    models.Role
	Path   func(*Showcase) string
	Status int
}{
	{"sign in", "/login", "", at("/login"), 200},
	{"coming back from the provider without having left", "/sign-on/callback", "", at("/sign-on/callback?code=x&state=y"), 401},
	{"first administrator where there are people", "/setup/:token", "", func(o *Showcase) string { return "/setup/" + o.Setup }, 410},
	{"join", "/join/:token", "", func(o *Showcase) string { return "/join/" + o.Join }, 200},
	{"new password", "/join/:token", "", func(o *Showcase) string { return "/join/" + o.reset }, 200},
	{"a used link", "/join/:token", "", func(o *Showcase) string { return "/join/" + o.used }, 410},
	{"home of a reviewer", "/", models.Reviewer, at("/"), 200},
	{"home of a reviewer without work", "/", models.Writer, at("/"), 200},
	{"home of an editor", "/", models.Editor, at("/"), 200},
	{"dashboard", "/dashboard", models.Editor, at("/dashboard"), 200},
	{"dashboard under a filter", "/dashboard", models.Editor, at("/dashboard?status=disputed"), 200},
	{"claims", "/claims", models.Reviewer, at("/claims"), 200},
	{"claims under a bad filter", "/claims", models.Reviewer, at("/claims?status=x&from=y"), 422},
	{"search", "/search", models.Reviewer, at("/search"), 200},
	{"search that finds", "/search", models.Reviewer, at("/search?q=bridge"), 200},
	{"search by likeness", "/search", models.Editor, at("/search?q=bridge&what=sentences&order=likeness"), 200},
	{"search that finds nothing", "/search", models.Editor, at("/search?q=brigde+zzzz"), 200},
	{"search under a bad filter", "/search", models.Reviewer, at("/search?q=x&what=y&order=z&from=w"), 422},
	{"sentences", "/sentences", models.Reviewer, at("/sentences"), 200},
	{"no sentences", "/sentences", models.Reviewer, at("/sentences?q=zzz"), 200},
	{"articles", "/articles", models.Editor, at("/articles"), 200},
	{"no articles", "/articles", models.Reviewer, at("/articles?q=zzz"), 200},
	{"new article", "/articles/new", models.Reviewer, at("/articles/new"), 200},
	{"trash", "/articles/trash", models.Editor, at("/articles/trash"), 200},
	{"article of a reviewer", "/articles/:id", models.Reviewer, of("/articles/%d"), 200},
	{"article of an auditor", "/articles/:id", models.Auditor, of("/articles/%d"), 200},
	{"work of an editor", "/work", models.Editor, at("/work"), 200},
	{"queries", "/queries", models.Writer, at("/queries"), 200},
	{"no queries", "/queries", models.Reviewer, at("/queries?state=settled&raised=1"), 200},
	{"queries under a bad filter", "/queries", models.Editor, at("/queries?state=x&tome=y&article=z"), 422},
	{"query of its raiser", "/queries/:id", models.Reviewer, ofQuery("/queries/%d"), 200},
	{"query of the writer", "/queries/:id", models.Writer, ofQuery("/queries/%d"), 200},
	{"query of an auditor", "/queries/:id", models.Auditor, ofQuery("/queries/%d"), 200},
	{"dismissed query", "/queries/:id", models.Editor, func(o *Showcase) string { return fmt.Sprintf("/queries/%d", o.closed) }, 200},
	{"queries of an article", "/articles/:id/queries", models.Reviewer, of("/articles/%d/queries"), 200},
	{"who works on an article", "/articles/:id/assignments", models.Editor, of("/articles/%d/assignments"), 200},
	{"nobody works on an article", "/articles/:id/assignments", models.Auditor, ofEchoes("/articles/%d/assignments"), 200},
	{"the same of a writer", "/articles/:id/sentences/:n", models.Writer, of("/articles/%d/sentences/5"), 200},
	{"closed gate", "/articles/:id/gate", models.Editor, of("/articles/%d/gate"), 200},
	{"closed gate to a reviewer", "/articles/:id/gate", models.Reviewer, of("/articles/%d/gate"), 200},
	{"open gate", "/articles/:id/gate", models.Editor, func(o *Showcase) string { return GateOf(o.Ready) }, 200},
	{"gate of who checked alone", "/articles/:id/gate", models.Admin, func(o *Showcase) string { return GateOf(o.Ready) }, 200},
	{"gate of a signed article", "/articles/:id/gate", models.Editor, func(o *Showcase) string { return GateOf(o.Signed) }, 200},
	{"signed article", "/articles/:id", models.Reviewer, func(o *Showcase) string { return fmt.Sprintf("/articles/%d", o.Signed.ID) }, 200},
	{"articles whose gate is closed", "/articles", models.Editor, at("/articles?state=checking&due=day&gate=closed"), 200},
	{
		"article in Persian",
		"/articles/:id",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d", o.persian.ID) },
		200,
	},
	{
		"article in the trash",
		"/articles/:id",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d", o.Trashed.ID) },
		200,
	},
	{"details", "/articles/:id/edit", models.Editor, of("/articles/%d/edit"), 200},
	{"unread sentence", "/articles/:id/sentences/:n", models.Reviewer, of("/articles/%d/sentences/1"), 200},
	{"sentence with claims, evidence and disagreement", "/articles/:id/sentences/:n", models.Reviewer, of("/articles/%d/sentences/5"), 200},
	{"the same of an editor", "/articles/:id/sentences/:n", models.Editor, of("/articles/%d/sentences/5"), 200},
	{"the same of an auditor", "/articles/:id/sentences/:n", models.Auditor, of("/articles/%d/sentences/5"), 200},
	{
		"sentence in Persian",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/sentences/2", o.persian.ID) },
		200,
	},
	{
		"identical sentences with claims",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		ofEchoes("/articles/%d/sentences/1?also=3,5,7"),
		200,
	},
	{"identical sentences with an offer", "/articles/:id/sentences/:n", models.Reviewer, ofEchoes("/articles/%d/sentences/2"), 200},
	{"identical sentences to an auditor", "/articles/:id/sentences/:n", models.Auditor, ofEchoes("/articles/%d/sentences/1"), 200},
	{"article of identical sentences", "/articles/:id", models.Reviewer, ofEchoes("/articles/%d"), 200},
	{"disagreements to an editor", "/articles/:id/disagreements", models.Editor, of("/articles/%d/disagreements"), 200},
	{"disagreements to a reviewer", "/articles/:id/disagreements", models.Reviewer, of("/articles/%d/disagreements"), 200},
	{
		"no disagreements",
		"/articles/:id/disagreements",
		models.Auditor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/disagreements", o.persian.ID) },
		200,
	},
	{"what a reviewer has not looked at", "/articles/:id/unseen", models.Reviewer, of("/articles/%d/unseen"), 200},
	{"what an auditor has not looked at", "/articles/:id/unseen", models.Auditor, of("/articles/%d/unseen"), 403},
	{"table", "/articles/:id/table", models.Reviewer, of("/articles/%d/table"), 200},
	{
		"table in Persian",
		"/articles/:id/table",
		models.Auditor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/table?sort=status&down=1", o.persian.ID) },
		200,
	},
	{"table under a bad filter", "/articles/:id/table", models.Reviewer, of("/articles/%d/table?state=x&sort=y"), 422},
	{"table without a row", "/articles/:id/table", models.Reviewer, of("/articles/%d/table?q=zzz"), 200},
	{"checking copy", "/articles/:id/print", models.Reviewer, of("/articles/%d/print"), 200},
	{
		"checking copy in Persian",
		"/articles/:id/print",
		models.Auditor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/print", o.persian.ID) },
		200,
	},
	{
		"checking copy of a settled claim",
		"/articles/:id/print",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/print", o.settled.ID) },
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
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/corrections", o.settled.ID) },
		200,
	},
	{"checked copy without a correction", "/articles/:id/corrections", models.Writer, of("/articles/%d/corrections"), 200},
	{"record of an article", "/articles/:id/record", models.Reviewer, of("/articles/%d/record"), 200},
	{"record under a bad filter", "/articles/:id/record", models.Auditor, of("/articles/%d/record?kind=x&from=y"), 422},
	{"record without an act", "/articles/:id/record", models.Editor, of("/articles/%d/record?kind=query"), 200},
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
	{"revisions", "/articles/:id/revisions", models.Reviewer, ofRevised("/articles/%d/revisions"), 200},
	{"revisions to an auditor", "/articles/:id/revisions", models.Auditor, ofRevised("/articles/%d/revisions"), 200},
	{"the only revision", "/articles/:id/revisions", models.Writer, of("/articles/%d/revisions"), 200},
	{"new draft", "/articles/:id/revisions/new", models.Writer, ofRevised("/articles/%d/revisions/new"), 200},
	{"a former revision", "/articles/:id/revisions/:n", models.Reviewer, ofRevised("/articles/%d/revisions/1"), 200},
	{"a revision that was taken back", "/articles/:id/revisions/:n", models.Auditor, ofRevised("/articles/%d/revisions/4"), 200},
	{"what changed", "/articles/:id/revisions/:n/changes", models.Reviewer, ofRevised("/articles/%d/revisions/3/changes?from=1"), 200},
	{
		"a revision that is not there",
		"/articles/:id/revisions/:n/changes",
		models.Reviewer,
		ofRevised("/articles/%d/revisions/9/changes"),
		404,
	},
	{"article with lost claims", "/articles/:id", models.Reviewer, ofRevised("/articles/%d"), 200},
	{"sentence to check again", "/articles/:id/sentences/:n", models.Reviewer, ofRevised("/articles/%d/sentences/2"), 200},
	{"sentence to check again, to an auditor", "/articles/:id/sentences/:n", models.Auditor, ofRevised("/articles/%d/sentences/2"), 200},
	{
		"sentence for a second look, with a lost claim",
		"/articles/:id/sentences/:n",
		models.Reviewer,
		ofRevised("/articles/%d/sentences/3"),
		200,
	},
	{"what can be taken out", "/articles/:id/export", models.Reviewer, of("/articles/%d/export"), 200},
	{"what can be taken out by an auditor", "/articles/:id/export", models.Auditor, of("/articles/%d/export"), 200},
	{
		"where an article came from",
		"/articles/:id/export",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/export", o.Imported.ID) },
		200,
	},
	{"annotations to be taken in", "/articles/:id/annotations/import", models.Reviewer, of("/articles/%d/annotations/import"), 200},
	{"people", "/people", models.Admin, at("/people"), 200},
	{"people to a reviewer", "/people", models.Reviewer, at("/people"), 403},
	{"desks", "/desks", models.Admin, at("/desks"), 200},
	{"desks of a reviewer", "/desks", models.Reviewer, at("/desks"), 200},
	{"history of a desk", "/desks/:id/history", models.Admin, ofDesk("/desks/%d/history"), 200},
	{"history of a desk to an auditor", "/desks/:id/history", models.Auditor, ofDesk("/desks/%d/history?kind=user"), 200},
	{"history under a bad filter", "/desks/:id/history", models.Editor, ofDesk("/desks/%d/history?kind=claim&from=y"), 422},
	{"history without an act", "/desks/:id/history", models.Editor, ofDesk("/desks/%d/history?kind=token"), 200},
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
	{"a webhook", "/webhooks/:id", models.Admin, ofHook(""), 200},
	{"sources", "/sources", models.Reviewer, at("/sources"), 200},
	{
		"sources for a claim",
		"/sources",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/sources?q=c&claim=%d", o.doubt) },
		200,
	},
	{"sources to choose", "/sources", models.Reviewer, at("/sources?choose=1&source-q=c"), 200},
	{"no sources", "/sources", models.Writer, at("/sources?q=zzz"), 200},
	{
		"a source with a snapshot",
		"/sources/:id",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d", o.counted) },
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
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d", o.counted) },
		200,
	},
	{"a settled claim", "/articles/:id/sentences/:n", models.Editor, ofSettled, 200},
	{"a settled claim to who may not know its source", "/articles/:id/sentences/:n", models.Auditor, ofSettled, 200},
	{"a claim for which a source was chosen", "/articles/:id/sentences/:n", models.Reviewer, func(o *Showcase) string {
		return fmt.Sprintf("/articles/%d/sentences/1?claim=%d&source=1", o.settled.ID, o.doubt)
	}, 200},
	{"account", "/account", models.Reviewer, at("/account"), 200},
	{"code without a password", "/login/code", "", at("/login/code"), 401},
	{"no second factor", "/account/second-factor", models.Reviewer, at("/account/second-factor"), 200},
	{"second factor to be set up", "/account/second-factor", models.Writer, at("/account/second-factor"), 200},
	{"errors", "/errors", "", at("/errors"), 200},
	{"an error", "/errors/:code", "", at("/errors/maybe_not_saved"), 200},
	{"no such error", "/errors/:code", "", at("/errors/about:blank"), 404},
	{"nothing there", "", models.Reviewer, at("/nothing/there"), 404},
	{"nothing there, signed out", "", "", at("/nothing/there"), 404},
}

// Forms are the pages that answer a form with something to mend or to look at.
var Forms = []struct {
	Name   string
	Who    models.Role
	Path   func(*Showcase) string
	Form   func(*Showcase) url.Values
	Status int
}{
	{"sign in refused", "", at("/login"), formOf("email", "nobody@example.org", "password", "wrong"), 401},
	{"join refused", "", func(o *Showcase) string { return "/join/" + o.Join }, formOf("name", "", "password", "short"), 422},
	{
		"new article refused",
		models.Reviewer,
		at("/articles"),
		formOf("title", "", "text", "", "due", "soon", "language", "!", "desk", "x"),
		422,
	},
	{
		"details refused",
		models.Editor,
		of("/articles/%d/details"),
		formOf("title", "", "language", "!", "due", "soon", "version", "x"),
		422,
	},
	{
		"details changed meanwhile",
		models.Editor,
		of("/articles/%d/details"),
		formOf("title", "Mine", "language", "en", "version", "99"),
		409,
	},
	{
		"selection refused",
		models.Reviewer,
		of("/articles/%d/claims"),
		formOf("sentence", "1", "first", "9", "last", "2", "kind", "x", "ordinal", "5"),
		422,
	},
	{"split refused", models.Reviewer, onLast("/split"), formOf("word", "1"), 422},
	{"merge refused", models.Reviewer, onLast("/merge"), formOf(), 422},
	{
		"a sentence that is gone",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sentences/%d/split", o.former) },
		formOf("word", "2"),
		409,
	},
	{
		"tag refused",
		models.Reviewer,
		annotation,
		formOf("version", "3", "status", "sourced", "evidence-url", "ftp://x", "evidence-class", "x", "evidence-quote", "Q"),
		422,
	},
	{
		"tag of a claim that changed meanwhile",
		models.Reviewer,
		annotation,
		formOf("version", "1", "status", "disputed", "note", "mine", "evidence-title", "A source",
			"evidence-url", "source.example/1", "evidence-class", "primary"),
		409,
	},
	{
		"an offer that is outdated",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/occurrences", o.Echo) },
		formOf("version", "1", "repeat", "1"),
		409,
	},
	{
		"query refused",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/queries", o.Claim) },
		formOf("to", "x", "body", "Who?"),
		422,
	},
	{"query about the article refused", models.Reviewer, of("/articles/%d/queries"), formOf("to", "writer", "body", ""), 422},
	{"message refused", models.Writer, ofQuery("/queries/%d/messages"), formOf("version", "2", "body", " "), 422},
	{"query that went on meanwhile", models.Writer, ofQuery("/queries/%d/messages"), formOf("version", "1", "body", "Wait."), 409},
	{
		"claim given to nobody we know",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/assignment", o.Claim) },
		formOf("version", "3", "person", "9999", "due", "2026-12-01T09:00"),
		422,
	},
	{"article given to nobody", models.Editor, of("/articles/%d/assignments"), formOf("version", "2", "person", "", "due", ""), 422},
	{"article given meanwhile", models.Editor, of("/articles/%d/assignments"), formOf("version", "1", "person", "1", "due", ""), 409},
	{"sign-off refused", models.Editor, of("/articles/%d/signoffs"), formOf("sha256", "x", "changes", "1"), 409},
	{
		"override of what changed meanwhile",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/overrides", o.Ready.ID) },
		formOf("code", "unread", "all", "1", "count", "9", "reason", "Mine"),
		409,
	},
	{"override of nothing", models.Editor, of("/articles/%d/overrides"), formOf("code", "open", "count", "1", "reason", "Why not"), 422},
	{"override refused", models.Editor, of("/articles/%d/overrides"), formOf("code", "open", "count", "1", "reason", ""), 422},
	{
		"draft previewed",
		models.Writer,
		ofRevised("/articles/%d/previews"),
		formOf("text", "The dam broke. Nobody was hurt. Nobody came.", "note", "Cut.", "base", "3"),
		200,
	},
	{
		"draft of an older revision previewed",
		models.Writer,
		ofRevised("/articles/%d/previews"),
		formOf("text", "The dam broke.", "base", "1"),
		409,
	},
	{"draft refused", models.Writer, ofRevised("/articles/%d/revisions"), formOf("text", "", "base", "3"), 422},
	{"draft of an older revision", models.Writer, ofRevised("/articles/%d/revisions"), formOf("text", "The dam broke.", "base", "1"), 409},
	{"revision that cannot be taken back", models.Editor, ofRevised("/articles/%d/revisions/2/withdraw"), formOf(), 409},
	{
		"claim placed nowhere",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/placements", o.Lost) },
		formOf("version", "3", "start", "9", "end", "9"),
		422,
	},
	{"no snapshot", models.Reviewer, func(o *Showcase) string { return fmt.Sprintf("/sources/%d/snapshots", o.counted) }, formOf(), 422},
	{
		"an address that is not opened",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/sources/%d/fetches", o.counted) },
		formOf(),
		422,
	},
	{
		"links that are not opened",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/links", o.Article.DeskID) },
		formOf(),
		422,
	},
	{"nothing to confirm", models.Reviewer, onLast("/confirmations"), formOf(), 422},
	{"no file of annotations", models.Reviewer, of("/articles/%d/annotations/previews"), formOf("x", "y"), 422},
	{"annotations that changed meanwhile", models.Reviewer, of("/articles/%d/annotations/imports"), func(o *Showcase) url.Values {
		return url.Values{
			"file": {"annotations.csv"},
			"rows": {fmt.Sprintf(`[{"line":2,"claim_id":%d,"claim_status":"unchecked","status":"disputed","note":"Mine."},
			{"line":3,"claim_id":%d,"status":"unverified","note":"Ours."},{"line":4,"claim_id":9999,"status":"disputed"},{"line":5,"claim_id":%[2]d,"status":""}]`, o.Claim, o.Claim+1)},
		}
	}, 409},
	{"no annotations", models.Editor, of("/articles/%d/annotations/imports"), formOf("rows", "[]"), 422},
	{"nothing to undo", models.Editor, of("/articles/%d/undo"), formOf("ordinal", "5"), 422},
	{"a one-time link just made", models.Admin, at("/invitations"), newcomer(), 201},
	{"invitation refused", models.Admin, at("/invitations"), formOf("name", "", "email", "x", "role", "king"), 422},
	{"password refused", models.Reviewer, at("/account/password"), formOf("old", "wrong", "new", "short"), 422},
	{"second factor refused", models.Writer, at("/account/second-factor"), formOf("code", "1", "password", storetest.Password), 422},
	{"a token just made", models.Reviewer, at("/account/tokens"), formOf("name", "CMS", "scope", "write", "expires", "90d"), 201},
	{
		"token refused",
		models.Reviewer,
		at("/account/tokens"),
		formOf("name", strings.Repeat("x", 200), "scope", "all", "expires", "soon"),
		422,
	},
	{
		"ruling refused",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/rulings", o.Claim) },
		formOf("version", "3", "note", "mine"),
		422,
	},
	{
		"ruling on what changed meanwhile",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/claims/%d/rulings", o.Claim) },
		formOf("version", "1", "status", "disputed", "note", "mine"),
		409,
	},
	{
		"second reader changed meanwhile",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/second-reader", o.Article.DeskID) },
		formOf("version", "99", "blind", "1"),
		409,
	},
	{"kind refused", models.Reviewer, ofDoubt("details"), formOf("kind", "x", "risk", "y", "version", "8"), 422},
	{
		"kind of a claim that changed meanwhile",
		models.Reviewer,
		ofDoubt("details"),
		formOf("kind", "poll", "risk", "high", "version", "1"),
		409,
	},
	{"ending refused", models.Editor, ofDoubt("resolution"), formOf("resolution", "x", "version", "8"), 422},
	{
		"correction refused",
		models.Reviewer,
		ofDoubt("corrections"),
		formOf("correction-from", "Sixty", "correction-to", "Ten", "version", "8"),
		422,
	},
	{
		"decision refused",
		models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/corrections/%d/decision", o.Correction) },
		formOf("decision", "made", "version", "1"),
		422,
	},
	{
		"evidence refused",
		models.Editor,
		ofDoubt("annotations"),
		formOf("version", "8", "status", "sourced", "evidence-source", "99", "evidence-class", "primary", "evidence-accessed", "then",
			"evidence-locator", "see tape", "evidence-contact", "C", "evidence-confidential", "1"),
		422,
	},
	{
		"policy refused",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/policy", o.Article.DeskID) },
		formOf("secondaries", "1", "version", "1"),
		422,
	},
	{
		"policy changed meanwhile",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/policy", o.Article.DeskID) },
		formOf("secondaries", "3", "version", "99"),
		409,
	},
	{
		"webhook refused",
		models.Admin,
		func(o *Showcase) string { return fmt.Sprintf("/desks/%d/webhooks", o.Article.DeskID) },
		formOf("name", "", "address", "http://10.0.0.1/"),
		422,
	},
	{
		"webhook changed meanwhile",
		models.Admin,
		ofHook("/details"),
		formOf("name", "Mine", "address", "https://mine.example/", "gates", "1", "version", "99"),
		409,
	},
	{"a secret just made", models.Admin, ofHook("/secrets"), formOf(), 201},
	{"desk refused", models.Admin, at("/desks"), formOf("name", ""), 422},
}

// Unseen are the GET routes that show no page.
var Unseen = map[string]string{
	"/sign-on": "leads to the provider", "/articles/:id/parts": "parts of a page that has them", "/api/v1/articles/:id/events": "a stream", "/healthz": "a word for a probe", "/metrics": "for programs", "/readyz": "a word for a probe", "/me": "a fragment of the bar", "/static/*name": "files",
	"/annotations.csv": "a file", "/sentences.csv": "a file", "/articles/:id/annotations.csv": "a file", "/articles/:id/sentences.csv": "a file", "/articles/:id/record.csv": "a file", "/claims/:id/record.csv": "a file", "/desks/:id/history.csv": "a file",
	"/snapshots/:id": "a file", "/articles/:id/revisions/:n/text": "a file", "/articles/:id/revisions/:n/original": "a file",
	"/articles/:id/print.docx": "a file", "/articles/:id/corrections.docx": "a file",
	"/dashboard.xlsx": "a file", "/articles/:id/article.json": "a file", "/articles/:id/article.xlsx": "a file", "/articles/:id/annotations.jsonld": "a file",
	"/api/v1/openapi.json": "for programs", "/api/v1/articles": "for programs", "/api/v1/articles/:id": "for programs", "/api/v1/articles/:id/gate": "for programs",
	"/api/v1/claims/:id": "for programs", "/api/v1/dashboard": "for programs",
	"/api/v1/articles/:id/queries": "for programs", "/api/v1/queries/:id": "for programs",
	"/articles/:id/claimreview.jsonld": "a file", "/articles/:id/imported.json": "a file",
}

func at(path string) func(*Showcase) string { return func(*Showcase) string { return path } }

func ofDesk(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Fixture.Desk.ID) }
}

func of(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Article.ID) }
}

func ofQuery(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Query) }
}

// onLast is a change of the last sentence of the Persian article.
func onLast(act string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf("/sentences/%d%s", o.last, act) }
}

// ofHook is what is done to the webhook.
func ofHook(act string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf("/webhooks/%d%s", o.Hook, act) }
}

func ofRevised(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Revised.ID) }
}

func ofEchoes(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Echoes.ID) }
}

func ofSettled(o *Showcase) string { return fmt.Sprintf("/articles/%d/sentences/1", o.settled.ID) }

// ofDoubt is a change of the settled claim.
func ofDoubt(act string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf("/claims/%d/%s", o.doubt, act) }
}

func annotation(o *Showcase) string { return fmt.Sprintf("/claims/%d/annotations", o.Claim) }

func formOf(pairs ...string) func(*Showcase) url.Values {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return func(*Showcase) url.Values { return form }
}

// newcomer is an invitation, of another person each time.
func newcomer() func(*Showcase) url.Values {
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
