package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/static"
)

// routes is every URL there is, grouped by who may enter. Behind each door the store answers for the desk that is
// meant: what the reader may not see there is not found, what their role may not do is refused.
func (h *Handlers) routes(engine *gin.Engine) {
	anyone := door{h, engine.Group("/")}
	anyone.get("/healthz", h.healthy)
	anyone.get("/readyz", h.ready)
	anyone.get("/metrics", h.metrics.show)
	anyone.file(static.Prefix+"*name", gin.WrapH(static.Handler()))
	anyone.get("/me", h.me)
	anyone.get(models.ErrorPages, h.errorList)
	anyone.get(models.ErrorPages+"/:code", h.showError)
	anyone.get("/login", h.loginForm)
	anyone.get("/login/code", h.codeForm)
	anyone.post("/logout", h.logout)
	anyone.get("/setup/:token", h.setupForm)
	anyone.behind(h.withPasswords).get("/join/:token", h.joinForm)

	// Each of these hashes a password, which is slow on purpose: one client may not ask for it without end.
	slowed := anyone.behind(h.logins.slow)
	slowed.post("/login", h.login)
	slowed.post("/login/code", h.finishSignIn)
	slowed.post("/setup/:token", h.setup)
	slowed.behind(h.withPasswords).post("/join/:token", h.join)
	slowed.behind(h.withPasswords, h.admit).post("/account/password", h.changePassword)

	// So do these, though they ask somebody else: the provider, and the database.
	slowed.get("/sign-on", h.beginSignOn)
	slowed.get("/sign-on/callback", h.endSignOn)

	// Whose role asks for a second factor comes no further than here without.
	unproved := anyone.behind(h.admitUnproved)
	unproved.get("/account/second-factor", h.factor)
	unproved.post("/account/second-factor/secrets", h.beginFactor)
	slowed.behind(h.admitUnproved).post("/account/second-factor", h.confirmFactor)
	slowed.behind(h.admitUnproved).post("/account/second-factor/recovery-codes", h.renewCodes)
	slowed.behind(h.admitUnproved).post("/account/second-factor/remove", h.removeFactor)

	h.readingRoutes(anyone.behind(h.admit))
	h.checkingRoutes(anyone.behind(h.admit))
	h.managingRoutes(anyone.behind(h.admit, require(models.ActManage)))
	h.webhookRoutes(anyone.behind(h.admit))

	h.apiRoutes(anyone)
	scripts := anyone.behind(h.admitScripts)
	scripts.get("/annotations.csv", h.annotationsCSV)
	scripts.get("/sentences.csv", h.sentencesCSV)
	scripts.get("/articles/:id/annotations.csv", h.articleAnnotationsCSV)
	scripts.get("/articles/:id/sentences.csv", h.articleSentencesCSV)
	scripts.get("/articles/:id/record.csv", h.articleRecordCSV)
	scripts.get("/claims/:id/record.csv", h.claimRecordCSV)
	scripts.get("/desks/:id/history.csv", h.deskHistoryCSV)
	scripts.get("/dashboard.xlsx", h.dashboardXLSX)
	scripts.get("/articles/:id/article.json", h.articleJSON)
	scripts.get("/articles/:id/article.xlsx", h.articleXLSX)
	scripts.get("/articles/:id/annotations.jsonld", h.webAnnotations)
	scripts.get("/articles/:id/claimreview.jsonld", h.claimReviews)
	scripts.get("/articles/:id/imported.json", h.importedFile)
	scripts.get("/articles/:id/print.docx", h.checkingCopyDOCX)
	scripts.get("/articles/:id/corrections.docx", h.checkedCopyDOCX)
}

