package store_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
)

// replay is a second, naive implementation of the product's rules. It reads the audit log of one article and
// the immutable texts of its revisions, and records who made which assertion about which words. It shares no
// code with the rules that the product applies to its rows.
type replay struct {
	db          *sql.DB
	article     int64
	desk        int64
	last        int64 // id of the newest event that was read
	title       string
	language    string
	address     string
	writer      int64
	named       int64   // the event that named the writer
	former      []int64 // writers who gave a verdict while they were named
	rules       deskRules
	drafts      map[int64]*draft // by revision id
	current     *draft
	claims      map[int64]*loggedClaim
	verdicts    map[int64]*loggedVerdict
	marks       map[int64]*loggedMark
	evidence    map[int64]*loggedEvidence
	corrections map[int64]*loggedCorrection
	queries     map[int64]*loggedQuery
	overrides   map[int64]*loggedOverride
	signature   *loggedSignOff // the valid sign-off
	wordOrigins map[string]wordOrigin
	ranges      map[int64]int     // how many marks a range has, by its first event
	spelling    map[string]string // the newest spelling of the words
	titleOrigin wordOrigin
	faults      []string       // what no log should contain
	count       map[string]int // sign-offs, by kind
	eventTrail  []string       // the events that were read, for messages

}

// deskRules is the part of a desk's policy that concerns its gate.
type deskRules struct {
	Secondaries  int  `json:"secondaries"`
	SecondReader bool `json:"second_reader"`
	SmallDesk    bool `json:"small_desk"`
}

// draft is one revision, with its current sentences and the places of its claims.
type draft struct {
	id, by          int64
	first           bool
	claimedByWriter bool // somebody stated that its words are the writer's
	text            []rune
	title           loggedSentence // with the track of the article's title
	sentences       []loggedSentence
	places          map[int64][]loggedPlace // by claim, the claim's own first
	covers          map[int64][]bool        // what each read mark covered when it was carried over
}

// loggedSentence is a sentence of a draft, or the title.
type loggedSentence struct {
	ID      int64  `json:"id"`
	Ordinal int    `json:"ordinal"`
	Region  string `json:"region"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Track   int64  `json:"track"`
	text    string
	refers  string // the words that it refers back to

	Readings []carriedReading `json:"readings"`
}

// carriedReading is a read mark that was carried over to a merged sentence.
type carriedReading struct {
	ID     int64 `json:"id"`
	Reader int64 `json:"reader"`
	Range  int   `json:"range"`
}

// loggedPlace is the place of a claim in a draft.
type loggedPlace struct {
	Claim     int64  `json:"claim"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Exact     string `json:"exact"`
	Placement string `json:"placement"`
	Further   bool   `json:"further"`
}

type loggedClaim struct {
	id, by    int64
	withdrawn bool
	outcomes  []loggedOutcome
	enough    []int64 // verdicts with an override of missing evidence
}

type loggedOutcome struct {
	event          int64
	by             int64
	how            string
	exact, context string
}

type loggedVerdict struct {
	id, event, by, claim   int64
	status                 string
	note                   string
	ruling, withdrawn      bool
	exact, context, refers string
}

type loggedMark struct {
	id, by, track         int64
	words, region, refers string
	covers                []bool // by code point of the words
	size                  int    // of the range in which it was given; 0: alone
	withdrawn             bool
}

type loggedEvidence struct {
	id, event, by, claim                 int64
	exact, class, stance                 string
	title, publisher, url, quote, locate string
	withdrawn                            bool
}

type loggedCorrection struct {
	id, by, claim, accepted int64
	from, to, state         string
}

type loggedQuery struct {
	state    string
	messages int
}

// loggedOverride is an editor's override, with the fingerprint of each item at the time.
type loggedOverride struct {
	id, by int64
	code   string
	covers map[thingKey]string
	ended  bool
}

type thingKey struct {
	kind string
	id   int64
}

type loggedSignOff struct {
	id, by    int64
	sha, head string
	rules     deskRules
}

// wordOrigin is the naive origin of words: a revision's author, the proposer of a correction, or the editor
// of the title. The zero value is unknown.
type wordOrigin struct{ revision, correction, editor int64 }

// logEntry is one event of the audit log.
type logEntry struct {
	id, actor, object int64
	action, kind      string
	before, after     string
}

// newReplay starts a replay of the log of an article, with earlier events of its desk.
func newReplay(db *sql.DB, article, desk int64) (*replay, error) {
	r := &replay{db: db, article: article, desk: desk, rules: deskRules{Secondaries: 2},
		drafts: map[int64]*draft{}, claims: map[int64]*loggedClaim{},
		verdicts: map[int64]*loggedVerdict{}, marks: map[int64]*loggedMark{}, evidence: map[int64]*loggedEvidence{}, corrections: map[int64]*loggedCorrection{},
		queries: map[int64]*loggedQuery{}, overrides: map[int64]*loggedOverride{}, wordOrigins: map[string]wordOrigin{},
		spelling: map[string]string{}, ranges: map[int64]int{}, count: map[string]int{}}
	var made int64
	if err := db.QueryRow("SELECT min(id) FROM events WHERE article_id = $1", article).Scan(&made); err != nil {
		return nil, err
	}
	if err := r.read("desk_id = $1 AND id < $2 AND action IN ('desk made', 'policy changed', 'second reader set')", desk, made); err != nil {
		return nil, err
	}
	r.last = made - 1
	return r, nil
}

// catchUp reads the events since the last call.
func (r *replay) catchUp() error {
	return r.read("id > $1 AND (article_id = $2 OR article_id IS NULL AND desk_id = $3)", r.last, r.article, r.desk)
}

func (r *replay) read(where string, args ...any) error {
	const columns = "id, coalesce(actor_id, 0), action, object, object_id, before, after"
	rows, err := r.db.Query("SELECT "+columns+" FROM events WHERE "+where+" ORDER BY id", args...)
	if err != nil {
		return err
	}
	var events []logEntry
	for rows.Next() {
		var e logEntry
		if err := rows.Scan(&e.id, &e.actor, &e.action, &e.kind, &e.object, &e.before, &e.after); err != nil {
			return err
		}
		events = append(events, e)
	}
	if err := rows.Close(); err != nil {
		return err
	}
	for _, e := range events {
		r.eventTrail = append(
			r.eventTrail,
			fmt.Sprintf("%d %d %s %s %d %s → %s", e.id, e.actor, e.action, e.kind, e.object, e.before, e.after),
		)
		if apply, known := eventHandlers[e.action]; known {
			if err := apply(r, e); err != nil {
				return fmt.Errorf("event %d, %s: %w", e.id, e.action, err)
			}
			r.excludeClaimsFromMarks()
		} else if !ignoredActions[e.action] {
			return fmt.Errorf("event %d: a replay does not know %q", e.id, e.action)
		}
		r.last = e.id
	}
	return nil
}

// decodePayload decodes one half of an event.
func decodePayload(half string, into any) error {
	if half == "" {
		return nil
	}
	return json.Unmarshal([]byte(half), into)
}

// fault records something that no log should contain.
func (r *replay) fault(e logEntry, format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf("event %d, %s by %d: ", e.id, e.action, e.actor)+fmt.Sprintf(format, args...))
}
