package handlers

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/formats/write"
	"linecheck/models"
	"linecheck/views"
)

// showArticleAuditLog shows the audit log of an article.
func (h *Handlers) showArticleAuditLog(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.showAuditLog(c, models.AuditFilter{ArticleID: id}, articlePath(id)+"/record")
}

// showClaimAuditLog shows the audit log of a claim.
func (h *Handlers) showClaimAuditLog(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.showAuditLog(c, models.AuditFilter{ClaimID: id}, "/claims/"+c.Param("id")+"/record")
}

// showDeskAuditLog shows the audit log of a desk itself: its policy, members, tokens and webhooks.
func (h *Handlers) showDeskAuditLog(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	a := h.parseListQuery(c)
	page, f := a.page(), models.AuditFilter{DeskID: id}
	asked := a.auditLogFilter(f)
	if len(a.fieldErrors) > 0 {
		asked, page = f, models.Page{}
	}
	record, err := h.store.AuditLog(c.Request.Context(), reader(c), asked, page)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "History of %s", "account", record.Desk.Name)
	shell.Styles = []string{listStylesheet}
	return h.render(
		c,
		a.statusCode(),
		views.DeskHistory(views.AuditLogPage{Page: shell, Path: views.HistoryURL(id), Values: a.query, Errors: a.fieldErrors, Record: record}),
	)
}

func (h *Handlers) showAuditLog(c *gin.Context, f models.AuditFilter, path string) error {
	a := h.parseListQuery(c)
	page := a.page()
	asked := a.auditLogFilter(f)
	if len(a.fieldErrors) > 0 {
		asked, page = f, models.Page{} // an invalid filter still shows the log, unfiltered
	}
	record, err := h.store.AuditLog(c.Request.Context(), reader(c), asked, page)
	if err != nil {
		return err
	}
	shell := h.newPage(c, "Record of %s", "articles", record.Article.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(
		c,
		a.statusCode(),
		views.AuditLog(views.AuditLogPage{Page: shell, Path: path, Values: a.query, Errors: a.fieldErrors, Record: record, Claim: f.ClaimID}),
	)
}

// auditLogFilter reads the filter of an audit log.
func (a *listQuery) auditLogFilter(f models.AuditFilter) models.AuditFilter {
	kind := models.ParseArticleAuditKind
	if f.DeskID != 0 {
		kind = models.ParseDeskAuditKind
	}
	f.Person, f.Kind, f.From, f.Until = a.idParam("person"), enumParam(a, "kind", kind), a.dateParam("from"), a.dateParam("until")
	if !f.Until.IsZero() {
		if f.Until.Before(f.From) {
			a.fieldErrors.Add("until", "Please choose a last day that is not before the first.")
		}
		f.Until = f.Until.AddDate(0, 0, 1) // includes the last day itself
	}
	return f
}

// articleAuditLogCSV exports an article's audit log.
func (h *Handlers) articleAuditLogCSV(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.auditLogCSV(c, models.AuditFilter{ArticleID: id}, "record")
}

// claimAuditLogCSV exports a claim's audit log.
func (h *Handlers) claimAuditLogCSV(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.auditLogCSV(c, models.AuditFilter{ClaimID: id}, "claim-"+c.Param("id")+"-record")
}

// deskAuditLogCSV exports the audit log of a desk itself.
func (h *Handlers) deskAuditLogCSV(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.auditLogCSV(c, models.AuditFilter{DeskID: id}, "history")
}

func (h *Handlers) auditLogCSV(c *gin.Context, f models.AuditFilter, what string) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	f, bom := a.auditLogFilter(f), a.boolParam("bom")
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
	}
	record, err := h.store.AuditLog(ctx, who, f, models.Page{Limit: 1}) // reports an error before the first byte is sent
	if err != nil {
		return err
	}
	title, id := record.Article.Title, record.Article.ID
	if f.DeskID != 0 {
		title, id = record.Desk.Name, f.DeskID
	}
	return h.sendCSV(c, what, title, id, func(w io.Writer) error {
		return write.AuditLog(w, bom, func(row func(models.EventExportRow) error) error { return h.store.EachEvent(ctx, who, f, row) })
	})
}

// setChainHeaders sends the head and length of the hash chain at the start of an export, so that the file can
// be verified later.
func (h *Handlers) setChainHeaders(ctx context.Context, header http.Header) error {
	chain, err := h.store.Chain(ctx)
	if err != nil {
		return err
	}
	header.Set("Linecheck-Chain-Head", chain.Head)
	header.Set("Linecheck-Chain-Length", strconv.Itoa(chain.Length))
	return nil
}
