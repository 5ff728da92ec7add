package models

import (
	"slices"
	"time"

	"linecheck/text/message"
)

// NoticeKind is the reason for which a user is notified.
type NoticeKind string

// The kinds of notices.
const (
	NoticeAsked              NoticeKind = "asked"               // the user received a query, or its raiser wrote again
	NoticeAnswered           NoticeKind = "answered"            // the user's query was answered
	NoticeDismissed          NoticeKind = "dismissed"           // the user's query was dismissed
	NoticeMentioned          NoticeKind = "mentioned"           // a note or a message names the user
	NoticeAssigned           NoticeKind = "assigned"            // a claim or an article was assigned to the user
	NoticeDisagreed          NoticeKind = "disagreed"           // somebody gave another verdict than the user's
	NoticeRuled              NoticeKind = "ruled"               // an editor ruled on a claim that the user judged
	NoticeCorrectionProposed NoticeKind = "correction proposed" // the user is an editor and decides about it
	NoticeCorrectionAccepted NoticeKind = "correction accepted" // the user is a writer and makes the change in the text
	NoticeRevised            NoticeKind = "revised"             // a new revision changed what the user had read or judged
	NoticeVoided             NoticeKind = "sign-off void"       // the user's own sign-off, or that of an article that they edit, is void
	NoticeDue                NoticeKind = "due soon"            // an assignment of the user is due soon
	NoticeReady              NoticeKind = "ready"               // the gate waits only for the user's sign-off
)

// NoticeKinds lists every kind.
var NoticeKinds = []NoticeKind{
	NoticeAsked,
	NoticeAnswered,
	NoticeDismissed,
	NoticeMentioned,
	NoticeAssigned,
	NoticeDisagreed,
	NoticeRuled,
	NoticeCorrectionProposed,
	NoticeCorrectionAccepted,
	NoticeRevised,
	NoticeVoided,
	NoticeDue,
	NoticeReady,
}

const (
	// NoticeRetention is how long a notice is kept.
	NoticeRetention = 90 * 24 * time.Hour
	// DueSoon is how long before the due time of an assignment its user is notified.
	DueSoon = 2 * time.Hour
	// MaxNoticeCount is the largest number of unread notices that pages display.
	MaxNoticeCount = 99
)

// Notice is one event that concerns one user. It contains only facts. Its text is written when it is displayed, in the user's language
// and with their rights at that time.
type Notice struct {
	ID        int64
	UserID    int64
	Kind      NoticeKind
	At        time.Time
	DeskID    int64
	ArticleID int64
	ClaimID   *int64
	QueryID   *int64
	NoteID    *int64
	ActorID   *int64     // the actor; nil for the program
	DueAt     *time.Time // only for a notice about a due time
	ReadAt    *time.Time
}

// NoticeRow is a notice with the data that its text needs.
type NoticeRow struct {
	Notice
	ArticleTitle string
	Language     string // the article's language
	Desk         string
	MailText     bool   // the desk allows mails to quote titles and claims
	Actor        string // the actor's name; "" for the program
	Words        string // the claim's words; "" for none
	Ordinal      int    // the number of the claim's or note's sentence in the current revision; 0 for the title, or for none
	Placed       bool   // the claim or note has a place in the current revision
	Own          bool   // the void sign-off was the user's own
	Guest        *Guest `gorm:"-"` // the actor, if a person without an account used a link; otherwise nil
}

// NoticeFacts are the facts about one change from which the rules decide whom to notify. The store loads only those that the action
// needs.
type NoticeFacts struct {
	Action    string // as the audit log names it
	Actor     int64
	DeskID    int64
	ArticleID int64
	ClaimID   int64
	Query     *Query  // the query after the action, if the action was about one
	NoteID    int64   // the note, if the action was about one
	Revision  int64   // the new revision
	SignOff   int64   // the sign-off that was voided
	Person    int64   // the person to whom something was assigned; 0 for nobody
	Mentioned []int64 // the users whom the new text mentions
	Writer    int64   // the article's named writer; 0 for none
	Signer    int64   // the user who had signed
	Ruling    bool    // whether the verdict is a ruling
	Disagree  bool    // whether reviewers disagree on the claim after the verdict
	Verdict   Status  // the new verdict, if the action was one
	Judges    []ClaimJudge
	Affected  []int64 // the users who had read or judged what the new revision changed
	Members   []NoticeMember
}

