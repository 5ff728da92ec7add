package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"linecheck/models"
)

// apiArticle is the part of an article that lists and the full article share.
type apiArticle struct {
	ID       int64               `json:"id"`
	Title    string              `json:"title"`
	Language string              `json:"language" doc:"BCP 47, such as en or pt-BR."`
	Desk     string              `json:"desk"`
	State    models.ArticleState `json:"state"`
	Due      *time.Time          `json:"due,omitempty"`
	Revision apiRevision         `json:"revision" doc:"The current one."`
	Changes  int                 `json:"changes" doc:"Grows with every change of anything in the article."`
	GateOpen bool                `json:"gate_open"`
	Counts   apiCounts           `json:"counts"`
}

// apiArticleRow is an article in a list.
type apiArticleRow struct {
	apiArticle
	People []string `json:"people" doc:"Names of who works on it."`
}

// apiArticles is one page of the list of articles.
type apiArticles struct {
	Articles []apiArticleRow `json:"articles" doc:"Those due first come first; those without a due time last, newest first."`
	Next     string          `json:"next,omitempty" doc:"What after has to be for the next part; left out where there is no more."`
}

// apiWholeArticle is an article with its sentences and claims.
type apiWholeArticle struct {
	apiArticle
	Text          string        `json:"text" doc:"Of the current revision, exactly."`
	Writer        string        `json:"writer,omitempty"`
	TrashedAt     *time.Time    `json:"trashed_at,omitempty" doc:"In the trash since."`
	TitleSentence apiSentence   `json:"title_sentence" doc:"The title, which is read too. It stands beside the text: not among the sentences, with offsets within itself."`
	Sentences     []apiSentence `json:"sentences" doc:"All of the current revision, in order; with only white space and separators such as * * * between them."`
	Claims        []apiClaim    `json:"claims" doc:"All that are not withdrawn."`
}

// apiCounts counts the sentences, claims and queries of an article, or of a filtered part of it.
type apiCounts struct {
	Sentences        int `json:"sentences"`
	SentencesUnread  int `json:"sentences_unread"`
	SentencesClear   int `json:"sentences_clear"`
	SentencesOpen    int `json:"sentences_open"`
	SentencesDone    int `json:"sentences_done"`
	SentencesRecheck int `json:"sentences_recheck"`
	Claims           int `json:"claims"`
	ClaimsSourced    int `json:"claims_sourced"`
	ClaimsDisputed   int `json:"claims_disputed"`
	ClaimsUnverified int `json:"claims_unverified" doc:"Checked, and could not be proved."`
	ClaimsUnchecked  int `json:"claims_unchecked" doc:"Nobody has annotated them."`
	ClaimsDisagree   int `json:"claims_disagree" doc:"Reviewers differ, and no editor has ruled."`
	ClaimsSealed     int `json:"claims_sealed" doc:"The caller may not know their status before saying their own."`
	QueriesOpen      int `json:"queries_open"`
}

func toAPICounts(c models.Counts) apiCounts {
	return apiCounts{c.Sentences, c.SentencesUnread, c.SentencesClear, c.SentencesOpen, c.SentencesDone, c.SentencesRecheck,
		c.Claims, c.ClaimsSourced, c.ClaimsDisputed, c.ClaimsUnverified, c.ClaimsUnchecked, c.ClaimsDisagree, c.ClaimsSealed, c.QueriesOpen}
}

// apiNewArticle is the body of the call that creates an article.
type apiNewArticle struct {
	Title    string   `json:"title"`
	Text     string   `json:"text" doc:"Kept exactly, and cut into sentences."`
	Language string   `json:"language,omitempty" doc:"BCP 47; without it, en."`
	Desk     nameOrID `json:"desk,omitempty" doc:"Name or number of the desk; it may be left out where there is one alone."`
	Due      string   `json:"due,omitempty" format:"date-time"`
}

// nameOrID is a name or an id. JSON may contain the id as a string or a number.
type nameOrID string

// UnmarshalJSON reads a string or a number.
func (w *nameOrID) UnmarshalJSON(b []byte) error {
	var n int64
	if json.Unmarshal(b, &n) == nil {
		*w = nameOrID(strconv.FormatInt(n, 10))
		return nil
	}
	return json.Unmarshal(b, (*string)(w))
}

// resolveDesk finds the named desk, or the user's only desk when no name was sent. It adds an error to wrong
// otherwise.
func resolveDesk(name nameOrID, desks []models.DeskRole, wrong *models.ValidationErrors) models.DeskRole {
	for _, desk := range desks {
		if name == nameOrID(desk.Desk) || name == nameOrID(strconv.FormatInt(desk.DeskID, 10)) || name == "" && len(desks) == 1 {
			return desk
		}
	}
	wrong.Add("desk", "Please name one of your desks at which you may hand in.")
	return models.DeskRole{}
}

