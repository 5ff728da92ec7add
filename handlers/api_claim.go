package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"linecheck/models"
)

// apiClaim is a claim with its first location in the current revision.
type apiClaim struct {
	ID         int64             `json:"id"`
	Article    int64             `json:"article"`
	Exact      string            `json:"exact" doc:"Its words."`
	Start      int               `json:"start" doc:"Code points from the start of the revision's text; of a lost claim, where it last stood."`
	End        int               `json:"end" doc:"Where it ends, half open."`
	Sentence   int64             `json:"sentence" doc:"Id of the sentence in which it begins; of a lost claim, of the one with which it is shown."`
	Ordinal    int               `json:"ordinal" doc:"Number of that sentence."`
	Placement  models.Placement  `json:"placement" doc:"placed; moved: found again, and waiting for somebody to confirm it; lost: its words are gone."`
	Kind       models.Kind       `json:"kind"`
	Risk       models.Risk       `json:"risk"`
	Status     models.Status     `json:"status" doc:"unverified was checked and could not be proved; unchecked nobody has annotated; sealed the caller may not know before saying their own."`
	Disagree   bool              `json:"disagree" doc:"Reviewers differ, and no editor has ruled."`
	Contested  bool              `json:"contested" doc:"Somebody disputed its former words, and nothing has ended that dispute."`
	Former     *int64            `json:"former_claim,omitempty" doc:"Id of the claim on other words that it was made in the place of."`
	Resolution models.Resolution `json:"resolution" doc:"How it ended."`
	Version    int               `json:"version" doc:"Grows with every change. An annotation names the version that was read."`
}

// apiWholeClaim is a claim with its annotations, evidence and occurrences.
type apiWholeClaim struct {
	apiClaim
	Lacks       string          `json:"lacks,omitempty" doc:"What it lacks before it may be called sourced."`
	LookAgain   []string        `json:"look_again,omitempty" doc:"Who called it sourced before primary evidence contradicted it."`
	Overridden  []apiEnough     `json:"overridden" doc:"Editors' words that it may be called sourced on less than the desk's policy asks for: it is sourced by override."`
	Annotations []apiAnnotation `json:"annotations" doc:"Oldest first, with those that do not count."`
	Evidence    []apiEvidence   `json:"evidence" doc:"That is not withdrawn, oldest first."`
	Occurrences []apiOccurrence `json:"occurrences" doc:"Every place where it occurs in the current revision."`
	Corrections []apiCorrection `json:"corrections" doc:"Oldest first, with those that were declined."`
}