// readingRoutes are the pages of who is signed in, and what is their own.
func (h *Handlers) readingRoutes(signedIn door) {
	signedIn.get("/", h.home)
	signedIn.get("/dashboard", h.dashboard)
	signedIn.get("/work", h.work)
	signedIn.get("/queries", h.queryList)
	signedIn.get("/queries/:id", h.showQuery)
	signedIn.get("/claims", h.claimList)
	signedIn.get("/search", h.search)
	signedIn.get("/sentences", h.sentenceList)
	signedIn.get("/articles", h.articleList)
	signedIn.get("/articles/new", h.articleNew)
	signedIn.get("/articles/trash", h.articleTrashed)
	signedIn.get("/articles/:id", h.showArticle)
	signedIn.get("/articles/:id/parts", h.articleParts)
	signedIn.get("/articles/:id/edit", h.articleEdit)
	signedIn.get("/articles/:id/gate", h.gate)
	signedIn.get("/articles/:id/sentences/:n", h.showSentence)
	signedIn.get("/articles/:id/queries", h.articleQueries)
	signedIn.get("/articles/:id/assignments", h.assignments)
	signedIn.get("/articles/:id/record", h.articleRecord)
	signedIn.get("/articles/:id/table", h.showTable)
	signedIn.get("/articles/:id/unseen", h.unseen)
	signedIn.get("/articles/:id/print", h.checkingCopy)
	signedIn.get("/articles/:id/corrections", h.checkedCopy)
	signedIn.get("/articles/:id/export", h.exports)
	signedIn.get("/articles/:id/annotations/import", h.annotationImport)
	signedIn.get("/articles/:id/disagreements", h.disagreements)
	signedIn.get("/articles/:id/revisions", h.revisions)
	signedIn.get("/articles/:id/revisions/new", h.revisionNew)
	signedIn.get("/articles/:id/revisions/:n", h.showRevision)
	signedIn.get("/articles/:id/revisions/:n/changes", h.changes)
	signedIn.get("/articles/:id/revisions/:n/text", h.revisionText)
	signedIn.get("/articles/:id/revisions/:n/original", h.revisionOriginal)
	signedIn.get("/claims/:id/record", h.claimRecord)
	signedIn.get("/claims/:id/before", h.checkedBefore)
	signedIn.get("/desks", h.deskList)
	signedIn.get("/desks/:id/history", h.deskHistory)
	signedIn.get("/sources", h.sourceList)
	signedIn.get("/sources/:id", h.showSource)
	signedIn.get("/snapshots/:id", h.snapshot)
	signedIn.get("/desks/:id/links", h.links)
	signedIn.get("/account", h.account)
	signedIn.post("/account/sessions/:id/end", h.endSession)
	signedIn.post("/account/sessions/others/end", h.endOtherSessions)
	signedIn.post("/account/tokens", h.makeToken)
	signedIn.post("/account/tokens/:id/revoke", h.revokeToken)
}

// checkingRoutes are the changes of articles and of what is said of them, by who is signed in and has the role.
func (h *Handlers) checkingRoutes(signedIn door) {
	signedIn.post("/articles", h.articleCreate)
	signedIn.post("/articles/:id/details", h.articleDetails)
	signedIn.post("/articles/:id/trash", h.articleTrash)
	signedIn.post("/articles/:id/restore", h.articleRestore)
	signedIn.post("/articles/:id/presence", h.movePresence)
	signedIn.post("/articles/:id/claims", h.createClaim)
	signedIn.post("/articles/:id/undo", h.undo)
	signedIn.post("/articles/:id/redo", h.redo)
	signedIn.post("/articles/:id/revisions", h.reviseArticle)
	signedIn.post("/articles/:id/previews", h.revisionPreview)
	signedIn.post("/articles/:id/revisions/:n/withdraw", h.withdrawRevision)
	signedIn.post("/articles/:id/revisions/:n/words", h.claimWords)
	signedIn.post("/articles/:id/revisions/:n/vouchers", h.vouchForWriter)
	signedIn.post("/claims/:id/placements", h.placeClaim)
	signedIn.post("/sentences/:id/confirmations", h.confirmSentence)
	signedIn.post("/sources/:id/snapshots", h.addSnapshot)
	signedIn.post("/sources/:id/fetches", h.fetchSnapshot)
	signedIn.post("/desks/:id/links", h.checkLinks)
	signedIn.post("/articles/:id/annotations/previews", h.annotationPreview)
	signedIn.post("/articles/:id/annotations/imports", h.importAnnotations)
	signedIn.post("/articles/:id/assignments", h.assignArticle)
	signedIn.post("/articles/:id/assignments/withdraw", h.unassignArticle)
	signedIn.post("/claims/:id/assignment", h.assignClaim)
	signedIn.post("/articles/:id/queries", h.askAboutArticle)
	signedIn.post("/sentences/:id/queries", h.askAboutSentence)
	signedIn.post("/claims/:id/queries", h.askAboutClaim)
	signedIn.post("/queries/:id/messages", h.stepQuery(models.SayInQuery))
	signedIn.post("/queries/:id/settle", h.stepQuery(models.SettleQuery))
	signedIn.post("/queries/:id/dismiss", h.stepQuery(models.DismissQuery))
	signedIn.post("/queries/:id/reopen", h.stepQuery(models.ReopenQuery))
	signedIn.post("/articles/:id/signoffs", h.signOff)
	signedIn.post("/articles/:id/overrides", h.overrideGate)
	signedIn.post("/signoffs/:id/withdraw", h.withdrawSignOff)
	signedIn.post("/overrides/:id/withdraw", h.withdrawOverride)
	signedIn.post("/claims/:id/annotations", h.annotate)
	signedIn.post("/claims/:id/evidence", h.addEvidence)
	signedIn.post("/claims/:id/rulings", h.rule)
	signedIn.post("/claims/:id/details", h.editClaim)
	signedIn.post("/claims/:id/resolution", h.resolveClaim)
	signedIn.post("/claims/:id/corrections", h.proposeCorrection)
	signedIn.post("/corrections/:id/decision", h.decideCorrection)
	signedIn.post("/claims/:id/occurrences", h.addOccurrences)
	signedIn.post("/claims/:id/occurrences/withdraw", h.removeOccurrence)
	signedIn.post("/claims/:id/withdraw", h.withdrawClaim)
	signedIn.post("/annotations/:id/withdraw", h.withdrawAnnotation)
	signedIn.post("/evidence/:id/withdraw", h.withdrawEvidence)
	signedIn.post("/sentences/:id/split", h.splitSentence)
	signedIn.post("/sentences/:id/merge", h.mergeSentence)
	signedIn.post("/sentences/:id/readings", h.markRead)
	signedIn.post("/sentences/:id/readings/withdraw", h.unmarkRead)
	signedIn.post("/sentences/:id/repeats/readings", h.markRepeatsRead)
	signedIn.post("/sentences/:id/refusals", h.refuse)
	signedIn.post("/refusals/:id/withdraw", h.withdrawRefusal)
}

