package views

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"linecheck/models"
	"linecheck/text"
	"linecheck/text/anchor"
)

// RevisionsPage is the list of an article's revisions.
type RevisionsPage struct {
	Page
	List  models.RevisionList
	May   bool           // the reader may bring a new draft in
	Wrong models.Invalid // why a revision could not be taken back
}

// Draft is a new draft as it was typed, or as it comes along from its preview.
type Draft struct {
	Text  string
	Note  string
	Base  int  // number of the revision it is a draft of
	Stale bool // another revision came in since
	Wrong models.Invalid
	FileAlong
}

// RevisionNewPage is the form of a new draft.
type RevisionNewPage struct {
	Page
	Article models.ArticleRow
	Draft   Draft
}

// RevisionPreviewPage is what a draft would come to.
type RevisionPreviewPage struct {
	Page
	Preview models.Preview
	Draft   Draft
}

// The ids of the forms on a sentence's page that a new draft gives rise to.
const (
	ConfirmForm = "confirm"
)

// PlaceForm is the id of the form that says where a claim stands now.
func PlaceForm(claimID int64) string { return "place-" + id(claimID) }

func revisionAddress(articleID int64, number int, rest string) templ.SafeURL {
	return articleAddress(articleID) + "/revisions/" + templ.SafeURL(strconv.Itoa(number)+rest)
}

// ChangesURL is the page that compares two revisions.
func ChangesURL(articleID int64, from, to int) string {
	return string(revisionAddress(articleID, to, "/changes?from="+strconv.Itoa(from)))
}

// revisionChoice names a revision in a list of choices.
func revisionChoice(r models.RevisionRow) string {
	name := strconv.Itoa(r.Number)
	if r.WithdrawnAt != nil {
		name += " (taken back)"
	}
	return name
}

// made is what a revision came to, as its event has it; nil for the first.
type made struct {
	Sentences models.SentenceFates
	Claims    models.ClaimFates
}

func madeOf(r models.RevisionRow) *made {
	var m made
	if r.Made == "" || json.Unmarshal([]byte(r.Made), &m) != nil {
		return nil
	}
	return &m
}

// sentenceFates puts what became of sentences into words: changes first, what stayed last.
func sentenceFates(f models.SentenceFates) string {
	return tallied(
		[]counted{
			{f.Edited, "edited"},
			{f.New, "new"},
			{f.Dropped, "dropped"},
			{f.Moved, "moved"},
			{f.Split, "split"},
			{f.Merged, "merged"},
			{f.Same, "unchanged"},
		},
	)
}

// claimFates puts what became of claims into words.
func claimFates(f models.ClaimFates) string {
	return tallied([]counted{{f.Moved, "with other words, to be confirmed"}, {f.Lost, "lost"}, {f.Placed, "as they were"}})
}

// counted is a number of things and what they are.
type counted struct {
	n    int
	what string
}

func tallied(list []counted) string {
	var parts []string
	for _, c := range list {
		if c.n > 0 {
			parts = append(parts, Number(c.n)+" "+c.what)
		}
	}
	return or(strings.Join(parts, ", "), "none")
}

// changeWords name what became of a sentence.
var changeWords = map[anchor.Kind]string{
	anchor.Edited:     "Edited",
	anchor.New:        "New",
	anchor.Dropped:    "Dropped",
	anchor.MovedWhole: "Moved, its words unchanged",
	anchor.Split:      "Split",
	anchor.Merged:     "Merged",
}

// leaning says in words what became of the sentence that another one leans on.
var leaning = map[anchor.Kind]string{
	anchor.Edited:     "changed",
	anchor.New:        "is new",
	anchor.Dropped:    "was dropped",
	anchor.MovedWhole: "moved",
	anchor.Split:      "was split",
	anchor.Merged:     "was merged",
}

// ordinalsOf names sentences by their numbers.
func ordinalsOf(list []models.Sentence) string {
	numbers := make([]int, len(list))
	for i, s := range list {
		numbers[i] = s.Ordinal
	}
	return models.Numbers(numbers)
}

