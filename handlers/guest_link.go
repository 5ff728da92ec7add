package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/mail"
	"strconv"

	"github.com/gin-gonic/gin"

	"linecheck/models"
	"linecheck/text"
	"linecheck/views"
)

// createGuestLink makes a link to a query for a person without an account, shows it once, and mails it if this server sends mail.
func (h *Handlers) createGuestLink(c *gin.Context) error {
	id, typed, err := readIDForm(c)
	if typed == nil {
		return err
	}
	days, _ := strconv.Atoi(typed.Get("days")) // 0 if the field is empty
	input := models.NewGuestLink{Name: typed.Get("name"), Email: typed.Get("email"), AsWriter: typed.Get("as_writer") != "", Days: days}
	var token string
	if err == nil {
		token, err = h.store.CreateGuestLink(c.Request.Context(), reader(c), id, input)
	}
	if wrong := validationErrors(err); wrong != nil {
		return h.renderQueryWith(c, http.StatusUnprocessableEntity, id, views.FormState{}, views.GuestLinks{Input: input, Errors: wrong})
	}
	if err != nil {
		return err
	}
	made := views.GuestLinks{Made: h.absoluteURL(c, guestPath+token), Input: input}
	guest, err := input.Check() // the address without white space around it
	if err != nil {
		return err
	}
	made.MailOutcome = h.mailLink(c, mail.Address{Name: guest.Name, Address: guest.Email}, views.LinkMail{Days: input.Days, Link: made.Made})
	return h.renderQueryWith(c, http.StatusCreated, id, views.FormState{}, made)
}

// revokeGuestLink revokes a link.
func (h *Handlers) revokeGuestLink(c *gin.Context) error {
	id, err := parseIDParam(c, "id")
	if err != nil {
		return err
	}
	query, err := h.store.RevokeGuestLink(c.Request.Context(), reader(c), id)
	if err != nil {
		return err
	}
	return seeOther(c, "/queries/"+strconv.FormatInt(query, 10)+"#guests")
}

// showGuest shows the question to the guest. It changes nothing, because mail scanners follow links too.
func (h *Handlers) showGuest(c *gin.Context) error {
	return h.renderGuest(c, http.StatusOK, views.Guest{Saved: c.Query("saved") != ""})
}

func (h *Handlers) renderGuest(c *gin.Context, status int, shown views.Guest) error {
	var err error
	if shown.View, err = h.store.GuestView(c.Request.Context(), c.Param("token")); err != nil {
		return err
	}
	shown.Address = guestPath + c.Param("token")
	return h.render(c, status, views.GuestPage(h.newPage(c, "A question for you", ""), shown))
}

// answerAsGuest stores a guest's answer.
func (h *Handlers) answerAsGuest(c *gin.Context) error {
	return h.guestStep(c, "words", h.store.AnswerAsGuest)
}

// claimWordsAsGuest stores the guest's statement that the sentence is in their own words. The page returns an unsent answer to its field.
func (h *Handlers) claimWordsAsGuest(c *gin.Context) error {
	return h.guestStep(c, "sentence", h.store.ClaimWordsAsGuest)
}

// guestStep runs a guest's change. words is the form field with the words that the guest saw.
func (h *Handlers) guestStep(c *gin.Context, words string, do func(context.Context, string, models.GuestAnswerInput) error) error {
	fields, err := readForm(c)
	if fields == nil {
		return err
	}
	input := models.GuestAnswerInput{Body: fields.multiline("body"), Words: fields.multiline(words)}
	if err == nil {
		err = h.loginLimiter.rateLimit(c)
	}
	if err == nil {
		input.Local, err = h.store.IsLocalBrowser(c.Request.Context(), h.sessionToken(c), h.cookieValue(c, h.browserCookieName()))
	}
	if err == nil {
		err = do(c.Request.Context(), c.Param("token"), input)
	}
	if wrong := validationErrors(err); wrong != nil {
		err = h.renderGuest(c, http.StatusUnprocessableEntity, views.Guest{Body: fields.Get("body"), Errors: wrong})
	} else if err == nil {
		return h.answerSaved(c, words == "sentence" && text.HasVisible(input.Body), fields.Get("body"))
	}
	return h.keepGuestText(c, fields.Get("body"), err)
}

// answerSaved shows the page again. If unsent is true, the page contains the text of an answer that was not sent.
func (h *Handlers) answerSaved(c *gin.Context, unsent bool, body string) error {
	if unsent {
		return h.renderGuest(c, http.StatusOK, views.Guest{Body: body})
	}
	return seeOther(c, guestPath+c.Param("token")+"?saved=1")
}

// keepGuestText responds to an error. It shows the text of an answer that could not be saved, with the reason, or returns the error.
func (h *Handlers) keepGuestText(c *gin.Context, body string, err error) error {
	switch {
	case errors.Is(err, models.ErrTooManyAttempts):
		c.Header("Retry-After", retryAfter)
		h.renderNotSaved(c, toFailure(err))
		return nil
	case errors.Is(err, models.ErrLinkUsed) && text.HasVisible(body):
		return h.render(c, http.StatusGone, views.GuestTooLate(h.newPage(c, "Not saved, your text is still here", ""), body))
	}
	return err
}