// managingRoutes are for who manages a desk.
func (h *Handlers) managingRoutes(admin door) {
	admin.get("/people", h.people)
	admin.post("/people/:id/role", h.setRole)
	admin.post("/people/:id/disable", h.disable)
	admin.post("/people/:id/enable", h.enable)
	admin.post("/people/:id/second-factor/remove", h.takeFactor)
	admin.post("/people/:id/confirm", h.confirmAccount)
	admin.behind(h.withPasswords).post("/people/:id/reset", h.resetLink)
	admin.post("/invitations", h.invite)
	admin.post("/invitations/:id/revoke", h.revokeInvitation)
	admin.post("/desks", h.createDesk)
	admin.post("/desks/:id/policy", h.setPolicy)
	admin.post("/desks/:id/second-reader", h.setSecondReader)
}

// webhookRoutes are for who manages the desk: whoever does not belong to it finds nothing.
func (h *Handlers) webhookRoutes(signedIn door) {
	signedIn.get("/desks/:id/webhooks", h.webhookList)
	signedIn.get("/webhooks/:id", h.showWebhook)
	signedIn.post("/desks/:id/webhooks", h.createWebhook)
	signedIn.post("/webhooks/:id/details", h.editWebhook)
	signedIn.post("/webhooks/:id/secrets", h.rotateSecret)
	signedIn.post("/webhooks/:id/tests", h.onWebhook(h.store.TestWebhook))
	signedIn.post("/webhooks/:id/enable", h.switchWebhook(true))
	signedIn.post("/webhooks/:id/disable", h.switchWebhook(false))
	signedIn.post("/webhooks/:id/remove", h.removeWebhook)
	signedIn.post("/deliveries/:id/repeats", h.sendAgain)
}

// door is a group of URLs that the same people may enter.
type door struct {
	h     *Handlers
	group *gin.RouterGroup
}

// behind is a door further in: who comes through passed these checks too.
func (d door) behind(checks ...action) door {
	inner := d.group.Group("/")
	for _, check := range checks {
		inner.Use(d.h.page(check))
	}
	return door{d.h, inner}
}

// get answers GET, and HEAD with the same headers.
func (d door) get(path string, a action) { d.file(path, d.h.page(a)) }

func (d door) file(path string, handler gin.HandlerFunc) {
	d.group.GET(path, handler)
	d.group.HEAD(path, handler)
}

func (d door) post(path string, a action) { d.group.POST(path, d.h.page(a)) }
