package handlers

import (
	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/static"
	"linecheck/views"
)

// routes registers every URL, grouped by who may call it. The store then checks the desk in question: what
// the user may not see is not found, and what their role does not allow is forbidden.
func (h *Handlers) routes(engine *gin.Engine) {
	anyone := routeGroup{h, engine.Group("/")}
	h.publicRoutes(anyone)
	h.signInRoutes(anyone)
	h.readingRoutes(anyone.with(h.requireUser))
	h.checkingRoutes(anyone.with(h.requireUser))
	h.sentenceRoutes(anyone.with(h.requireUser))
	fragments := anyone.below(views.FragmentsPath).with(h.requireUser, answerWithFragments)
	fragments.get("/articles/:id/sentences/:n", h.showSentence)
	h.sentenceRoutes(fragments)
	h.managingRoutes(anyone.with(h.requireUser, requireRight(models.ActManage)))
	h.webhookRoutes(anyone.with(h.requireUser))

	h.apiRoutes(anyone)
	h.fileRoutes(anyone.with(h.requireUserOrToken))
}

// publicRoutes are open to everybody.
func (h *Handlers) publicRoutes(anyone routeGroup) {
	anyone.get("/healthz", h.checkHealth)
	anyone.get("/readyz", h.checkReadiness)
	anyone.get("/metrics", h.metrics.show)
	anyone.getRaw(static.Prefix+"*name", gin.WrapH(static.Handler()))
	anyone.get("/.well-known/jwks.json", h.keySet)
	anyone.get("/.well-known/linecheck-revocations", h.revocations)
	anyone.get("/me", h.showUserBar)
	anyone.get(models.ErrorPagesPath, h.errorList)
	anyone.get(models.ErrorPagesPath+"/:code", h.showError)
	anyone.get("/login", h.showLogin)
	anyone.get("/login/code", h.showCodeForm)
	anyone.post("/logout", h.logout)
	anyone.get("/calendars/:token/due.ics", h.showCalendar)
	anyone.with(hideGuestLink).get("/guest/:token", h.showGuest)
	anyone.get("/public/articles/:token", h.showPublicArticle)
	anyone.get("/public/desks/:id/corrections", h.showPublicCorrections)
	anyone.get("/public/desks/:id/corrections.atom", h.correctionsFeed)
	anyone.get("/mail/:token", h.showUnsubscribe)
	anyone.post("/mail/:token", h.unsubscribe)
	anyone.get("/setup/:token", h.showSetup)
	anyone.with(h.loadUserIfAny).get("/join/:token", h.showJoin)
	anyone.with(h.requireUser).post("/join/:token/memberships", h.acceptInvitation)
}

// signInRoutes are those of signing in, by password or a provider, and of the second factor.
func (h *Handlers) signInRoutes(anyone routeGroup) {
	// These hash a password, which is slow by design, so each client's rate is limited.
	slowed := anyone.with(h.loginLimiter.rateLimit)
	slowed.post("/login", h.login)
	slowed.post("/login/code", h.finishSignIn)
	slowed.post("/setup/:token", h.setup)
	slowed.with(h.requirePasswordsEnabled).post("/join/:token", h.join)
	slowed.with(h.requirePasswordsEnabled, h.requireUser).post("/account/password", h.changePassword)

	// The rate of these is limited too, but the answer keeps what was typed.
	guests := anyone.with(hideGuestLink)
	guests.post("/guest/:token/answers", h.answerAsGuest)
	guests.post("/guest/:token/words", h.claimWordsAsGuest)

	// The rate of these is limited too, because they call the provider and write to the database.
	slowed.get("/sign-on", h.beginSSO)
	slowed.get("/sign-on/callback", h.finishSSO)

	// These are the only pages for a session that still lacks its required second factor.
	unproved := anyone.with(h.requireUserBefore2FA)
	unproved.get("/account/second-factor", h.showSecondFactor)
	unproved.post("/account/second-factor/secrets", h.beginSecondFactor)
	slowed.with(h.requireUserBefore2FA).post("/account/second-factor", h.confirmSecondFactor)
	slowed.with(h.requireUserBefore2FA).post("/account/second-factor/recovery-codes", h.renewRecoveryCodes)
	slowed.with(h.requireUserBefore2FA).post("/account/second-factor/remove", h.removeOwnSecondFactor)
}