// apiEnough is an editor's override that lets a claim be sourced with less evidence than the policy requires.
type apiEnough struct {
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// apiAnnotation is one reviewer's verdict.
type apiAnnotation struct {
	ID          int64         `json:"id"`
	Reviewer    string        `json:"reviewer"`
	Status      models.Status `json:"status"`
	Note        string        `json:"note"`
	Ruling      bool          `json:"ruling" doc:"An editor settled a disagreement by it."`
	At          time.Time     `json:"at"`
	Words       string        `json:"words" doc:"The claim's words that it was said of."`
	Live        bool          `json:"live" doc:"The newest of its reviewer, on the words as they stand."`
	Counts      bool          `json:"counts" doc:"It makes the claim's status: it is live, and no ruling says otherwise."`
	WhyNot      string        `json:"why_not" doc:"Why it does not count, as one short sentence; empty where it does."`
	FromFile    bool          `json:"from_file" doc:"A file says so. Nobody here has said it, and it counts for nothing."`
	ByAuthor    bool          `json:"by_author" doc:"The reviewer is an author of the words: it counts, and is no second pair of eyes."`
	WithdrawnAt *time.Time    `json:"withdrawn_at,omitempty"`
}

// apiEvidence is a piece of evidence with the fields that the caller may see.
type apiEvidence struct {
	ID           int64             `json:"id"`
	Annotation   *int64            `json:"annotation,omitempty" doc:"Id of the annotation that it came with."`
	Class        models.Class      `json:"class" doc:"The source's authority for this claim."`
	Stance       models.Stance     `json:"stance"`
	Title        string            `json:"title"`
	URL          string            `json:"url,omitempty"`
	Publisher    string            `json:"publisher,omitempty"`
	From         string            `json:"from,omitempty" doc:"The agency or press release that the source repeats."`
	Kind         models.SourceKind `json:"kind"`
	Confidential bool              `json:"confidential"`
	Quote        string            `json:"quote,omitempty"`
	Locator      string            `json:"locator,omitempty"`
	AccessedOn   string            `json:"accessed_on,omitempty" format:"date"`
	By           string            `json:"by"`
	At           time.Time         `json:"at"`
	Words        string            `json:"words" doc:"The claim's words that it was given for."`
	Counts       bool              `json:"counts"`
	WhyNot       string            `json:"why_not" doc:"Why it does not count, as one short sentence; empty where it does."`
	FromFile     bool              `json:"from_file" doc:"A file says so. Nobody here has given it, and it counts for nothing."`
	Snapshot     *apiKept          `json:"snapshot,omitempty" doc:"The newest snapshot of the source."`

	Quoted models.QuoteAnswer `json:"quote_in_snapshot,omitempty" doc:"Whether the quote is in that snapshot; absent without a quote."`
}

// apiKept is a snapshot of a source.
type apiKept struct {
	ID     int64                 `json:"id"`
	Origin models.SnapshotOrigin `json:"origin" doc:"Whether the server fetched it or a person brought it; unknown where it was kept before this was recorded."`
	By     string                `json:"by"`
	At     time.Time             `json:"at"`
	SHA256 string                `json:"sha256"`
}

// apiOccurrence is one occurrence of a claim.
type apiOccurrence struct {
	Sentence  int64            `json:"sentence"`
	Ordinal   int              `json:"ordinal"`
	Start     int              `json:"start"`
	End       int              `json:"end"`
	Exact     string           `json:"exact"`
	Prefix    string           `json:"prefix"`
	Suffix    string           `json:"suffix"`
	Placement models.Placement `json:"placement"`
}

func toAPIClaim(c models.Claim, places []models.PlacedOccurrence) apiClaim {
	var at models.PlacedOccurrence
	if len(places) > 0 {
		at = places[0]
	}
	return apiClaim{
		ID:         c.ID,
		Article:    c.ArticleID,
		Exact:      at.Exact,
		Start:      at.Start,
		End:        at.End,
		Sentence:   at.SentenceID,
		Ordinal:    at.Ordinal,
		Placement:  at.Placement,
		Kind:       c.Kind,
		Risk:       c.Risk,
		Status:     c.Status,
		Disagree:   c.Disagree,
		Contested:  c.Contested,
		Former:     c.FormerClaimID,
		Resolution: c.Resolution,
		Version:    c.Version,
	}
}

func toAPIClaimDetail(w models.ClaimDetail) apiWholeClaim {
	claim := apiWholeClaim{
		apiClaim:    toAPIClaim(w.Claim, w.Occurrences),
		Lacks:       w.MissingEvidence.String(),
		LookAgain:   w.RecheckBy,
		Overridden:  make([]apiEnough, len(w.EvidenceOverrides)),
		Annotations: make([]apiAnnotation, len(w.Annotations)),
		Evidence:    make([]apiEvidence, len(w.Evidence)),
		Occurrences: make([]apiOccurrence, len(w.Occurrences)),
		Corrections: toAPICorrections(w.Corrections),
	}
	for i, o := range w.EvidenceOverrides {
		claim.Overridden[i] = apiEnough{o.Name, o.Reason, o.At.UTC()}
	}
	for i, a := range w.Annotations {
		claim.Annotations[i] = toAPIAnnotation(a, w.IsByAuthor(a.ReviewerID))
	}
	for i, e := range w.Evidence {
		claim.Evidence[i] = toAPIEvidence(e)
	}
	for i, o := range w.Occurrences {
		claim.Occurrences[i] = apiOccurrence{o.SentenceID, o.Ordinal, o.Start, o.End, o.Exact, o.Prefix, o.Suffix, o.Placement}
	}
	return claim
}

func toAPIAnnotation(a models.NamedAnnotation, byAuthor bool) apiAnnotation {
	return apiAnnotation{
		a.ID,
		a.Name,
		a.Status,
		a.Note,
		a.Ruling,
		a.At.UTC(),
		a.Exact,
		a.Live,
		a.Counts,
		a.WhyNot.String(),
		a.Imported,
		byAuthor,
		toUTC(a.WithdrawnAt),
	}
}

func toAPIEvidence(e models.VisibleEvidence) apiEvidence {
	evidence := apiEvidence{
		ID:           e.ID,
		Annotation:   e.AnnotationID,
		Class:        e.Class,
		Stance:       e.Stance,
		Title:        e.Source.Title(),
		URL:          e.Source.URL(),
		Publisher:    e.Source.Publisher(),
		From:         e.Source.From(),
		Kind:         e.Source.Kind(),
		Confidential: e.Source.Confidential(),
		Quote:        e.Quote,
		Locator:      e.Locator,
		By:           e.ByName,
		At:           e.CreatedAt.UTC(),
		Words:        e.Exact,
		Counts:       e.WhyNot.IsZero(),
		WhyNot:       e.WhyNot.String(),
		FromFile:     e.Imported,
		Quoted:       e.QuoteInSnapshot(),
	}
	if e.AccessedOn != nil {
		evidence.AccessedOn = e.AccessedOn.Format(time.DateOnly)
	}
	if k := e.NewestSnapshot; k.ID != 0 && k.At != nil {
		evidence.Snapshot = &apiKept{ID: k.ID, Origin: k.Origin, By: k.Name, At: k.At.UTC(), SHA256: k.SHA256}
	}
	return evidence
}

// answerClaim returns a claim's current state.
func answerClaim(q *call, status int, id int64) (answer, error) {
	w, err := q.h.store.ClaimDetail(q.ctx, q.reader, id)
	return answer{status: status, body: toAPIClaimDetail(w), article: w.ArticleID}, err
}

// apiGetClaim returns a claim with its annotations, evidence and occurrences.
func apiGetClaim(q *call) (answer, error) { return answerClaim(q, http.StatusOK, q.id) }

// apiNewClaim is the body of the call that creates a claim, with the offsets or a quote of its words.
type apiNewClaim struct {
	Start    *int   `json:"start,omitempty" doc:"Code points from the start of the revision's text; with end."`
	End      *int   `json:"end,omitempty" doc:"Where the words end, half open."`
	Quote    string `json:"quote,omitempty" doc:"The words themselves, which must stand in the text once; with start and end, what must stand there."`
	Prefix   string `json:"prefix,omitempty" doc:"What stands before the quote, up to it."`
	Suffix   string `json:"suffix,omitempty" doc:"What stands behind it."`
	Revision int    `json:"revision,omitempty" doc:"Number of the revision that was read; where it is not the current one any more, nothing is done. A claim by its quote alone names it once there are several."`
	Kind     string `json:"kind,omitempty"`
	Risk     string `json:"risk,omitempty"`

	WithinWord bool `json:"within_word,omitempty" doc:"The claim is meant to begin or end within a word or a character."`
}

// selection converts the body to the selected words.
func (n apiNewClaim) selection() (models.Selection, error) {
	sel := models.Selection{Revision: n.Revision, Quote: n.Quote, Prefix: n.Prefix, Suffix: n.Suffix, Kind: n.Kind, Risk: n.Risk,
		WithinWord: n.WithinWord}
	switch {
	case n.Start != nil && n.End != nil && n.Prefix+n.Suffix == "":
		sel.Start, sel.End = *n.Start, *n.End
	case n.Start == nil && n.End == nil && n.Quote != "":
		sel.Anywhere = true
	default:
		return sel, models.NewFieldError("quote", "Please give start and end, or a quote with what stands before and after it.")
	}
	return sel, nil
}

// apiCreateClaim creates a claim of words in an article.
func apiCreateClaim(q *call, sent apiNewClaim) (answer, error) {
	sel, err := sent.selection()
	if err == nil && sel.Anywhere && sel.Revision == 0 {
		sel.Revision, err = requireSingleRevision(q)
	}
	if err != nil {
		return answer{}, err
	}
	place, err := q.h.store.CreateClaim(q.ctx, q.reader, q.id, sel)
	if err != nil {
		return answer{}, err
	}
	status := http.StatusCreated
	if place.AlreadyExists {
		status = http.StatusOK
	}
	a, err := answerClaim(q, status, place.ClaimID)
	a.location = fmt.Sprintf("%s/claims/%d", apiRoot, place.ClaimID)
	return a, err
}

// requireSingleRevision returns the number of the article's only revision. If there are more, a call with a
// quote has to name the revision that the caller read.
func requireSingleRevision(q *call) (int, error) {
	row, err := q.h.store.Article(q.ctx, q.reader, q.id)
	if err == nil && row.Revision > 1 {
		err = models.ValidationErrors{
			{
				Field: "revision",
				Detail: fmt.Sprintf(
					"The article has %d revisions. Please send the number of the one that the quote was read in.",
					row.Revision,
				),
			},
		}
	}
	return row.Revision, err
}

// claimProblem is a conflict that shows the claim's current state.
type claimProblem struct {
	problem
	Claim apiWholeClaim `json:"claim" doc:"As it is now."`
}

func loadClaimConflict(q *call) (func(problem) any, error) {
	w, err := q.h.store.ClaimDetail(q.ctx, q.reader, q.id)
	return func(p problem) any { return claimProblem{p, toAPIClaimDetail(w)} }, err
}

// apiEnding is the body of the call that sets a claim's outcome.
type apiEnding struct {
	Resolution string `json:"resolution" doc:"stands, corrected, softened, attributed, cut, on author, opinion or run as is; none: it has not ended. A lost claim can only end as cut."`
	Reason     string `json:"reason,omitempty" doc:"Asked for where the claim is disputed, or lost."`
	Version    int    `json:"version" doc:"Of the claim, as it was read."`
}

// apiResolveClaim sets a claim's outcome. If the claim changed, the conflict shows its current state.
func apiResolveClaim(q *call, sent apiEnding) (answer, error) {
	_, err := q.h.store.Resolve(
		q.ctx,
		q.reader,
		q.id,
		models.OutcomeInput{Resolution: sent.Resolution, Reason: sent.Reason, Version: sent.Version},
	)
	if errors.Is(err, models.ErrStale) {
		return answer{}, &conflict{error: err, loadBody: loadClaimConflict}
	}
	if err != nil {
		return answer{}, err
	}
	return answerClaim(q, http.StatusOK, q.id)
}
