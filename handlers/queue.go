package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showQueue shows everything that waits for the user, with the chosen item beside it.
func (h *Handlers) showQueue(c *gin.Context) error {
	ctx, who, a := c.Request.Context(), reader(c), h.parseListQuery(c)
	kind := enumParam(a, "kind", models.ParseQueueKind)
	if len(a.fieldErrors) > 0 {
		return a.fieldErrors
	}
	all, err := h.store.Queue(ctx, who)
	if err != nil {
		return err
	}
	shown := views.QueuePage{Now: time.Now(), All: all, Shown: all.Of(kind), Kind: kind}
	if shown.Pane, err = h.queuePane(ctx, who, shown.Shown, a.query.Get("item")); err != nil {
		return err
	}
	if shown.Work, err = h.store.MyWork(ctx, who); err != nil {
		return err
	}
	shown.Page = h.newPage(c, "My queue", "queue")
	shown.Styles, shown.Scripts = []string{listStylesheet}, []string{"queue.js", "mentions.js"}
	if n := all.Count(); n > 0 {
		shown.Title = printer(c).Say("(%d) My queue", n)
	}
	return h.render(c, http.StatusOK, views.Queue(shown))
}

// queuePane reads what the chosen item needs; nil if the queue is empty. If somebody else has settled
// the chosen item, the first one is chosen instead.
func (h *Handlers) queuePane(ctx context.Context, who models.Reader, shown models.Queue, key string) (*views.QueuePane, error) {
	group, item, ok := shown.Find(key)
	if !ok {
		return nil, nil
	}
	pane := &views.QueuePane{Group: group, Item: item, Position: shown.Position(item.Key()), May: views.RightsOf(who, group.DeskID, false)}
	switch {
	case item.Query != nil, item.Mention != nil && item.Mention.QueryID != 0:
		thread, err := h.store.Query(ctx, who, item.QueryID())
		if err != nil {
			return nil, err
		}
		pane.Thread, pane.Asking = &thread, views.NewQueryContext(who, group.DeskID, views.FormState{}, h.zone)
		pane.Asking.Next = queuePath
		pane.Asking.People, err = h.store.DeskPeople(ctx, who, group.DeskID)
		return pane, err
	case item.Kind == models.QueueRuling, item.Kind == models.QueueDisagreement:
		return pane, h.addDispute(ctx, who, pane)
	case item.Claim != nil && item.Correction == nil:
		sentence, err := h.store.SentencePage(ctx, who, item.ArticleID, item.Ordinal)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(sentence.Claims, func(c models.ClaimCard) bool { return c.Claim.ID == item.ID })
		if at >= 0 {
			pane.Card, pane.Sentence = &sentence.Claims[at], sentence
		}
	}
	return pane, nil
}

// addDispute adds the differing verdicts on the chosen claim.
func (h *Handlers) addDispute(ctx context.Context, who models.Reader, pane *views.QueuePane) error {
	list, err := h.store.Disagreements(ctx, who, pane.Item.ArticleID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list.Claims, func(d models.DisputedClaim) bool { return d.Claim.ID == pane.Item.ID })
	if at < 0 {
		return nil
	}
	pane.Disputed = &list.Claims[at]
	pane.Dispute = views.DisagreementsPage{
		Page:          views.Page{Reader: &who, Zone: h.zone},
		Disagreements: list,
		Me:            who.UserID,
		Rule:          pane.May.Rule,
		Next:          queuePath,
	}
	return nil
}

// queuePath is the path of the queue.
const queuePath = "/queue"

// next returns the page that a form leads back to, or else the given one. Only the queue has such forms.
func (f form) next(otherwise string) string {
	if next := f.Get("next"); next == queuePath || strings.HasPrefix(next, queuePath+"?") {
		return sanitizeRedirect(next)
	}
	return otherwise
}

// addQueueCount adds the number of waiting items to a page. Without it the page is complete all the same.
func (h *Handlers) addQueueCount(c *gin.Context, page *views.Page) {
	if page.Reader == nil || c.IsAborted() {
		return
	}
	queue, err := h.store.Queue(c.Request.Context(), *page.Reader)
	if err != nil {
		h.logFailure(c, slog.LevelWarn, err)
		return
	}
	page.Queue, page.QueueMore = queue.Count(), queue.More
}