// fileRoutes are the exported files, which programs with a token read too.
func (h *Handlers) fileRoutes(users routeGroup) {
	users.get("/annotations.csv", h.annotationsCSV)
	users.get("/sentences.csv", h.sentencesCSV)
	users.get("/articles/:id/annotations.csv", h.articleAnnotationsCSV)
	users.get("/articles/:id/sentences.csv", h.articleSentencesCSV)
	users.get("/articles/:id/record.csv", h.articleAuditLogCSV)
	users.get("/claims/:id/record.csv", h.claimAuditLogCSV)
	users.get("/desks/:id/history.csv", h.deskAuditLogCSV)
	users.get("/dashboard.xlsx", h.dashboardXLSX)
	users.get("/articles/:id/article.json", h.articleJSON)
	users.get("/articles/:id/article.xlsx", h.articleXLSX)
	users.get("/articles/:id/receipt.jws", h.receiptFile)
	users.get("/articles/:id/annotations.jsonld", h.webAnnotations)
	users.get("/articles/:id/claimreview.jsonld", h.claimReviews)
	users.get("/articles/:id/imported.json", h.importedFile)
	users.get("/articles/:id/print.docx", h.checkingCopyDOCX)
	users.get("/articles/:id/corrections.docx", h.checkedCopyDOCX)
}

// readingRoutes are the pages for signed-in users.
func (h *Handlers) readingRoutes(signedIn routeGroup) {
	signedIn.get("/", h.showHome)
	signedIn.get("/dashboard", h.showDashboard)
	signedIn.get(queuePath, h.showQueue)
	signedIn.get("/work", func(c *gin.Context) error { return seeOther(c, queuePath) }) // its former address
	signedIn.get(noticesPath, h.showNotices)
	signedIn.post("/notices/read", h.readNotices)
	signedIn.post("/notices/:id/read", h.readNotice)
	signedIn.get("/queries", h.queryList)
	signedIn.get("/queries/:id", h.showQuery)
	signedIn.get("/claims", h.claimList)
	signedIn.get("/search", h.search)
	signedIn.get("/sentences", h.sentenceList)
	signedIn.get("/articles", h.articleList)
	signedIn.get("/articles/new", h.showNewArticle)
	signedIn.get("/articles/trash", h.showTrash)
	signedIn.get("/articles/:id", h.showArticle)
	signedIn.get("/articles/:id/parts", h.showArticleFragments)
	signedIn.get("/articles/:id/edit", h.showArticleEdit)
	signedIn.get("/articles/:id/gate", h.showGate)
	signedIn.get("/articles/:id/published", h.showPublished)
	signedIn.get("/articles/:id/public", h.previewPublicArticle)
	signedIn.post("/articles/:id/published", h.publishedDifferences)
	signedIn.get("/articles/:id/sentences/:n", h.showSentence)
	signedIn.get("/articles/:id/queries", h.showArticleQueries)
	signedIn.get("/articles/:id/notes", h.showNotes)
	signedIn.get("/articles/:id/assignments", h.showAssignments)
	signedIn.get("/articles/:id/record", h.showArticleAuditLog)
	signedIn.get("/articles/:id/table", h.showTable)
	signedIn.get("/articles/:id/unseen", h.showUnseen)
	signedIn.get("/articles/:id/readings", h.showReadRange)
	signedIn.get("/articles/:id/print", h.showCheckingCopy)
	signedIn.get("/articles/:id/corrections", h.showCheckedCopy)
	signedIn.get("/articles/:id/export", h.showExports)
	signedIn.get("/articles/:id/annotations/import", h.showAnnotationImport)
	signedIn.get("/articles/:id/disagreements", h.showDisagreements)
	signedIn.get("/articles/:id/revisions", h.showRevisions)
	signedIn.get("/articles/:id/revisions/new", h.showNewRevision)
	signedIn.get("/articles/:id/revisions/:n", h.showRevision)
	signedIn.get("/articles/:id/revisions/:n/changes", h.showChanges)
	signedIn.get("/articles/:id/revisions/:n/text", h.revisionText)
	signedIn.get("/articles/:id/revisions/:n/original", h.revisionOriginal)
	signedIn.get("/claims/:id/record", h.showClaimAuditLog)
	signedIn.get("/claims/:id/before", h.showPreviousChecks)
	signedIn.get("/desks", h.deskList)
	signedIn.get("/desks/:id/history", h.showDeskAuditLog)
	signedIn.get("/sources", h.sourceList)
	signedIn.get("/sources/:id", h.showSource)
	signedIn.get("/snapshots/:id", h.downloadSnapshot)
	signedIn.get("/desks/:id/links", h.showLinks)
	h.accountRoutes(signedIn)
}

