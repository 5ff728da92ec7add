package store_test

import (
	"encoding/json"
	"slices"
	"strings"
)

// eventHandlers applies each kind of event.
var eventHandlers = map[string]func(*replay, logEntry) error{
	"desk made": (*replay).rulesSet, "policy changed": (*replay).rulesSet, "second reader set": (*replay).rulesSet,
	"article made": (*replay).articleMade, "article edited": (*replay).articleEdited,
	"revision made": (*replay).revisionMade, "revision withdrawn": (*replay).revisionWithdrawn,
	"words claimed": (*replay).authorshipClaimed, "writer vouched for": (*replay).authorshipClaimed,
	"sentence split": (*replay).boundariesChanged, "sentences merged": (*replay).boundariesChanged, "split withdrawn": (*replay).boundariesChanged, "merge withdrawn": (*replay).boundariesChanged,
	"claim made": (*replay).claimMade, "claim withdrawn": (*replay).claimWithdrawn, "claim retired": (*replay).claimWithdrawn,
	"claim placed": (*replay).claimPlaced, "claim resolved": (*replay).claimResolved,
	"occurrence added": (*replay).occurrenceAdded, "occurrence taken away": (*replay).occurrenceTaken,
	"annotation made": (*replay).annotationMade, "annotation withdrawn": (*replay).annotationWithdrawn,
	"evidence given": (*replay).evidenceGiven, "evidence confirmed": (*replay).evidenceConfirmed,
	"evidence withdrawn": (*replay).evidenceWithdrawn, "evidence overridden": (*replay).evidenceOverridden,
	"reading made": (*replay).readingMade, "reading withdrawn": (*replay).readingWithdrawn,
	"sentence confirmed": (*replay).sentenceConfirmed, "confirmation withdrawn": (*replay).confirmationWithdrawn,
	"correction proposed": (*replay).correctionProposed, "correction accepted": (*replay).correctionDecided,
	"correction declined": (*replay).correctionDecided, "correction made": (*replay).correctionDecided,
	"correction put back": (*replay).correctionDecided,
	"query raised":        (*replay).queryStepped, "query written in": (*replay).queryStepped, "query settled": (*replay).queryStepped,
	"query dismissed": (*replay).queryStepped, "query reopened": (*replay).queryStepped,
	"override made": (*replay).overrideMade, "override withdrawn": (*replay).overrideEnded, "override voided": (*replay).overrideEnded,
	"article signed": (*replay).articleSigned, "sign-off voided": (*replay).signOffVoided,
}

// ignoredActions are the events that concern no words: assignments, events that accompany another event,
// accounts and tokens.
var ignoredActions = map[string]bool{"article assigned": true, "article unassigned": true, "claim assigned": true, "claim edited": true,
	"article trashed": true, "article restored": true, "claim moved": true, "claim lost": true, "occurrence lost": true,
	"person disabled": true, "person enabled": true, "token made": true, "token revoked": true, "role set": true, "person added": true,
	"suggestion refused": true, "suggestion given again": true, "link revoked": true,
	"guest link made": true, "guest link revoked": true, "guest answered": true, "guest claimed words": true,
	"calendar address made": true, "calendar address ended": true,
	"note added": true, "note withdrawn": true, "mention dismissed": true}

func (r *replay) rulesSet(e logEntry) error { return decodePayload(e.after, &r.rules) }

