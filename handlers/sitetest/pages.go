package sitetest

import (
	"fmt"

	"linecheck/models"
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
	{"a guest's link", "/guest/:token", "", func(o *Showcase) string { return "/guest/" + o.GuestToken }, 200},
	{"a guest's link that has ended", "/guest/:token", "", func(o *Showcase) string { return "/guest/" + o.usedGuestToken }, 410},
	{"a guest's answer, saved", "/guest/:token", "", func(o *Showcase) string { return "/guest/" + o.GuestToken + "?saved=1" }, 200},
	{"home of a reviewer", "/", models.Reviewer, fixedPath("/"), 200},
	{"home of a reviewer without work", "/", models.Writer, fixedPath("/"), 200},
	{"home of an editor", "/", models.Editor, fixedPath("/"), 200},
	{"dashboard", "/dashboard", models.Editor, fixedPath("/dashboard"), 200},
	{"dashboard under a filter", "/dashboard", models.Editor, fixedPath("/dashboard?status=disputed"), 200},
	{"notices", "/notices", models.Reviewer, fixedPath("/notices"), 200},
	{"no notices", "/notices", models.Auditor, fixedPath("/notices"), 200},
	{"claims", "/claims", models.Reviewer, fixedPath("/claims"), 200},
	{"claims, for an editor", "/claims", models.Editor, fixedPath("/claims"), 200},
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
	{"notes of an article", "/articles/:id/notes", models.Reviewer, articlePath("/articles/%d/notes"), 200},
	{"no notes", "/articles/:id/notes", models.Auditor, duplicatesPath("/articles/%d/notes"), 200},
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
	{
		"what was published",
		"/articles/:id/published",
		models.Reviewer,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/published", o.Signed.ID) },
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
	{"mail", "/account/mail", models.Writer, fixedPath("/account/mail"), 200},
	{"refused mail", "/account/mail", models.Reviewer, fixedPath("/account/mail"), 200},
	{"public: how it was checked", "/public/articles/:token", "",
		func(o *Showcase) string { return "/public/articles/" + o.PublicToken }, 200},
	{"no such public page", "/public/articles/:token", "", fixedPath("/public/articles/x"), 404},
	{"public: corrections", "/public/desks/:id/corrections", "", deskPath("/public/desks/%d/corrections"), 200},
	{"public: preview", "/articles/:id/public", models.Editor,
		func(o *Showcase) string { return fmt.Sprintf("/articles/%d/public", o.Signed.ID) }, 200},
	{"no more mail?", "/mail/:token", "", func(o *Showcase) string { return "/mail/" + o.MailToken }, 200},
	{"code without a password", "/login/code", "", fixedPath("/login/code"), 401},
	{"no second factor", "/account/second-factor", models.Reviewer, fixedPath("/account/second-factor"), 200},
	{"second factor to be set up", "/account/second-factor", models.Writer, fixedPath("/account/second-factor"), 200},
	{"errors", "/errors", "", fixedPath("/errors"), 200},
	{"an error", "/errors/:code", "", fixedPath("/errors/maybe_not_saved"), 200},
	{"no such error", "/errors/:code", "", fixedPath("/errors/about:blank"), 404},
	{"nothing there", "", models.Reviewer, fixedPath("/nothing/there"), 404},
	{"nothing there, signed out", "", "", fixedPath("/nothing/there"), 404},
}

// NonPageRoutes are the GET routes that are no pages.
var NonPageRoutes = map[string]string{
	"/.well-known/jwks.json": "keys for programs", "/.well-known/linecheck-revocations": "for programs",
	"/articles/:id/receipt.jws": "a file", "/api/v1/articles/:id/receipt": "for programs",
	"/public/desks/:id/corrections.atom": "a feed",
	"/calendars/:token/due.ics":          "a file",
	"/sign-on":                           "leads to the provider", "/work": "leads to the queue",
	"/articles/:id/parts":                  "parts of a page that has them",
	"/fragments/articles/:id/sentences/:n": "parts of a page that has them",
	"/api/v1/articles/:id/events":          "a stream",
	"/api/v1/notices/events":               "a stream", "/api/v1/notices": "for programs", "/healthz": "a word for a probe",
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
	"/api/v1/articles/:id/notes": "for programs", "/api/v1/mentions": "for programs",
	"/articles/:id/claimreview.jsonld": "a file", "/articles/:id/imported.json": "a file",
}

func fixedPath(path string) func(*Showcase) string { return func(*Showcase) string { return path } }

func deskPath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Fixture.Desk.ID) }
}

func articlePath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Article.ID) }
}

func claimPath(pattern string) func(*Showcase) string {
	return func(o *Showcase) string { return fmt.Sprintf(pattern, o.Claim) }
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