// accountRoutes are the pages of the user's own account.
func (h *Handlers) accountRoutes(signedIn routeGroup) {
	signedIn.get("/account", h.showAccount)
	signedIn.post("/account/sessions/:id/end", h.endSession)
	signedIn.post("/account/sessions/others/end", h.endOtherSessions)
	signedIn.post("/account/calendar", h.createCalendar)
	signedIn.post("/account/calendar/revoke", h.revokeCalendar)
	signedIn.get(mailSettingsPath, h.showMailSettings)
	signedIn.post(mailSettingsPath, h.setMailSettings)
	signedIn.post("/account/mail/retry", h.retryMail)
	signedIn.post("/account/tokens", h.createToken)
	signedIn.post("/account/tokens/all/revoke", h.revokeTokens)
	signedIn.post("/account/tokens/:id/revoke", h.revokeToken)
}

// checkingRoutes are the changes of articles and their checks. The store checks the role.
func (h *Handlers) checkingRoutes(signedIn routeGroup) {
	signedIn.with(requireRight(models.ActHandIn)).post("/articles", h.createArticle) // the right is checked before the file is read
	signedIn.post("/articles/:id/details", h.saveArticleDetails)
	signedIn.post("/articles/:id/trash", h.trashArticle)
	signedIn.post("/articles/:id/restore", h.restoreArticle)
	signedIn.post("/articles/:id/presence", h.updatePresence)
	signedIn.post("/articles/:id/revisions", h.reviseArticle)
	signedIn.post("/articles/:id/previews", h.previewRevision)
	signedIn.post("/articles/:id/revisions/:n/passages", h.draftPassages)
	signedIn.post("/articles/:id/revisions/:n/withdraw", h.withdrawRevision)
	signedIn.post("/articles/:id/revisions/:n/words", h.claimAuthorship)
	signedIn.post("/articles/:id/revisions/:n/vouchers", h.vouchForWriter)
	signedIn.post("/sources/:id/snapshots", h.addSnapshot)
	signedIn.post("/sources/:id/fetches", h.fetchSnapshot)
	signedIn.post("/desks/:id/links", h.checkLinks)
	signedIn.post("/articles/:id/annotations/previews", h.previewAnnotationImport)
	signedIn.post("/articles/:id/annotations/imports", h.importAnnotations)
	signedIn.post("/articles/:id/assignments", h.assignArticle)
	signedIn.post("/articles/:id/assignments/withdraw", h.unassignArticle)
	signedIn.post("/articles/:id/queries", h.askAboutArticle)
	signedIn.post("/queries/:id/links", h.createGuestLink)
	signedIn.post("/guest-links/:id/revoke", h.revokeGuestLink)
	signedIn.post("/mentions/:id/dismiss", h.dismissMention)
	signedIn.post("/articles/:id/signoffs", h.signOff)
	signedIn.post("/articles/:id/public", h.setPublicPage)
	signedIn.post("/articles/:id/overrides", h.overrideGate)
	signedIn.post("/signoffs/:id/withdraw", h.withdrawSignOff)
	signedIn.post("/overrides/:id/withdraw", h.withdrawOverride)
	signedIn.post("/claims/:id/pasted", h.parsePasted)
	signedIn.post("/claims/:id/rulings", h.ruleOnClaim)
	signedIn.with(requireRight(models.ActRule)).post("/claims/resolutions", h.resolveClaims)
	signedIn.with(requireRight(models.ActArrange)).post("/claims/assignments", h.assignClaims)
	signedIn.with(requireRight(models.ActCheck)).post("/claims/queries", h.askAboutClaims)
}

