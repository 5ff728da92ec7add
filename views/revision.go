package views

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/anchor"
	"linecheck/text/message"
)

// RevisionsPage is the list of an article's revisions.
type RevisionsPage struct {
	Page
	List   models.RevisionList
	May    bool                    // the user may add a draft
	Errors models.ValidationErrors // why a revision could not be withdrawn
}

// Draft is a new draft as it was typed, or as its preview sent it along.
type Draft struct {
	Text   string
	Note   string
	Base   int  // number of the revision that it changes
	Stale  bool // another revision was saved since
	Errors models.ValidationErrors
	CarriedFile
}

// RevisionNewPage is the form for a new draft.
type RevisionNewPage struct {
	Page
	Article models.ArticleRow
	Draft   Draft
}

// RevisionPreviewPage shows what a draft would change.
type RevisionPreviewPage struct {
	Page
	Preview models.Preview
	Draft   Draft
}

// Ids of the forms on a sentence's page that a new draft leads to.
const (
	ConfirmForm = "confirm"
)

// PlaceForm is the id of the form that places a claim.
func PlaceForm(claimID int64) string { return "place-" + id(claimID) }

func revisionAddress(articleID int64, number int, rest string) templ.SafeURL {
	return articleAddress(articleID) + "/revisions/" + templ.SafeURL(strconv.Itoa(number)+rest)
}

// ChangesURL is the URL of the page that compares two revisions.
func ChangesURL(articleID int64, from, to int) string {
	return string(revisionAddress(articleID, to, "/changes?from="+strconv.Itoa(from)))
}

// revisionChoice labels a revision in a list of options.
func revisionChoice(ctx context.Context, r models.RevisionRow) string {
	name := strconv.Itoa(r.Number)
	if r.WithdrawnAt != nil {
		name += " " + say(ctx, "(taken back)")
	}
	return name
}

// revisionChanges summarizes what a revision changed, from its event; nil for the first revision.
type revisionChanges struct {
	Sentences models.SentenceChanges
	Claims    models.ClaimChanges
}

func parseRevisionChanges(r models.RevisionRow) *revisionChanges {
	var m revisionChanges
	if r.Made == "" || json.Unmarshal([]byte(r.Made), &m) != nil {
		return nil
	}
	return &m
}

// sentenceChangesText describes the changes of sentences: changed ones first, unchanged ones last.
func sentenceChangesText(ctx context.Context, f models.SentenceChanges) string {
	return joinCounts(ctx, []labelledCount{
		{f.Edited, "%d edited"},
		{f.New, "%d new"},
		{f.Dropped, "%d dropped"},
		{f.Moved, "%d moved"},
		{f.Split, "%d split"},
		{f.Merged, "%d merged"},
		{f.Same, "%d unchanged"},
	})
}

// claimChangesText describes the changes of claims.
func claimChangesText(ctx context.Context, f models.ClaimChanges) string {
	return joinCounts(ctx, []labelledCount{{f.Moved, "%d with other words, to be confirmed"}, {f.Lost, "%d lost"}, {f.Placed,
		"%d as they were"}})
}

// labelledCount is a count with its label.
type labelledCount struct {
	n     int
	label message.Key
}

func joinCounts(ctx context.Context, list []labelledCount) string {
	var parts []string
	for _, c := range list {
		if c.n > 0 {
			parts = append(parts, say(ctx, c.label, c.n))
		}
	}
	return defaultTo(strings.Join(parts, ", "), say(ctx, "none"))
}

// changeLabels contains the labels of what happened to a sentence.
var changeLabels = map[anchor.ChangeKind]message.Key{
	anchor.Edited:         "Edited",
	anchor.New:            "New",
	anchor.Dropped:        "Dropped",
	anchor.MovedUnchanged: "Moved, its words unchanged",
	anchor.Split:          "Split",
	anchor.Merged:         "Merged",
}

// dependencyTexts says what happened to the sentence that another one refers back to.
var dependencyTexts = map[anchor.ChangeKind]message.Key{
	anchor.Edited:         "changed",
	anchor.New:            "is new",
	anchor.Dropped:        "was dropped",
	anchor.MovedUnchanged: "moved",
	anchor.Split:          "was split",
	anchor.Merged:         "was merged",
}

// joinOrdinals lists the numbers of sentences.
func joinOrdinals(ctx context.Context, list []models.Sentence) string {
	numbers := make([]int, len(list))
	for i, s := range list {
		numbers[i] = s.Ordinal
	}
	return sayText(ctx, models.FormatSentenceNumbers(numbers))
}

// ordinalChange gives the numbers of a row's sentences, and their former numbers if they differ.
func ordinalChange(ctx context.Context, row models.ComparisonRow) string {
	switch {
	case len(row.Is) == 0:
		return say(ctx, "was %s", joinOrdinals(ctx, row.Was))
	case len(row.Was) == 0 || joinOrdinals(ctx, row.Was) == joinOrdinals(ctx, row.Is):
		return joinOrdinals(ctx, row.Is)
	}
	return say(ctx, "%s, was %s", joinOrdinals(ctx, row.Is), joinOrdinals(ctx, row.Was))
}

