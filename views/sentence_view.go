package views

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text/message"
)

// Rights are what a user may do with one article. The article view depends on nothing else about the user.
type Rights struct {
	Check, Answer, Rule, Arrange, Trash, Revise bool
	Claim                                       bool // claim the words of a revision, as the article's named writer
}

// RightsOf returns what a user may do with an article. In the trash it can only be restored.
func RightsOf(reader models.Reader, deskID int64, trashed bool) Rights {
	return Rights{
		Check:   !trashed && reader.IsAllowed(models.ActCheck, deskID),
		Answer:  !trashed && reader.IsAllowed(models.ActAnswer, deskID),
		Rule:    !trashed && reader.IsAllowed(models.ActRule, deskID),
		Arrange: !trashed && reader.IsAllowed(models.ActArrange, deskID),
		Trash:   reader.IsAllowed(models.ActTrash, deskID),
		Revise:  !trashed && reader.IsAllowed(models.ActHandIn, deskID),
	}
}

// ArticleView is the article view. It is the same for everyone with the same rights.
type ArticleView struct {
	models.ArticlePage
	May  Rights
	Zone *time.Location
	Same *models.SameText // an older article with the same text, or nil
}

// SentenceView is one sentence's page, as one user sees it.
type SentenceView struct {
	models.SentencePage
	Suggested models.SentenceSuggestions
	Others    []models.PageSentence // other sentences that the suggestions refer to
	May       Rights
	Me        int64               // the user's id
	Role      models.Role         // the user's, at the article's desk
	Chosen    int64               // the claim whose card is selected; 0 for the first
	Source    int64               // the source chosen as evidence for that claim; 0 for none
	Link      int                 // the number of the file's link chosen as evidence; 0 for none
	FormState FormState           // a form with errors
	Notice    string              // a message about the user's last change, or ""
	Range     *models.RangeResult // what the user's act on a range did; nil: it was another act
	Undone    bool                // the last change was an undo
	Known     map[string]string   // the hashes of the parts that the open page has already, by name
	Zone      *time.Location
}

// FormState contains the values and errors of a form that is shown again.
type FormState struct {
	Form     string // the form's id; "" if there were no errors
	Values   url.Values
	Errors   models.ValidationErrors
	Conflict bool // somebody else has changed the claim, or the sentences, since
}

// forForm returns the state if it belongs to the form with this id, else an empty one.
func (t FormState) forForm(form string) FormState {
	if t.Form != form {
		return FormState{}
	}
	return t
}

// value returns a field as it was typed, or other if there was no error.
func (t FormState) value(field, other string) string {
	if t.Form == "" || !t.Values.Has(field) {
		return other
	}
	return t.Values.Get(field)
}

// AnnotationForm is the id of the form for a verdict on a claim.
func AnnotationForm(claimID int64) string { return "tag-" + id(claimID) }

// Ids of the other forms on a sentence's page.
const (
	ClaimForm = "new-claim"
	UndoForm  = "undo"
	RedoForm  = "redo"
	SplitForm = "split"
	MergeForm = "merge"
	// DuplicatesForm is the id that all kinds of forms about identical sentences share.
	DuplicatesForm = "repeats"
)

// SentenceURL is the URL of a sentence's page.
func SentenceURL(articleID int64, ordinal int) string {
	return "/articles/" + id(articleID) + "/sentences/" + strconv.Itoa(ordinal)
}

// LocationURL returns the URL to which a change redirects: the sentence with the claim's card selected. It
// also names the other sentences that changed, which the article view then updates.
func LocationURL(p models.Location) string {
	address, sign := SentenceURL(p.ArticleID, p.Ordinal), "?"
	if len(p.OtherOrdinals) > 0 {
		address, sign = address+"?also="+joinInts(p.OtherOrdinals), "&"
	}
	for _, more := range []struct {
		name  string
		value int64
	}{{"undone", p.UndoneEventID}, {"there", boolToInt(p.AlreadyExists)}, {"claim", p.ClaimID}} {
		if more.value != 0 {
			address, sign = address+sign+more.name+"="+id(more.value), "&"
		}
	}
	if p.ClaimID != 0 {
		address += "#claim" + id(p.ClaimID)
	}
	return address
}

