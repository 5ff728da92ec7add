package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/views"
)

// showGate shows the reasons why an article cannot be signed off.
func (h *Handlers) showGate(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	return h.renderGate(c, id, http.StatusOK, views.GateView{})
}

// signOff signs an article off, in the state in which it was read.
func (h *Handlers) signOff(c *gin.Context) error {
	return h.onGate(c, "sign", func(id int64, f form) (int64, error) {
		changes, _ := strconv.Atoi(f.Get("changes")) // 0 if missing, which no article has
		public := f.Get("public") != ""
		return id, h.store.SignOff(c.Request.Context(), reader(c), id,
			models.SignOffInput{SHA256: f.Get("sha256"), Changes: changes, Public: &public})
	})
}

// withdrawSignOff withdraws a sign-off.
func (h *Handlers) withdrawSignOff(c *gin.Context) error {
	return h.onGate(c, "withdraw-"+c.Param("id"), func(id int64, f form) (int64, error) {
		return h.store.WithdrawSignOff(c.Request.Context(), reader(c), id, f.Get("void-reason"))
	})
}

// overrideGate overrides the ticked items behind one of the gate's reasons, or all of them.
func (h *Handlers) overrideGate(c *gin.Context) error {
	return h.onGate(c, "", func(id int64, f form) (int64, error) {
		wish, wrong := parseOverrideForm(f)
		_, err := h.store.OverrideGate(c.Request.Context(), reader(c), id, wish) // checks the rights first
		if wrong != nil && validationErrors(err) != nil {
			err = wrong
		}
		return id, err
	})
}

// parseOverrideForm reads what to override: items in the version that the user read, such as "sentence:12:5f2c", or all items behind the
// reason.
func parseOverrideForm(f form) (models.OverrideInput, error) {
	count, _ := strconv.Atoi(f.Get("count"))
	wish := models.OverrideInput{Code: f.Get("code"), Count: count, Reason: f.Get("reason")}
	if f.Get("all") != "" {
		if changes, err := strconv.Atoi(f.Get("changes")); err == nil { // ticked things have their own versions
			wish.Changes = &changes
		}
		return wish, nil
	}
	for _, value := range f["thing"] {
		kind, rest, _ := strings.Cut(value, ":")
		number, version, _ := strings.Cut(rest, ":")
		id, _ := parseID(number) // on failure 0, which is nothing's id
		wish.Items = append(wish.Items, models.GateItem{Kind: models.GateItemKind(kind), ID: id, Version: version})
	}
	if len(wish.Items) == 0 {
		wish.Items = []models.GateItem{{}} // nothing was ticked, which does not mean everything
		return wish, models.NewFieldError("thing", "Please tick what the override is to cover.")
	}
	return wish, nil
}

// claimAuthorship states, in the writer's own name, that the words of a revision are theirs. It redirects
// back to the form's page.
func (h *Handlers) claimAuthorship(c *gin.Context) error {
	id, number, err := revisionParams(c)
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if err != nil {
		return err
	}
	err = h.store.ClaimAuthorship(c.Request.Context(), reader(c), id, number)
	if err == nil && typed.Get("next") == "work" {
		return seeOther(c, queuePath)
	}
	return h.redirectOrRedisplayGate(c, id, "", typed, err)
}

// vouchForWriter states, in an editor's name and with a reason, that the words of a revision are the
// writer's.
func (h *Handlers) vouchForWriter(c *gin.Context) error {
	id, number, err := revisionParams(c)
	if err != nil {
		return err
	}
	typed, err := readForm(c)
	if typed == nil {
		return err
	}
	if err == nil {
		err = h.store.VouchForWriter(c.Request.Context(), reader(c), id, number, typed.Get("reason"))
	}
	return h.redirectOrRedisplayGate(c, id, views.VouchForm(number), typed, err)
}

// revisionParams returns the article and the revision number in the URL.
func revisionParams(c *gin.Context) (article int64, number int, err error) {
	if article, err = parseIDParam(c, "id"); err != nil {
		return 0, 0, err
	}
	n, err := parseIDParam(c, "n")
	if err == nil && n > maxRevisionNumber {
		err = models.ErrNotFound
	}
	return article, int(n), err
}

// withdrawOverride withdraws an override.
func (h *Handlers) withdrawOverride(c *gin.Context) error {
	return h.onGate(c, "", func(id int64, _ form) (int64, error) {
		return h.store.WithdrawOverride(c.Request.Context(), reader(c), id)
	})
}

// onGate runs a decision on a gate and redirects to its page. After an error, that page shows the gate's
// current state and everything that was typed.
func (h *Handlers) onGate(c *gin.Context, formID string, decide func(id int64, f form) (article int64, err error)) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	article := id
	if err == nil {
		article, err = decide(id, typed)
	} else if strings.HasPrefix(formID, "withdraw") {
		return err
	}
	return h.redirectOrRedisplayGate(c, article, formID, typed, err)
}

// redirectOrRedisplayGate redirects to the gate's page, or shows there why nothing was changed.
func (h *Handlers) redirectOrRedisplayGate(c *gin.Context, article int64, formID string, typed form, err error) error {
	if err == nil {
		return seeOther(c, articlePath(article)+"/gate")
	}
	if validationErrors(err) == nil || article == 0 {
		return err
	}
	if code, unknown := models.ParseGateCode(typed.Get("code")); formID == "" && unknown == nil {
		formID = views.ReasonID(code)
	}
	view := views.GateView{
		Errors:     validationErrors(err),
		Form:       formID,
		FieldValue: typed.Get,
		Ticked:     func(value string) bool { return slices.Contains(typed["thing"], value) },
	}
	status := http.StatusUnprocessableEntity
	view.RefusalHeading = "Nothing was changed"
	switch {
	case errors.Is(err, models.ErrStale):
		status = http.StatusConflict
	case errors.Is(err, models.ErrForbidden):
		status = http.StatusForbidden
	}
	return h.renderGate(c, article, status, view)
}

func (h *Handlers) renderGate(c *gin.Context, id int64, status int, view views.GateView) error {
	who := reader(c)
	found, err := h.store.GatePage(c.Request.Context(), who, id)
	if err != nil {
		return err
	}
	view.GatePage, view.Zone, view.Me = found, h.zone, who.UserID
	view.Sign, view.Rule = who.IsAllowed(models.ActSign, found.DeskID), who.IsAllowed(models.ActRule, found.DeskID)
	if view.Sign && found.Gate.Open() && found.Gate.SignOff == nil {
		if view.Unanswered, err = h.countUnansweredSuggestions(c.Request.Context(), who, found.Article); err != nil {
			return err
		}
	}
	view.Manage = who.IsAllowed(models.ActManage, found.DeskID)
	view.PublicURL = h.absoluteURL(c, found.PublicPage.Path())
	shell := h.newPage(c, "Ready to publish? %s", "articles", found.Title)
	shell.Styles = []string{listStylesheet}
	return h.render(c, status, views.GatePage(shell, view))
}