// ClaimJudge is a user's current verdict on the claim's current words.
type ClaimJudge struct {
	UserID int64
	Status Status
}

// NoticeMember is a current member of the article's desk.
type NoticeMember struct {
	ID     int64
	Role   Role
	Works  bool // the member is assigned to the article, or has worked on it
	Sealed bool // the member checks blind, and has given no verdict on the claim yet
}

// MayNotify reports whether the change could notify anybody. Most changes notify nobody.
func (f NoticeFacts) MayNotify() bool {
	if f.Verdict != "" && !f.Ruling && !f.Disagree {
		return len(f.Mentioned) > 0
	}
	return noticeRules[f.Action] != nil || len(f.Mentioned) > 0
}

// Candidates returns the ids of the users whom the change may concern, without the actor. If all is true, it may concern every member of
// the desk.
func (f NoticeFacts) Candidates() (ids []int64, all bool) {
	switch f.Action {
	case "annotation made":
		for _, j := range f.Judges {
			if f.Ruling || j.Status != f.Verdict {
				ids = append(ids, j.UserID)
			}
		}
	case "claim assigned", "article assigned":
		ids = append(ids, f.Person)
	case "revision made":
		ids = append(ids, f.Affected...)
	default:
		if noticeRules[f.Action] != nil {
			return nil, true
		}
	}
	ids = append(ids, f.Mentioned...)
	return slices.DeleteFunc(ids, func(id int64) bool { return id == 0 || id == f.Actor }), false
}

// noticeRule returns the kind of notice that a member receives, or "" for none.
type noticeRule func(f NoticeFacts, m NoticeMember) NoticeKind

// noticeRules contains, by action, the rule that decides who is notified.
var noticeRules = map[string]noticeRule{
	"query raised":        toAddressees,
	"query written in":    toAddresseesOrRaiser,
	"query reopened":      toAddressees,
	"query dismissed":     toRaiser(NoticeDismissed),
	"guest answered":      toRaiser(NoticeAnswered),
	"guest claimed words": toRaiser(NoticeAnswered),
	"claim assigned":      toAssigned,
	"article assigned":    toAssigned,
	"annotation made":     toJudges,
	"correction proposed": toEditors(NoticeCorrectionProposed),
	"correction accepted": toWriters,
	"revision made":       toAffected,
	"sign-off voided":     toSignerAndEditors,
	GateReady:             toEditors(NoticeReady),
}

// GateReady stands for the action after which a gate has no more reasons. The audit log has no such action.
const GateReady = "gate opened"

// NoticesOf returns the notices about one change, at most one for each member. It omits the actor, and members who may not see the
// change.
func NoticesOf(f NoticeFacts) []Notice {
	rule := noticeRules[f.Action]
	var list []Notice
	for _, m := range f.Members {
		if m.ID == f.Actor {
			continue
		}
		kind := NoticeKind("")
		if rule != nil {
			kind = rule(f, m)
		}
		if kind == "" && slices.Contains(f.Mentioned, m.ID) {
			kind = NoticeMentioned
		}
		if kind == "" || m.Sealed && kind.RevealsVerdicts() {
			continue
		}
		n := Notice{
			UserID:    m.ID,
			Kind:      kind,
			DeskID:    f.DeskID,
			ArticleID: f.ArticleID,
			ClaimID:   optionalID(f.ClaimID),
			NoteID:    optionalID(f.NoteID),
			ActorID:   optionalID(f.Actor),
		}
		if f.Query != nil {
			n.QueryID, n.ClaimID = &f.Query.ID, f.Query.ClaimID
		}
		list = append(list, n)
	}
	return list
}