func joinTexts(list []models.Sentence) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.Text
	}
	return strings.Join(texts, " ")
}

// diffElement renders the deleted and inserted words inside an element. They are del and ins elements, struck
// through and underlined, so that colour is never the only sign.
func diffElement(tag string, attributes templ.Attributes, was, is string) templ.Component {
	return element(tag, attributes, func(p *htmlWriter) {
		for _, x := range anchor.Differences(was, is) {
			p.writeDiffPiece(x)
		}
	})
}

// diffSideElement renders one of two compared texts, with the words that only it contains marked.
func diffSideElement(tag string, attributes templ.Attributes, pieces []anchor.Piece, alone anchor.Op) templ.Component {
	return element(tag, attributes, func(p *htmlWriter) {
		for _, x := range pieces {
			if x.Op == anchor.Equal || x.Op == alone {
				p.writeDiffPiece(x)
			}
		}
	})
}

func (p *htmlWriter) writeDiffPiece(x anchor.Piece) {
	tag := map[anchor.Op]string{anchor.Deleted: "del", anchor.Inserted: "ins"}[x.Op]
	if tag != "" {
		p.write("<" + tag + ">")
	}
	p.writeWords(x.Text, nil)
	if tag != "" {
		p.write("</" + tag + ">")
	}
}

// markedRevision renders a revision's text with its claims underlined, without their statuses.
func markedRevision(r models.RevisionPage) templ.Component {
	return drawComponent(func(p *htmlWriter) {
		for _, b := range splitBlocks(r.Revision.Text, r.SentencesWithClaims()) {
			p.writeSeparators(b.separators)
			p.write(`<p class="` + regionClass(b.region) + `">`)
			for _, s := range b.sentences {
				p.writeEscaped(s.before)
				p.write(`<span class="sentence" id="s`)
				p.writeInt(s.Ordinal)
				p.write(`"><span class="no">`)
				p.writeInt(s.Ordinal)
				p.write(`</span><span class="t">`)
				p.writeWords(s.Text, s.ClaimSpans)
				p.write(`</span></span>`)
			}
			p.write("</p>")
			p.writeSeparators(b.trailing)
		}
	})
}

// draftClaim is a claim whose words change or that is lost, with its former sentence.
type draftClaim struct {
	models.RevisedOccurrence
	Sentence string
	Ordinal  int
}

// claimsWithPlacement returns the claims of a draft that have a placement.
func (p RevisionPreviewPage) claimsWithPlacement(placement models.Placement) []draftClaim {
	words := map[int64]models.Sentence{}
	for _, s := range p.Preview.Was.Sentences {
		words[s.ID] = s
	}
	var list []draftClaim
	for _, c := range p.Preview.Draft.Claims {
		for _, o := range c.Occurrences {
			if o.Placement == placement && o.Was.Placement != placement {
				s := words[o.Was.SentenceID]
				list = append(list, draftClaim{o, s.Text, s.Ordinal})
			}
		}
	}
	return list
}

// placementText gives the former and the new sentence of a claim to be confirmed, and explains the
// uncertainty if its words did not change.
func (p RevisionPreviewPage) placementText(ctx context.Context, c draftClaim) string {
	at := p.Preview.Draft.Sentences[c.Touched[0]]
	words := say(ctx, "sentence %s", strconv.Itoa(at.Ordinal))
	if at.Ordinal != c.Ordinal {
		words += say(ctx, ", was in %s", strconv.Itoa(c.Ordinal))
	}
	switch {
	case !text.SameCharacters(c.Exact, c.Was.Exact):
	case text.SameCharacters(at.Text, c.Sentence):
		words += say(ctx, ": the same words, but they stand in several places")
	default:
		words += say(ctx, ": the same words, in a sentence that changed")
	}
	return words
}

// comparison compares the draft with the current text.
func (p RevisionPreviewPage) comparison() models.Comparison {
	sentences := make([]models.Sentence, len(p.Preview.Draft.Sentences))
	for i, s := range p.Preview.Draft.Sentences {
		sentences[i] = s.Sentence
	}
	return models.Compare(p.Preview.Was.Sentences, sentences, p.Preview.Draft.Links)
}

// compareRevisions compares two revisions.
func compareRevisions(from, to models.RevisionPage) models.Comparison {
	a := anchor.Align(from.Revision.Text, to.Revision.Text, models.SentenceSpans(from.Sentences), models.SentenceSpans(to.Sentences))
	return models.Compare(from.Sentences, to.Sentences, a.SentenceLinks())
}

// textAttributes are the attributes of an element that contains words of an article.
func textAttributes(a models.Article, class string) templ.Attributes {
	attributes := languageAttributes(a)
	attributes["class"] = class
	return attributes
}