func (r *replay) articleMade(e logEntry) error {
	var is struct {
		Title, Address, Language string
		Writer                   int64
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	r.title, r.address, r.language, r.writer, r.named = is.Title, is.Address, is.Language, is.Writer, e.id
	var id int64
	if err := r.db.QueryRow("SELECT id FROM revisions WHERE article_id = $1 AND number = 1", r.article).Scan(&id); err != nil {
		return err
	}
	d, err := r.readDraft(id, e.actor)
	if err != nil {
		return err
	}
	d.first = true
	r.current = d
	r.attributeWords(nil, d)
	r.titleOrigin = wordOrigin{revision: id}
	return nil
}

// nameWriter names another writer. The former one stays an author if they gave a verdict while they were named.
func (r *replay) nameWriter(e logEntry, writer int64) {
	if writer == r.writer {
		return
	}
	for _, v := range r.verdicts {
		if v.by == r.writer && v.event > r.named && !v.withdrawn {
			r.former = append(r.former, r.writer)
			break
		}
	}
	r.writer, r.named = writer, e.id
}

func (r *replay) articleEdited(e logEntry) error {
	is := struct {
		Title, Address, Language string
		Writer                   int64
		Sentences                []loggedSentence
	}{}
	var was struct{ Sentences []loggedSentence }
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	if err := decodePayload(e.before, &was); err != nil {
		return err
	}
	if lettersAndDigits(is.Title) != lettersAndDigits(r.title) {
		r.titleOrigin = wordOrigin{editor: e.actor}
	}
	r.nameWriter(e, is.Writer)
	r.title, r.address = is.Title, is.Address
	r.current.title.text = is.Title
	if is.Language != r.language {
		r.language = is.Language
		r.resegment(e, was.Sentences, is.Sentences) // readers of all parts had read them under the former language
	}
	return nil
}

func (r *replay) revisionMade(e logEntry) error {
	var is struct{ Places []loggedPlace }
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	d, err := r.readDraft(e.object, e.actor)
	if err != nil {
		return err
	}
	d.title = r.current.title
	for _, p := range is.Places {
		d.places[p.Claim] = append(d.places[p.Claim], p)
		if words := d.words(p.Start, p.End); p.Placement != "lost" && words != p.Exact {
			r.fault(e, "claim %d is said to stand at %q, and there is %q", p.Claim, p.Exact, words)
		}
	}
	for id, c := range r.claims {
		if len(d.places[id]) == 0 && !c.withdrawn {
			r.fault(e, "claim %d was dropped", id)
		}
	}
	d.sortPlaces()
	d.covers = map[int64][]bool{}
	for id, m := range r.marks {
		d.covers[id] = slices.Clone(m.covers)
	}
	r.attributeWords(r.current, d)
	r.current = d
	return nil
}

func (r *replay) revisionWithdrawn(e logEntry) error {
	var is struct{ Revision int64 }
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	for key, by := range r.wordOrigins {
		if by.revision == e.object {
			delete(r.wordOrigins, key)
		}
	}
	for id, covers := range r.current.covers { // nothing was done since
		r.marks[id].covers = covers
	}
	title := r.current.title
	r.current = r.drafts[is.Revision]
	r.current.title = title
	return nil
}

func (r *replay) authorshipClaimed(e logEntry) error {
	r.drafts[e.object].claimedByWriter = true
	return nil
}

func (r *replay) boundariesChanged(e logEntry) error {
	var was, is struct{ Sentences []loggedSentence }
	if err := decodePayload(e.before, &was); err != nil {
		return err
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	r.resegment(e, was.Sentences, is.Sentences)
	return nil
}

func (r *replay) claimMade(e logEntry) error {
	p := loggedPlace{Claim: e.object, Placement: "placed"}
	if err := decodePayload(e.after, &p); err != nil {
		return err
	}
	r.claims[e.object] = &loggedClaim{id: e.object, by: e.actor}
	r.current.places[e.object] = []loggedPlace{p}
	return nil
}

func (r *replay) claimWithdrawn(e logEntry) error {
	c := r.claims[e.object]
	c.withdrawn = true
	if others := r.othersWork(c, e.actor); others != "" {
		r.fault(e, "%s disappears with the claim", others)
	}
	return nil
}

// othersWork describes an assertion of somebody else about a claim, or returns "".
func (r *replay) othersWork(c *loggedClaim, who int64) string {
	for _, v := range r.verdicts {
		if v.claim == c.id && v.by != who && !v.withdrawn {
			return "another's verdict"
		}
	}
	for _, x := range r.evidence {
		if x.claim == c.id && x.by != who && !x.withdrawn {
			return "another's evidence"
		}
	}
	for _, o := range c.outcomes {
		if o.by != who {
			return "another's outcome"
		}
	}
	return ""
}

func (r *replay) claimPlaced(e logEntry) error {
	p := loggedPlace{Claim: e.object, Placement: "placed"}
	if err := decodePayload(e.after, &p); err != nil {
		return err
	}
	r.current.places[e.object] = []loggedPlace{p}
	return nil
}

func (r *replay) claimResolved(e logEntry) error {
	var is struct{ Resolution, Words, Context, Reason string }
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	c := r.claims[e.object]
	if exact, context := r.wordsOf(c.id); exact != is.Words || context != is.Context {
		r.fault(e, "it names %q in %q, and claim %d has %q in %q", is.Words, is.Context, c.id, exact, context)
	}
	c.outcomes = append(c.outcomes, loggedOutcome{e.id, e.actor, is.Resolution, is.Words, is.Context})
	return nil
}

func (r *replay) occurrenceAdded(e logEntry) error {
	p := loggedPlace{Claim: e.object, Placement: "placed", Further: true}
	if err := decodePayload(e.after, &p); err != nil {
		return err
	}
	r.current.places[e.object] = append(r.current.places[e.object], p)
	return nil
}

func (r *replay) occurrenceTaken(e logEntry) error {
	var was loggedPlace
	if err := decodePayload(e.before, &was); err != nil {
		return err
	}
	list := r.current.places[e.object]
	r.current.places[e.object] = slices.DeleteFunc(slices.Clone(list), func(p loggedPlace) bool {
		return p.Further && p.Start == was.Start && p.End == was.End
	})
	return nil
}

func (r *replay) annotationMade(e logEntry) error {
	var is struct {
		Claim                              int64
		Says, Note, Words, Context, Refers string
		Ruling                             bool
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	r.confirmPlace(is.Claim) // a verdict on words also confirms their place
	exact, context := r.wordsOf(is.Claim)
	if is.Words != exact || is.Context != context || context == "" {
		r.fault(e, "it is of %q in %q, and claim %d has %q in %q", is.Words, is.Context, is.Claim, exact, context)
	}
	if refers := r.referredBy(is.Claim); refers != is.Refers {
		r.fault(e, "it says that the sentence refers to %q, and it refers to %q", is.Refers, refers)
	}
	r.verdicts[e.object] = &loggedVerdict{
		id:      e.object,
		event:   e.id,
		by:      e.actor,
		claim:   is.Claim,
		status:  is.Says,
		note:    is.Note,
		ruling:  is.Ruling,
		exact:   is.Words,
		context: is.Context,
		refers:  is.Refers,
	}
	return nil
}

func (r *replay) annotationWithdrawn(e logEntry) error {
	var is struct{ Evidence []int64 }
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	v := r.verdicts[e.object]
	v.withdrawn = true
	if v.by != e.actor {
		r.fault(e, "it is the verdict of %d", v.by)
	}
	return r.withdrawEvidence(e, is.Evidence...)
}

func (r *replay) evidenceGiven(e logEntry) error {
	var is struct {
		Claim                                                       int64
		Class, Stance, Words, Title, Publisher, URL, Quote, Locator string
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	r.evidence[e.object] = &loggedEvidence{id: e.object, event: e.id, by: e.actor, claim: is.Claim, exact: is.Words, class: is.Class,
		stance: is.Stance,
		title:  is.Title, publisher: is.Publisher, url: is.URL, quote: is.Quote, locate: is.Locator}
	return nil
}

func (r *replay) evidenceConfirmed(e logEntry) error {
	var is struct {
		Claim, Confirms int64
		Words, Stance   string
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	again := *r.evidence[is.Confirms]
	again.id, again.event, again.by, again.exact, again.stance = e.object, e.id, e.actor, is.Words, is.Stance
	if exact, _ := r.wordsOf(is.Claim); exact != is.Words {
		r.fault(e, "it is given for %q, and claim %d has %q", is.Words, is.Claim, exact)
	}
	r.evidence[e.object] = &again
	return nil
}

func (r *replay) evidenceWithdrawn(e logEntry) error { return r.withdrawEvidence(e, e.object) }

func (r *replay) withdrawEvidence(e logEntry, ids ...int64) error {
	for _, id := range ids {
		x := r.evidence[id]
		x.withdrawn = true
		if x.by != e.actor {
			r.fault(e, "evidence %d is that of %d", id, x.by)
		}
	}
	return nil
}

func (r *replay) evidenceOverridden(e logEntry) error {
	var is struct{ Annotation int64 }
	err := decodePayload(e.after, &is)
	c := r.claims[e.object]
	c.enough = append(c.enough, is.Annotation)
	return err
}

func (r *replay) correctionProposed(e logEntry) error {
	k := loggedCorrection{id: e.object, by: e.actor, state: "proposed"}
	var is struct {
		Claim    int64
		From, To string
	}
	err := decodePayload(e.after, &is)
	k.claim, k.from, k.to = is.Claim, is.From, is.To
	r.corrections[e.object] = &k
	return err
}

func (r *replay) correctionDecided(e logEntry) error {
	var is struct {
		State    string
		Accepted int64
	}
	err := decodePayload(e.after, &is)
	r.corrections[e.object].state, r.corrections[e.object].accepted = is.State, is.Accepted
	return err
}

func (r *replay) queryStepped(e logEntry) error {
	var is struct{ State string }
	err := decodePayload(e.after, &is)
	q := r.queries[e.object]
	if q == nil {
		q = &loggedQuery{}
		r.queries[e.object] = q
	}
	q.state, q.messages = is.State, q.messages+1
	return err
}

func (r *replay) overrideMade(e logEntry) error {
	var is struct {
		Reason string
		Covers []struct {
			Kind    string
			ID, Key int64
		}
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	o := &loggedOverride{id: e.object, by: e.actor, code: is.Reason, covers: map[thingKey]string{}}
	if is.Reason == "independence" && !r.rules.SmallDesk {
		r.fault(e, "this desk does not allow that")
	}
	for _, c := range is.Covers {
		key := thingKey{c.Kind, c.Key}
		o.covers[key] = r.fingerprint(key)
		if s := r.sentence(c.Key); c.Kind == "sentence" && !r.rules.SmallDesk && s != nil && r.authorsOf(*s)[e.actor] {
			r.fault(e, "they wrote %q themselves", s.text)
		}
	}
	r.overrides[e.object] = o
	return nil
}

func (r *replay) overrideEnded(e logEntry) error {
	r.overrides[e.object].ended = true
	return nil
}

// articleSigned checks a sign-off against the log at that moment.
func (r *replay) articleSigned(e logEntry) error {
	var is struct {
		SHA256      string
		TitleSHA256 string `json:"title_sha256"`
		Policy      deskRules
		Alone       []int
	}
	if err := decodePayload(e.after, &is); err != nil {
		return err
	}
	if is.Policy != r.rules {
		r.fault(e, "it names the policy %+v, and %+v was in force", is.Policy, r.rules)
	}
	for _, p := range r.problems(e.actor, is.Policy) {
		if p.covered == 0 {
			r.fault(e, "the article could not be signed: %s", p)
		}
		if p.code == "independence" && !slices.Contains(is.Alone, p.ordinal) {
			r.fault(e, "it does not say that sentence %d had no second person", p.ordinal)
		}
	}
	r.signature = &loggedSignOff{id: e.object, by: e.actor, sha: is.SHA256, head: is.TitleSHA256, rules: is.Policy}
	if is.SHA256 != sha(string(r.current.text)) || is.TitleSHA256 != sha(r.title) {
		r.fault(e, "it is of another text")
	}
	r.countSignOff(len(is.Alone) > 0)
	return nil
}

// countSignOff counts a sign-off by how it was reached.
func (r *replay) countSignOff(alone bool) {
	kind := "by work alone"
	for _, o := range r.overrides {
		if !o.ended {
			kind = "with overrides"
		}
	}
	if alone {
		kind = "without a second person"
	}
	r.count[kind]++
}

// signOffVoided records the end of a sign-off. Another read mark must not end one that the audit log allows,
// if the log tells who wrote each sentence.
func (r *replay) signOffVoided(e logEntry) error {
	var is struct{ Why string }
	if err := json.Unmarshal([]byte(e.after), &is); err != nil {
		return err
	}
	byReading := strings.HasPrefix(is.Why, "the article changed: reading made") // an editor who withdraws it gives another reason
	unknown := func(s *loggedSentence) bool { return len(r.authorsOf(*s)) == 0 }
	if byReading && len(r.uncoveredProblems(r.signature.by, r.signature.rules)) == 0 &&
		!slices.ContainsFunc(r.allSentences(), unknown) {
		r.fault(e, "somebody only read more, and the article could be signed still")
	}
	r.signature = nil
	return nil
}
