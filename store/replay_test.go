package store_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
)

// replay is a second, naive implementation of what a newsroom promises. It reads the audit log of one article and the immutable texts of
// its revisions, and keeps who said what of which words. It shares no code with the rules that the product applies to its own rows.
type replay struct {
	db          *sql.DB
	article     int64
	desk        int64
	last        int64 // id of the newest event that was read
	title       string
	language    string
	address     string
	writer      int64
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
	signature   *loggedSignOff // the sign-off that stands
	wordOrigins map[string]wordOrigin
	titleOrigin wordOrigin
	faults      []string       // what no log should contain
	count       map[string]int // sign-offs, by kind
	eventTrail  []string       // the events that were read, to show

}

// deskRules is what of a desk's policy bears on its gate.
type deskRules struct {
	Secondaries  int  `json:"secondaries"`
	SecondReader bool `json:"second_reader"`
	SmallDesk    bool `json:"small_desk"`
}

// draft is one revision, with its sentences as they are cut now and the places of the claims in it.
type draft struct {
	id, by          int64
	first           bool
	claimedByWriter bool // somebody said that its words are the writer's
	text            []rune
	title           loggedSentence // with the track of the article's title
	sentences       []loggedSentence
	places          map[int64][]loggedPlace // by claim, the claim's own first
	covers          map[int64][]bool        // what each read mark covered when it came
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

// carriedReading is a read mark that came to a sentence which was joined of others.
type carriedReading struct {
	ID     int64 `json:"id"`
	Reader int64 `json:"reader"`
}

// openPage is where a claim stands in a draft.
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
	enough    []int64 // verdicts with which an editor said that the evidence is enough
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

// loggedOverride is an editor's override, with a print of each thing as it was.
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

// wordOrigin is who first brought words in, by the naive rule: a revision's author, who proposed a correction, or who changed the
// title. The
// zero value is nobody in particular.
type wordOrigin struct{ revision, correction, editor int64 }

// logEntry is one event of the audit log.
type logEntry struct {
	id, actor, object int64
	action, kind      string
	before, after     string
}

// newReplay begins to read the log of an article, with what its desk decided before.
func newReplay(db *sql.DB, article, desk int64) (*replay, error) {
	r := &replay{db: db, article: article, desk: desk, rules: deskRules{Secondaries: 2},
		drafts: map[int64]*draft{}, claims: map[int64]*loggedClaim{},
		verdicts: map[int64]*loggedVerdict{}, marks: map[int64]*loggedMark{}, evidence: map[int64]*loggedEvidence{}, corrections: map[int64]*loggedCorrection{},
		queries: map[int64]*loggedQuery{}, overrides: map[int64]*loggedOverride{}, wordOrigins: map[string]wordOrigin{}, count: map[string]int{}}
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

// catchUp reads what was written since.
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

// describeAnnotation reads one half of an event.
func decodePayload(half string, into any) error {
	if half == "" {
		return nil
	}
	return json.Unmarshal([]byte(half), into)
}

// fault notes something that no log should contain.
func (r *replay) fault(e logEntry, format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf("event %d, %s by %d: ", e.id, e.action, e.actor)+fmt.Sprintf(format, args...))
}
