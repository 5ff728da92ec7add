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

// showArticleAuditLog shows who did what when in an article.
func (h *Handlers) showArticleAuditLog(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.showAuditLog(c, models.AuditFilter{ArticleID: id}, articlePath(id)+"/record")
}

// showClaimAuditLog shows who did what when on a claim.
func (h *Handlers) showClaimAuditLog(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.showAuditLog(c, models.AuditFilter{ClaimID: id}, "/claims/"+c.Param("id")+"/record")
}

// showDeskAuditLog shows who did what when to a desk itself: its policy, its people, and the doors that lead in and out.
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
	shell := h.newPage(c, "History of %s", "people", record.Desk.Name)
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
		asked, page = f, models.Page{} // what is around the filter is shown all the same
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

// auditLogFilter reads the narrowing of a record.
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
		f.Until = f.Until.AddDate(0, 0, 1) // the day itself is meant to be in
	}
	return f
}

// articleAuditLogCSV takes out an article's record.
func (h *Handlers) articleAuditLogCSV(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.auditLogCSV(c, models.AuditFilter{ArticleID: id}, "record")
}

// claimAuditLogCSV takes out a claim's record.
func (h *Handlers) claimAuditLogCSV(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.auditLogCSV(c, models.AuditFilter{ClaimID: id}, "claim-"+c.Param("id")+"-record")
}

// deskAuditLogCSV takes out a desk's own acts.
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
	record, err := h.store.AuditLog(ctx, who, f, models.Page{Limit: 1}) // whether there is one to be seen, before the first byte
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

// setChainHeaders writes down where the newsroom's record stood when a file began, so that the file can be held against it later.
func (h *Handlers) setChainHeaders(ctx context.Context, header http.Header) error {
	chain, err := h.store.Chain(ctx)
	if err != nil {
		return err
	}
	header.Set("Linecheck-Chain-Head", chain.Head)
	header.Set("Linecheck-Chain-Length", strconv.Itoa(chain.Length))
	return nil
}
