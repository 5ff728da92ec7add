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

// Rights is what a reader may do with one article: all that the article view knows of who reads it.
type Rights struct {
	Check, Answer, Rule, Arrange, Trash, Revise bool
	Claim                                       bool // say that words of the article are the reader's own, as its named writer
}

// RightsOf says what a reader may do with an article. What lies in the trash can only be brought back.
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

// ArticleView is the article view: the same for everyone with the same rights.
type ArticleView struct {
	models.ArticlePage
	May  Rights
	Zone *time.Location
	Same *models.SameText // an older article with the same text; nil: there is none
}

// SentenceView is one sentence's page, as one reader sees it.
type SentenceView struct {
	models.SentencePage
	Suggested models.SentenceSuggestions
	Others    []models.PageSentence // the sentences that what is suggested is about besides
	May       Rights
	Me        int64       // the reader's user id
	Role      models.Role // the reader's, at the article's desk
	Chosen    int64       // the claim whose card is chosen; 0 for the first
	Source    int64       // a source that was chosen for that claim's evidence; 0 for none
	Link      int         // the number of a link of the file that was chosen for it; 0 for none
	FormState FormState   // what was typed into a form that was refused
	Notice    string      // what the reader's last change came to, where there is more to say of it
	Undone    bool        // it was an undo
	Zone      *time.Location
}

// FormState is a form that was refused: what stood in its fields, and what was wrong.
type FormState struct {
	Form     string // the form's id; "" when nothing was refused
	Values   url.Values
	Errors   models.ValidationErrors
	Conflict bool // somebody changed the claim, or the sentences, meanwhile
}

// forForm is what was typed, where the form is the one with this id.
func (t FormState) forForm(form string) FormState {
	if t.Form != form {
		return FormState{}
	}
	return t
}

// value is a field as it was typed, or the other where nothing was.
func (t FormState) value(field, other string) string {
	if t.Form == "" || !t.Values.Has(field) {
		return other
	}
	return t.Values.Get(field)
}

// AnnotationForm is the id of the form that says something of a claim.
func AnnotationForm(claimID int64) string { return "tag-" + id(claimID) }

// The ids of a sentence page's other forms that can be refused.
const (
	ClaimForm = "new-claim"
	UndoForm  = "undo"
	RedoForm  = "redo"
	SplitForm = "split"
	MergeForm = "merge"
	// DuplicatesForm stands for every form that settles identical sentences.
	DuplicatesForm = "repeats"
)

// SentenceURL is one sentence's own page.
func SentenceURL(articleID int64, ordinal int) string {
	return "/articles/" + id(articleID) + "/sentences/" + strconv.Itoa(ordinal)
}

// LocationURL is where a person is brought after a change: the sentence, with the claim's card chosen, and with the other
// sentences that the change touched, so that who shows the whole article can show them as they are now.
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

// undoneStepTexts name what was undone, before the words that it was about.
var undoneStepTexts = map[string]message.Key{
	"annotation made": "your verdict", "claim made": "your claim", "reading made": "your “nothing to check”",
	"sentence confirmed": "your confirmation",
	"occurrence added":   "your marks on identical sentences", "sentence split": "your split", "sentences merged": "your joining of sentences",
	"suggestion refused": "your dismissal of a suggestion", "evidence given": "your evidence",
}

// UndoneText say what was undone, and where, from the event of the step.
func UndoneText(ctx context.Context, e models.Event, ordinal int) string {
	var after struct{ Says, Words, Exact string }
	_ = json.Unmarshal([]byte(e.After), &after) // an event that cannot be read says less
	what := sayOr(ctx, undoneStepTexts[e.Action], say(ctx, "your last step"))
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

// ClaimExistsNotice says that the words that were marked are a claim already.
const ClaimExistsNotice message.Key = "These words are a claim already: here it is."

// isChosenClaim reports whether a claim's card is the chosen one.
func (v SentenceView) isChosenClaim(c models.ClaimCard) bool {
	if v.Chosen != 0 {
		return c.ID == v.Chosen
	}
	return len(v.Claims) > 0 && c.ID == v.Claims[0].ID
}

// isMine reports whether the reader did something.
func (v SentenceView) isMine(by *int64) bool { return by != nil && *by == v.Me }

// isReadByMe is the reader's own mark on the sentence.
func (v SentenceView) isReadByMe() bool {
	for _, r := range v.ReadMarks {
		if r.ReaderID == v.Me {
			return true
		}
	}
	return false
}

// shownSentences is every sentence on the page, in order.
func (v SentenceView) shownSentences() []models.PageSentence {
	all := make([]models.PageSentence, 0, len(v.Before)+1+len(v.After))
	return append(append(append(all, v.Before...), v.Sentence), v.After...)
}

// shownTextSentences is every sentence of the text on the page, in order: the title stands beside the text.
func (v SentenceView) shownTextSentences() []models.PageSentence {
	return slices.DeleteFunc(v.shownSentences(), func(s models.PageSentence) bool { return s.Ordinal == 0 })
}

// claimCount is how many claims have a status.
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

// hiddenCharacterNames lists the characters of a text that nobody can see, each with how often it stands there.
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

// claimActionTexts puts the record's names of what happened to a claim into a sentence's words.
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

// claimActionText is what somebody did; an act that has no words of its own here is shown as the record names it.
func claimActionText(ctx context.Context, action string) string {
	return sayOr(ctx, claimActionTexts[action], action)
}

// longArticleSentences is the number of sentences from which a browser lays out only what is in sight: below it that costs more
// than it saves.
const longArticleSentences = 200

// cellsInGroup is how many cells of the map the browser lays out together: ten rows of eight. Groups out of sight cost nothing.
const cellsInGroup = 80

// cellGroups cuts the map into groups.
func cellGroups(sentences []models.PageSentence) iter.Seq[[]models.PageSentence] {
	return slices.Chunk(sentences, cellsInGroup)
}

// joinReasons puts reasons into one sentence.
func joinReasons(reasons []string) string { return strings.Join(reasons, ", ") + "." }