// sentenceRoutes are the changes of one sentence and its claims. The store checks the role. Each is answered with a redirect to the
// sentence's page, or below views.FragmentsPath with what changed in an open page.
func (h *Handlers) sentenceRoutes(changes routeGroup) {
	changes.post("/articles/:id/claims", h.createClaim)
	changes.post("/articles/:id/undo", h.undo)
	changes.post("/articles/:id/redo", h.redo)
	changes.post("/claims/:id/placements", h.placeClaim)
	changes.post("/sentences/:id/confirmations", h.confirmSentence)
	changes.post("/claims/:id/assignment", h.assignClaim)
	changes.post("/sentences/:id/queries", h.askAboutSentence)
	changes.post("/claims/:id/queries", h.askAboutClaim)
	changes.post("/sentences/:id/notes", h.addNote)
	changes.post("/notes/:id/withdraw", h.withdrawNote)
	changes.post("/queries/:id/messages", h.updateQuery(models.ReplyToQuery))
	changes.post("/queries/:id/settle", h.updateQuery(models.SettleQuery))
	changes.post("/queries/:id/dismiss", h.updateQuery(models.DismissQuery))
	changes.post("/queries/:id/reopen", h.updateQuery(models.ReopenQuery))
	changes.post("/claims/:id/annotations", h.annotate)
	changes.post("/claims/:id/evidence", h.addEvidence)
	changes.post("/claims/:id/details", h.editClaim)
	changes.post("/claims/:id/resolution", h.resolveClaim)
	changes.post("/claims/:id/corrections", h.proposeCorrection)
	changes.post("/corrections/:id/decision", h.decideCorrection)
	changes.post("/claims/:id/occurrences", h.addOccurrences)
	changes.post("/claims/:id/occurrences/withdraw", h.removeOccurrence)
	changes.post("/claims/:id/withdraw", h.withdrawClaim)
	changes.post("/annotations/:id/withdraw", h.withdrawAnnotation)
	changes.post("/evidence/:id/withdraw", h.withdrawEvidence)
	changes.post("/sentences/:id/split", h.splitSentence)
	changes.post("/sentences/:id/merge", h.mergeSentence)
	changes.post("/sentences/:id/readings", h.markRead)
	changes.post("/sentences/:id/readings/withdraw", h.unmarkRead)
	changes.post("/sentences/:id/repeats/readings", h.markDuplicatesRead)
	changes.post("/articles/:id/readings", h.markRangeRead)
	changes.post("/sentences/:id/refusals", h.dismissSuggestion)
	changes.post("/refusals/:id/withdraw", h.withdrawDismissal)
}

// managingRoutes are the pages for administrators of a desk.
func (h *Handlers) managingRoutes(admin routeGroup) {
	admin.get("/people", h.showUsers)
	admin.post("/people/:id/role", h.setRole)
	admin.post("/people/:id/disable", h.disableUser)
	admin.post("/people/:id/enable", h.enableUser)
	admin.post("/people/:id/second-factor/remove", h.removeUserSecondFactor)
	admin.post("/people/:id/confirm", h.confirmAccount)
	admin.with(h.requirePasswordsEnabled).post("/people/:id/reset", h.createResetLink)
	admin.post("/invitations", h.invite)
	admin.post("/invitations/:id/revoke", h.revokeInvitation)
	admin.post("/desks", h.createDesk)
	admin.post("/desks/:id/policy", h.setPolicy)
	admin.post("/desks/:id/second-reader", h.setSecondReader)
}

// webhookRoutes are the pages of webhooks and trusted keys for a desk's administrators. To others they do not exist.
func (h *Handlers) webhookRoutes(signedIn routeGroup) {
	signedIn.get("/desks/:id/webhooks", h.webhookList)
	signedIn.get("/webhooks/:id", h.showWebhook)
	signedIn.post("/desks/:id/webhooks", h.createWebhook)
	signedIn.post("/webhooks/:id/details", h.editWebhook)
	signedIn.post("/webhooks/:id/secrets", h.rotateWebhookSecret)
	signedIn.post("/webhooks/:id/tests", h.onWebhook(h.store.TestWebhook))
	signedIn.post("/webhooks/:id/enable", h.switchWebhook(true))
	signedIn.post("/webhooks/:id/disable", h.switchWebhook(false))
	signedIn.post("/webhooks/:id/remove", h.removeWebhook)
	signedIn.post("/deliveries/:id/repeats", h.resendDelivery)
	signedIn.get("/desks/:id/keys", h.trustedKeyList)
	signedIn.post("/desks/:id/keys", h.trustKey)
	signedIn.post("/desks/:id/keys/remove", h.untrustKey)
}

// routeGroup is a group of routes that require the same rights.
type routeGroup struct {
	h     *Handlers
	group *gin.RouterGroup
}

// with returns a group whose routes require additional checks.
func (d routeGroup) with(checks ...handlerFunc) routeGroup {
	inner := d.group.Group("/")
	for _, check := range checks {
		inner.Use(d.h.handle(check))
	}
	return routeGroup{d.h, inner}
}

// below returns a group whose paths begin with a prefix.
func (d routeGroup) below(prefix string) routeGroup { return routeGroup{d.h, d.group.Group(prefix)} }

// get registers a handler for GET, and for HEAD with the same headers.
func (d routeGroup) get(path string, a handlerFunc) { d.getRaw(path, d.h.handle(a)) }

func (d routeGroup) getRaw(path string, handler gin.HandlerFunc) {
	d.group.GET(path, handler)
	d.group.HEAD(path, handler)
}

func (d routeGroup) post(path string, a handlerFunc) { d.group.POST(path, d.h.handle(a)) }
