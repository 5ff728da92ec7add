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

// articleRecord shows who did what when in an article.
func (h *Handlers) articleRecord(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.record(c, models.RecordFilter{ArticleID: id}, articlePath(id)+"/record")
}

// claimRecord shows who did what when on a claim.
func (h *Handlers) claimRecord(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.record(c, models.RecordFilter{ClaimID: id}, "/claims/"+c.Param("id")+"/record")
}

// deskHistory shows who did what when to a desk itself: its policy, its people, and the doors that lead in and out.
func (h *Handlers) deskHistory(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	a := h.asks(c)
	page, f := a.page(), models.RecordFilter{DeskID: id}
	asked := a.record(f)
	if len(a.wrong) > 0 {
		asked, page = f, models.Page{}
	}
	record, err := h.store.Record(c.Request.Context(), reader(c), asked, page)
	if err != nil {
		return err
	}
	shell := h.shell(c, "History of "+record.Desk.Name, "people")
	shell.Styles = []string{listStyle}
	return h.render(
		c,
		a.status(),
		views.DeskHistory(views.RecordPage{Page: shell, Path: views.HistoryURL(id), Values: a.query, Wrong: a.wrong, Record: record}),
	)
}

func (h *Handlers) record(c *gin.Context, f models.RecordFilter, path string) error {
	a := h.asks(c)
	page := a.page()
	asked := a.record(f)
	if len(a.wrong) > 0 {
		asked, page = f, models.Page{} // what is around the filter is shown all the same
	}
	record, err := h.store.Record(c.Request.Context(), reader(c), asked, page)
	if err != nil {
		return err
	}
	shell := h.shell(c, "Record of "+record.Article.Title, "articles")
	shell.Styles = []string{listStyle}
	return h.render(
		c,
		a.status(),
		views.Record(views.RecordPage{Page: shell, Path: path, Values: a.query, Wrong: a.wrong, Record: record, Claim: f.ClaimID}),
	)
}

// record reads the narrowing of a record.
func (a *asked) record(f models.RecordFilter) models.RecordFilter {
	kind := models.ParseRecordKind
	if f.DeskID != 0 {
		kind = models.ParseDeskKind
	}
	f.Person, f.Kind, f.From, f.Until = a.id("person"), oneOf(a, "kind", kind), a.day("from"), a.day("until")
	if !f.Until.IsZero() {
		if f.Until.Before(f.From) {
			a.wrong.Add("until", "Please choose a last day that is not before the first.")
		}
		f.Until = f.Until.AddDate(0, 0, 1) // the day itself is meant to be in
	}
	return f
}

// articleRecordCSV takes out an article's record.
func (h *Handlers) articleRecordCSV(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.recordCSV(c, models.RecordFilter{ArticleID: id}, "record")
}

// claimRecordCSV takes out a claim's record.
func (h *Handlers) claimRecordCSV(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.recordCSV(c, models.RecordFilter{ClaimID: id}, "claim-"+c.Param("id")+"-record")
}

// deskHistoryCSV takes out a desk's own acts.
func (h *Handlers) deskHistoryCSV(c *gin.Context) error {
	id, err := paramID(c, "id")
	if err != nil {
		return err
	}
	return h.recordCSV(c, models.RecordFilter{DeskID: id}, "history")
}

func (h *Handlers) recordCSV(c *gin.Context, f models.RecordFilter, what string) error {
	ctx, who, a := c.Request.Context(), reader(c), h.asks(c)
	f, bom := a.record(f), a.flag("bom")
	if len(a.wrong) > 0 {
		return a.wrong
	}
	record, err := h.store.Record(ctx, who, f, models.Page{Limit: 1}) // whether there is one to be seen, before the first byte
	if err != nil {
		return err
	}
	title, id := record.Article.Title, record.Article.ID
	if f.DeskID != 0 {
		title, id = record.Desk.Name, f.DeskID
	}
	return h.send(c, what, title, id, func(w io.Writer) error {
		return write.Record(w, bom, func(row func(models.EventRecord) error) error { return h.store.EachEvent(ctx, who, f, row) })
	})
}

// chainHead writes down where the newsroom's record stood when a file began, so that the file can be held against it later.
func (h *Handlers) chainHead(ctx context.Context, header http.Header) error {
	chain, err := h.store.Chain(ctx)
	if err != nil {
		return err
	}
	header.Set("Linecheck-Chain-Head", chain.Head)
	header.Set("Linecheck-Chain-Length", strconv.Itoa(chain.Length))
	return nil
}