// parseTime parses an RFC 3339 time. It returns nil when nothing was sent, or adds an error to wrong.
func parseTime(field, sent string, wrong *models.ValidationErrors) *time.Time {
	if sent == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, sent)
	if err != nil || at.Year() < 1 {
		wrong.Add(field, "Please write the time as RFC 3339 does, such as 2026-11-22T17:00:00Z.")
		return nil
	}
	return &at
}

// apiCreateArticle creates an article.
func apiCreateArticle(q *call, sent apiNewArticle) (answer, error) {
	desks := q.reader.DesksFor(models.ActHandIn)
	if len(desks) == 0 {
		return answer{}, models.ErrForbidden
	}
	var wrong models.ValidationErrors
	desk := resolveDesk(sent.Desk, desks, &wrong)
	article := models.NewArticle{
		Title:    sent.Title,
		Text:     sent.Text,
		Language: sent.Language,
		DeskID:   desk.DeskID,
		DueAt:    parseTime("due", sent.Due, &wrong),
	}
	if desk.Role == models.Writer {
		article.WriterID = &q.reader.UserID
	}
	if len(wrong) > 0 {
		return answer{}, wrong
	}
	made, err := q.h.store.CreateArticle(q.ctx, q.reader, article)
	if err != nil {
		return answer{}, err
	}
	body, err := loadAPIArticle(q, made.ID)
	return answer{status: http.StatusCreated, body: body, article: made.ID, location: fmt.Sprintf("%s/articles/%d", apiRoot, made.ID)}, err
}

// apiGetArticle returns an article with its sentences and claims.
func apiGetArticle(q *call) (answer, error) {
	body, err := loadAPIArticle(q, q.id)
	return answer{status: http.StatusOK, body: body}, err
}

func loadAPIArticle(q *call, id int64) (apiWholeArticle, error) {
	w, err := q.h.store.ArticleDetail(q.ctx, q.reader, id)
	if err != nil {
		return apiWholeArticle{}, err
	}
	head := toAPIArticle(w.Article, w.Article.Counts, w.Gate)
	head.Desk, head.Revision = w.Desk, apiRevision{w.Revision.Number, w.Revision.SHA256}
	whole := apiWholeArticle{
		apiArticle:    head,
		Text:          w.Revision.Text,
		Writer:        w.WriterName,
		TrashedAt:     toUTC(w.TrashedAt),
		TitleSentence: toAPISentence(w.TitleSentence),
		Sentences:     toAPISentences(w.Sentences),
		Claims:        make([]apiClaim, len(w.Claims)),
	}
	for i, c := range w.Claims {
		whole.Claims[i] = toAPIClaim(c.Claim, c.Occurrences)
	}
	return whole, nil
}

func toAPIArticle(a models.Article, counts models.Counts, gate models.GateState) apiArticle {
	return apiArticle{
		ID:       a.ID,
		Title:    a.Title,
		Language: a.Language,
		State:    a.State,
		Due:      toUTC(a.DueAt),
		Changes:  a.Changes,
		GateOpen: gate.Open(),
		Counts:   toAPICounts(counts),
	}
}

func toAPIArticleRows(rows []models.ArticleRow) []apiArticleRow {
	list := make([]apiArticleRow, len(rows))
	for i, r := range rows {
		list[i] = apiArticleRow{toAPIArticle(r.Article, r.FilteredCounts, r.Gate), append([]string{}, r.People...)}
		list[i].Desk, list[i].Revision = r.Desk, apiRevision{r.Revision, r.SHA256}
	}
	return list
}

// toUTC converts a time to UTC, as the API sends it; nil stays nil.
func toUTC(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	utc := at.UTC()
	return &utc
}

// apiListArticles lists articles with the search and filters of the page.
func apiListArticles(q *call) (answer, error) {
	a := q.h.parseListQuery(q.c)
	filter, page := a.articleFilter(time.Now()), a.pageWithLimit()
	if len(a.fieldErrors) > 0 {
		return answer{}, a.fieldErrors
	}
	rows, next, err := q.h.store.Articles(q.ctx, q.reader, filter, page)
	return answer{status: http.StatusOK, body: apiArticles{toAPIArticleRows(rows), next}}, err
}

// pageWithLimit returns the requested page of a list and its length.
func (a *listQuery) pageWithLimit() models.Page {
	p := a.page()
	typed := a.query.Get("limit")
	if typed == "" {
		return p
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > models.MaxPageRows {
		a.fieldErrors.Add("limit", "Please give a number from 1 to %d.", models.MaxPageRows)
	}
	p.Limit = n
	return p
}

// mayCreateArticle refuses a caller who may not add articles at any desk.
func mayCreateArticle(q *call) error {
	if len(q.reader.DesksFor(models.ActHandIn)) == 0 {
		return models.ErrForbidden
	}
	return nil
}