func boolToInt(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// undoneStepTexts names what was undone; the words that it was about follow.
var undoneStepTexts = map[string]message.Key{
	"annotation made": "your verdict", "claim made": "your claim", "reading made": "your “nothing to check”",
	"sentence confirmed": "your confirmation",
	"occurrence added":   "your marks on identical sentences", "sentence split": "your split", "sentences merged": "your joining of sentences",
	"suggestion refused": "your dismissal of a suggestion", "evidence given": "your evidence",
}

// UndoneText says what was undone and where, from the event of the change.
func UndoneText(ctx context.Context, e models.Event, ordinal int) string {
	var after struct {
		Says, Words, Exact string
		Range              int
	}
	_ = json.Unmarshal([]byte(e.After), &after) // an event that cannot be parsed only makes the text shorter
	what := sayOr(ctx, undoneStepTexts[e.Action], say(ctx, "your last step"))
	if after.Range > 0 {
		what = say(ctx, "your “nothing to check” in a range of %d", after.Range)
	}
	if after.Says != "" {
		what += " “" + word(ctx, after.Says) + "”"
	}
	if on := defaultTo(after.Exact, after.Words); on != "" && e.Action != "reading made" && e.Action != "sentence confirmed" {
		what = say(ctx, "%s on “\u2068%s\u2069”", what, on)
	}
	if ordinal == 0 {
		return say(ctx, "Undone: %s, in the title.", what)
	}
	return say(ctx, "Undone: %s, sentence %s.", what, strconv.Itoa(ordinal))
}

// ClaimExistsNotice says that the marked words are a claim already.
const ClaimExistsNotice message.Key = "These words are a claim already: here it is."

// isChosenClaim reports whether a claim's card is the selected one.
func (v SentenceView) isChosenClaim(c models.ClaimCard) bool {
	if v.Chosen != 0 {
		return c.ID == v.Chosen
	}
	return len(v.Claims) > 0 && c.ID == v.Claims[0].ID
}

// isMine reports whether by is the user.
func (v SentenceView) isMine(by *int64) bool { return by != nil && *by == v.Me }

// isReadByMe reports whether the user has marked the sentence as read.
func (v SentenceView) isReadByMe() bool {
	for _, r := range v.ReadMarks {
		if r.ReaderID == v.Me {
			return true
		}
	}
	return false
}

// shownSentences returns every sentence on the page, in order.
func (v SentenceView) shownSentences() []models.PageSentence {
	all := make([]models.PageSentence, 0, len(v.Before)+1+len(v.After))
	return append(append(append(all, v.Before...), v.Sentence), v.After...)
}

// shownTextSentences returns every sentence on the page except the title, which is not part of the text.
func (v SentenceView) shownTextSentences() []models.PageSentence {
	return slices.DeleteFunc(v.shownSentences(), func(s models.PageSentence) bool { return s.Ordinal == 0 })
}

// claimCount returns the number of claims with a status.
func claimCount(c models.Counts, s models.Status) int {
	switch s {
	case models.Sourced:
		return c.ClaimsSourced
	case models.Disputed:
		return c.ClaimsDisputed
	case models.Unverified:
		return c.ClaimsUnverified
	}
	return c.ClaimsUnchecked
}

// hiddenCharacterNames lists the invisible characters of a text, each with its count.
func hiddenCharacterNames(s string) []string {
	var names []string
	count := map[string]int{}
	for _, m := range hiddenCharacters(s) {
		if count[m.Name]++; count[m.Name] == 1 {
			names = append(names, m.Name)
		}
	}
	for i, name := range names {
		if n := count[name]; n > 1 {
			names[i] = name + " × " + strconv.Itoa(n)
		}
	}
	return names
}

// claimActionTexts contains the texts of the audit log's actions on a claim.
var claimActionTexts = map[string]message.Key{
	"claim assigned":   "assigned the claim",
	"occurrence added": "marked it in an identical sentence too", "occurrence taken away": "took it away from an identical sentence",
	"claim made": "made the claim", "claim withdrawn": "withdrew the claim",
	"annotation made": "gave a verdict", "annotation withdrawn": "withdrew a verdict",
	"claim edited": "changed its kind or risk", "claim resolved": "saved the outcome", "evidence overridden": "let it be sourced on less",
	"correction proposed": "proposed a correction", "correction accepted": "accepted a correction", "correction declined": "declined a correction",
	"correction made": "made a correction",
	"claim moved":     "found other words for it", "claim lost": "lost it",
	"occurrence lost": "lost a place of it", "claim placed": "placed it again",
	"claim retired": "retired it", "evidence confirmed": "confirmed evidence",
	"evidence given": "gave evidence", "evidence withdrawn": "took evidence back",
}

// claimActionText returns the text of an action, or the action itself if it has none.
func claimActionText(ctx context.Context, action string) string {
	return sayOr(ctx, claimActionTexts[action], action)
}

// longArticleSentences is the number of sentences from which the browser skips the layout of off-screen
// paragraphs. In shorter articles that costs more than it saves.
const longArticleSentences = 200

// cellsInGroup is how many cells of the map the browser lays out together: ten rows of eight. Off-screen
// groups cost nothing.
const cellsInGroup = 80

// cellGroups splits the map into groups.
func cellGroups(sentences []models.PageSentence) iter.Seq[[]models.PageSentence] {
	return slices.Chunk(sentences, cellsInGroup)
}

// joinReasons joins reasons to one sentence.
func joinReasons(reasons []string) string { return strings.Join(reasons, ", ") + "." }