// optionalID returns a pointer to an id, or nil for 0.
func optionalID(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// RevealsVerdicts reports whether a notice about a sealed claim would reveal other reviewers' findings. A kind reveals them unless it is
// listed here.
func (k NoticeKind) RevealsVerdicts() bool {
	switch k {
	case NoticeAsked, NoticeAnswered, NoticeDismissed, NoticeAssigned, NoticeDue, NoticeRevised:
		return false
	}
	return true
}

// RevealingNotices lists the kinds that are hidden while their claim is sealed.
func RevealingNotices() []NoticeKind {
	return slices.DeleteFunc(slices.Clone(NoticeKinds), func(k NoticeKind) bool { return !k.RevealsVerdicts() })
}

// EditorNotices lists the kinds that are shown only to users who may rule at the desk.
var EditorNotices = []NoticeKind{NoticeCorrectionProposed, NoticeVoided, NoticeReady}

// IsFor reports whether a user could ever receive notices of a kind.
func (k NoticeKind) IsFor(r Reader) bool {
	return !slices.Contains(EditorNotices, k) || len(r.DesksFor(ActRule)) > 0
}

func toAddressees(f NoticeFacts, m NoticeMember) NoticeKind {
	if f.Query != nil && f.Query.State == QueryOpen && f.Query.IsAddressedTo(m.ID, m.Role) {
		return NoticeAsked
	}
	return ""
}

// toAddresseesOrRaiser notifies the query's addressees if the raiser wrote, and the raiser if somebody else did.
func toAddresseesOrRaiser(f NoticeFacts, m NoticeMember) NoticeKind {
	if f.Query != nil && f.Actor == f.Query.RaisedBy {
		return toAddressees(f, m)
	}
	return toRaiser(NoticeAnswered)(f, m)
}

func toRaiser(kind NoticeKind) noticeRule {
	return func(f NoticeFacts, m NoticeMember) NoticeKind {
		if f.Query != nil && f.Query.RaisedBy == m.ID {
			return kind
		}
		return ""
	}
}

func toAssigned(f NoticeFacts, m NoticeMember) NoticeKind {
	if f.Person == m.ID {
		return NoticeAssigned
	}
	return ""
}

// toJudges reacts to a verdict on a claim. A ruling notifies everybody who judged the claim. A verdict that causes a disagreement
// notifies those who judged differently.
func toJudges(f NoticeFacts, m NoticeMember) NoticeKind {
	at := slices.IndexFunc(f.Judges, func(j ClaimJudge) bool { return j.UserID == m.ID })
	switch {
	case at < 0:
	case f.Ruling:
		return NoticeRuled
	case f.Disagree && f.Judges[at].Status != f.Verdict:
		return NoticeDisagreed
	}
	return ""
}

// toEditors notifies the editors who work on the article. If none does, it notifies every editor of the desk.
func toEditors(kind NoticeKind) noticeRule {
	return func(f NoticeFacts, m NoticeMember) NoticeKind {
		if m.Role.Allows(ActRule) && (m.Works || !f.hasEditor()) {
			return kind
		}
		return ""
	}
}

// hasEditor reports whether an editor works on the article.
func (f NoticeFacts) hasEditor() bool {
	return slices.ContainsFunc(f.Members, func(m NoticeMember) bool { return m.Works && m.Role.Allows(ActRule) })
}

// toWriters notifies the article's writer, or every writer of the desk if the article names none.
func toWriters(f NoticeFacts, m NoticeMember) NoticeKind {
	if f.Writer == m.ID || f.Writer == 0 && m.Role == Writer {
		return NoticeCorrectionAccepted
	}
	return ""
}

func toAffected(f NoticeFacts, m NoticeMember) NoticeKind {
	if slices.Contains(f.Affected, m.ID) {
		return NoticeRevised
	}
	return ""
}

func toSignerAndEditors(f NoticeFacts, m NoticeMember) NoticeKind {
	if f.Signer == m.ID || m.Works && m.Role.Allows(ActRule) {
		return NoticeVoided
	}
	return ""
}

// noticeTexts are the texts of notices. %s is the actor's name.
var noticeTexts = map[NoticeKind]message.Key{
	NoticeAsked:              "%s asked you a question.",
	NoticeAnswered:           "%s answered your query.",
	NoticeDismissed:          "%s dismissed your query.",
	NoticeMentioned:          "%s mentioned you.",
	NoticeAssigned:           "%s assigned this to you.",
	NoticeDisagreed:          "%s disagrees with your verdict.",
	NoticeRuled:              "%s ruled on a claim that you judged.",
	NoticeCorrectionProposed: "%s proposed a correction. An editor decides it.",
	NoticeCorrectionAccepted: "%s accepted a correction. Please bring it into the text.",
	NoticeRevised:            "%s added a revision that changes what you had checked.",
	NoticeVoided:             "The sign-off is void after a change by %s.",
	NoticeDue:                "What was assigned to you is due soon.",
	NoticeReady:              "The article is ready for your sign-off after a change by %s.",
}

// noticeNames are the names of the kinds in the settings.
var noticeNames = map[NoticeKind]message.Key{
	NoticeAsked:              "A question to you",
	NoticeAnswered:           "An answer to your query",
	NoticeDismissed:          "Your query was dismissed",
	NoticeMentioned:          "A note or a message names you",
	NoticeAssigned:           "Something was assigned to you",
	NoticeDisagreed:          "Somebody disagrees with your verdict",
	NoticeRuled:              "An editor ruled on a claim that you judged",
	NoticeCorrectionProposed: "A correction waits for an editor",
	NoticeCorrectionAccepted: "A correction waits for you to bring it into the text",
	NoticeRevised:            "A revision changed what you had checked",
	NoticeVoided:             "A sign-off became void",
	NoticeDue:                "Something of yours is due soon",
	NoticeReady:              "An article is ready for your sign-off",
}

// Name returns the kind's name in the settings.
func (k NoticeKind) Name() message.Key { return noticeNames[k] }

// ownSignOffVoid is the text if the user's own sign-off was voided.
const ownSignOffVoid message.Key = "Your sign-off is void after a change by %s."

// TextKey returns the notice's text, and whether it contains the actor's name.
func (n NoticeRow) TextKey() (key message.Key, actor bool) {
	if n.Kind == NoticeVoided && n.Own {
		return ownSignOffVoid, true
	}
	return noticeTexts[n.Kind], n.Kind != NoticeDue
}

// ActorName returns the actor's name, or the program's name if there was no actor.
func (n NoticeRow) ActorName() message.Text {
	switch {
	case n.Guest != nil:
		return n.Guest.Text(n.Actor)
	case n.Actor == "":
		return message.Plain("Linecheck")
	}
	return message.Plain(n.Actor)
}

// Person returns the actor's name in English, or "" for the program.
func (n NoticeRow) Person() string {
	if n.Guest != nil {
		return n.Guest.NameOf(n.Actor)
	}
	return n.Actor
}

// Text returns the notice's text.
func (n NoticeRow) Text() message.Text {
	key, actor := n.TextKey()
	if !actor {
		return message.New(key)
	}
	return message.New(key, n.ActorName())
}

// NoticeFilter narrows the list of notices.
type NoticeFilter struct {
	Unread bool
}

// Notices is one page of a user's notices. The unread ones come first. Both parts are sorted from new to old.
type Notices struct {
	List   []NoticeRow
	Next   string // the cursor of the next page; "" for none
	Unread int    // at most MaxNoticeCount+1
	Newest int64  // the id of the newest unread notice; 0 for none
}