// fromTo says where the sentences of a row stand, and where they stood if that was elsewhere.
func fromTo(row models.ComparisonRow) string {
	switch {
	case len(row.Is) == 0:
		return "was " + ordinalsOf(row.Was)
	case len(row.Was) == 0 || ordinalsOf(row.Was) == ordinalsOf(row.Is):
		return ordinalsOf(row.Is)
	}
	return ordinalsOf(row.Is) + ", was " + ordinalsOf(row.Was)
}

func textsOf(list []models.Sentence) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.Text
	}
	return strings.Join(texts, " ")
}

// diff draws what was taken out of words and put in, inside an element. Colour never says it alone: what is out is struck through, what is in
// underlined, and both are elements that say so.
func diff(tag string, attributes templ.Attributes, was, is string) templ.Component {
	return element(tag, attributes, func(p *pen) {
		for _, x := range anchor.Differences(was, is) {
			p.differing(x)
		}
	})
}

// side draws one of two texts that are compared, with what stands in it alone.
func side(tag string, attributes templ.Attributes, pieces []anchor.Piece, alone anchor.Op) templ.Component {
	return element(tag, attributes, func(p *pen) {
		for _, x := range pieces {
			if x.Op == anchor.Equal || x.Op == alone {
				p.differing(x)
			}
		}
	})
}

func (p *pen) differing(x anchor.Piece) {
	tag := map[anchor.Op]string{anchor.Deleted: "del", anchor.Inserted: "ins"}[x.Op]
	if tag != "" {
		p.write("<" + tag + ">")
	}
	p.words(x.Text, nil)
	if tag != "" {
		p.write("</" + tag + ">")
	}
}

// marked draws a revision's text with its claims underlined, without what was found of them.
func marked(r models.RevisionPage) templ.Component {
	return byHand(func(p *pen) {
		for _, b := range blocksOf(r.Revision.Text, r.Marked()) {
			p.write(`<p class="` + className(b.region) + `">`)
			for _, s := range b.sentences {
				p.escaped(s.before)
				p.write(`<span class="sentence" id="s`)
				p.number(s.Ordinal)
				p.write(`"><span class="no">`)
				p.number(s.Ordinal)
				p.write(`</span><span class="t">`)
				p.words(s.Text, s.Marks)
				p.write(`</span></span>`)
			}
			p.write("</p>")
		}
	})
}

// draftClaim is a claim that comes with other words, or is lost, with the sentence it stood in.
type draftClaim struct {
	models.RevisedOccurrence
	Sentence string
	Ordinal  int
}

// claimsThat are the claims of a draft that come to stand in some way.
func (p RevisionPreviewPage) claimsThat(placement models.Placement) []draftClaim {
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

// whereTo says where a claim that is to be confirmed stood and stands, and why it is not certain where its words did not change.
func (p RevisionPreviewPage) whereTo(c draftClaim) string {
	at := p.Preview.Draft.Sentences[c.Touched[0]]
	words := "sentence " + strconv.Itoa(at.Ordinal)
	if at.Ordinal != c.Ordinal {
		words += ", was in " + strconv.Itoa(c.Ordinal)
	}
	switch {
	case !text.SameCharacters(c.Exact, c.Was.Exact):
	case text.SameCharacters(at.Text, c.Sentence):
		words += ": the same words, but they stand in several places"
	default:
		words += ": the same words, in a sentence that changed"
	}
	return words
}

// comparison is the draft beside the text that stands.
func (p RevisionPreviewPage) comparison() models.Comparison {
	sentences := make([]models.Sentence, len(p.Preview.Draft.Sentences))
	for i, s := range p.Preview.Draft.Sentences {
		sentences[i] = s.Sentence
	}
	return models.Compare(p.Preview.Was.Sentences, sentences, p.Preview.Draft.Links)
}

// comparisonOf lays two revisions beside each other.
func comparisonOf(from, to models.RevisionPage) models.Comparison {
	a := anchor.Align(from.Revision.Text, to.Revision.Text, models.SpansOf(from.Sentences), models.SpansOf(to.Sentences))
	return models.Compare(from.Sentences, to.Sentences, a.Sentences())
}

// withClass is what stands on an element that holds words of an article.
func withClass(a models.Article, class string) templ.Attributes {
	attributes := wordsOf(a)
	attributes["class"] = class
	return attributes
}
