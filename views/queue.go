package views

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text/message"
)

// QueuePage is the page of everything that waits for a user.
type QueuePage struct {
	Page
	Now   time.Time
	All   models.Queue     // without the filter
	Shown models.Queue     // with it
	Kind  models.QueueKind // the filter; "" for none
	Pane  *QueuePane       // the chosen item; nil if the list is empty
	Work  models.Work
}

// QueuePane is the chosen item of a queue with what is needed to act on it. The fields that its kind needs are
// set.
type QueuePane struct {
	Group    models.QueueGroup
	Item     models.QueueItem
	Position int // from 1, among the shown items
	Thread   *models.QueryThread
	Asking   QueryContext
	Disputed *models.DisputedClaim
	Dispute  DisagreementsPage
	Card     *models.ClaimCard
	Sentence models.SentencePage // of the card
	May      Rights
}

// address returns the URL of the queue with the filter and an item.
func (p QueuePage) address(kind models.QueueKind, item string) templ.SafeURL {
	query := url.Values{}
	if kind != "" {
		query.Set("kind", string(kind))
	}
	if item != "" {
		query.Set("item", item)
	}
	if len(query) == 0 {
		return "/queue"
	}
	return templ.SafeURL("/queue?" + query.Encode())
}

// isChosen reports whether an item is the one in the pane.
func (p QueuePage) isChosen(i models.QueueItem) bool {
	return p.Pane != nil && p.Pane.Item.Key() == i.Key()
}

// queueKindLabels name the kinds of items: one thing, and several.
var queueKindLabels = map[models.QueueKind][2]message.Key{
	models.QueueQuery:        {"Query", "Queries"},
	models.QueueMention:      {"Mention", "Mentions"},
	models.QueueRuling:       {"Ruling", "Rulings"},
	models.QueueDisagreement: {"Disagreement", "Disagreements"},
	models.QueueCorrection:   {"Correction", "Corrections"},
	models.QueueOutcome:      {"Outcome", "Outcomes"},
	models.QueueRecheck:      {"Check again", "Check again"},
	models.QueueLost:         {"Lost claim", "Lost claims"},
	models.QueueAssigned:     {"Assigned", "Assigned"},
	models.QueueVerdict:      {"Verdict", "Verdicts"},
	models.QueueUnread:       {"Not read", "Not read"},
	models.QueueWords:        {"Your words?", "Your words?"},
	models.QueueSignOff:      {"Sign-off", "Sign-offs"},
}

// queueKindLabel names the kind of one item. The two labels are one message, so a translation has both under the second.
func queueKindLabel(ctx context.Context, kind models.QueueKind) string {
	label := queueKindLabels[kind]
	return count(ctx, 1, label[0], label[1])
}

// queueItemAddress is the page on which an item is worked on.
func queueItemAddress(i models.QueueItem) templ.SafeURL {
	switch {
	case i.Kind == models.QueueSignOff:
		return gateAddress(i.ArticleID)
	case i.Kind == models.QueueRuling:
		return articleAddress(i.ArticleID) + templ.SafeURL("/disagreements#claim"+id(i.ID))
	case i.Mention != nil && i.Mention.QueryID != 0:
		return templ.SafeURL(queryAddress(i.Mention.QueryID))
	case i.Mention != nil && i.Mention.Gone:
		return noteListAddress(i.ArticleID)
	case i.Mention != nil:
		return sentenceAddress(i.ArticleID, i.Ordinal) + templ.SafeURL("#note"+id(*i.Mention.NoteID))
	case i.Words != nil:
		return revisionAddress(i.ArticleID, i.Words.Number, "")
	case i.Query != nil && i.Ordinal == 0:
		return templ.SafeURL(queryAddress(i.ID))
	case i.Query != nil:
		return sentenceAddress(i.ArticleID, i.Ordinal) + templ.SafeURL("#query"+id(i.ID))
	case i.Claim != nil:
		return sentenceAddress(i.ArticleID, i.Ordinal) + templ.SafeURL("?claim="+id(i.Claim.ID)+"#claim"+id(i.Claim.ID))
	}
	return sentenceAddress(i.ArticleID, i.Ordinal)
}

// openLabel names the link to the page of an item.
func openLabel(ctx context.Context, i models.QueueItem) string {
	switch i.Kind {
	case models.QueueRuling:
		return say(ctx, "Side by side")
	case models.QueueSignOff:
		return say(ctx, "Ready to publish?")
	case models.QueueUnread:
		return say(ctx, "Read from here")
	}
	return say(ctx, "Open")
}

// queueRole names the user's strongest role, for the line below the heading.
func queueRole(r models.Reader) models.Role {
	role := models.Role("")
	for _, want := range []models.Role{models.Admin, models.Editor, models.Reviewer, models.Writer, models.Auditor} {
		for _, d := range r.Desks {
			if role == "" && d.Role == want {
				role = want
			}
		}
	}
	return role
}

// queueCount is the number in the navigation; "" for none.
func (p Page) queueCount(ctx context.Context) string {
	switch {
	case p.Queue == 0:
		return ""
	case p.QueueMore:
		return number(ctx, p.Queue) + "+"
	}
	return number(ctx, p.Queue)
}

// maxPaneNumbers limits the links to sentences in the pane.
const maxPaneNumbers = 60

func firstNumbers(list []int) []int { return list[:min(len(list), maxPaneNumbers)] }

// sentenceNumber names a sentence by its number; the title has none.
func sentenceNumber(ctx context.Context, n int) string {
	if n == 0 {
		return say(ctx, "the title")
	}
	return strconv.Itoa(n)
}

// paneWords are the attributes of the words that an item is about.
func paneWords(g models.QueueGroup) templ.Attributes {
	return templ.Attributes{"class": "context words", "lang": defaultTo(g.Language, "en"), "dir": Direction(g.Language)}
}
