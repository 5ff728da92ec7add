package handlers

import (
	"net/http"
	"time"

	"linecheck/models"
)

// apiNote is a note on a sentence.
type apiNote struct {
	ID       int64     `json:"id"`
	Article  int64     `json:"article"`
	Sentence *int      `json:"sentence,omitempty" doc:"Number of its sentence, 0 of the title; left out where the sentence is gone."`
	Text     string    `json:"text"`
	Of       string    `json:"of" doc:"The words of the sentence when the note was written."`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Mentions []int64   `json:"mentions" doc:"Ids of the people of the desk whom it mentions."`
}

// apiNotes is the notes of an article.
type apiNotes struct {
	Notes []apiNote `json:"notes" doc:"In the order of the text; those whose sentence is gone come last."`
}

func toAPINote(n models.NamedNote) apiNote {
	note := apiNote{ID: n.ID, Article: n.ArticleID, Text: n.Body, Of: n.Words, By: n.Name, At: n.WrittenAt.UTC(), Mentions: []int64{}}
	if n.Ordinal >= 0 {
		note.Sentence = &n.Ordinal
	}
	note.Mentions = append(note.Mentions, n.Mentioned...)
	return note
}

// apiListNotes lists the notes on the sentences of an article.
func apiListNotes(q *call) (answer, error) { return answerNotes(q, q.id) }

func answerNotes(q *call, article int64) (answer, error) {
	list, err := q.h.store.Notes(q.ctx, q.reader, article)
	notes := apiNotes{make([]apiNote, len(list))}
	for i, n := range list {
		notes.Notes[i] = toAPINote(n)
	}
	return answer{status: http.StatusOK, body: notes, article: article}, err
}

// apiNewNote is the body of the call that writes a note.
type apiNewNote struct {
	Text  string `json:"text" doc:"@ and the name of somebody of the desk mentions them."`
	Words string `json:"words,omitempty" doc:"The sentence, as it was read. Where that changed since, nothing is written."`
}

// apiAddNote writes a note on a sentence.
func apiAddNote(q *call, sent apiNewNote) (answer, error) {
	id, place, err := q.h.store.AddNote(q.ctx, q.reader, q.id, models.NoteInput{Body: sent.Text, Words: sent.Words})
	if err != nil {
		return answer{}, renameFields(err, queryFields)
	}
	note, err := q.h.store.Note(q.ctx, q.reader, id)
	return answer{status: http.StatusCreated, body: toAPINote(note), article: place.ArticleID}, err
}

// apiWithdrawNote withdraws the caller's own note.
func apiWithdrawNote(q *call) (answer, error) {
	place, err := q.h.store.WithdrawNote(q.ctx, q.reader, q.id)
	if err != nil {
		return answer{}, err
	}
	return answerNotes(q, place.ArticleID)
}

// apiMention is a note or a message in which the caller is mentioned.
type apiMention struct {
	ID       int64     `json:"id"`
	Article  int64     `json:"article"`
	Sentence int       `json:"sentence" doc:"Number of the sentence; 0 of the title, or where it is about the article."`
	Query    int64     `json:"query,omitempty" doc:"Id of the query, where it is in one; else it is in a note."`
	Text     string    `json:"text" doc:"Empty while a desk that checks blind hides the note."`
	Of       string    `json:"of" doc:"The words that it was written about."`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// apiMentions are the caller's unsettled mentions.
type apiMentions struct {
	Mentions []apiMention `json:"mentions" doc:"At most 100, by the due time of their articles."`
}

// apiListMentions lists the unsettled mentions of the caller.
func apiListMentions(q *call) (answer, error) {
	list, err := q.h.store.Mentions(q.ctx, q.reader)
	all := apiMentions{make([]apiMention, len(list))}
	for i, m := range list {
		all.Mentions[i] = apiMention{m.ID, m.ArticleID, m.Ordinal, m.QueryID, m.Body, m.Words, m.Author, m.WrittenAt.UTC()}
	}
	return answer{status: http.StatusOK, body: all}, err
}

// apiDismissMention removes a mention from the caller's queue.
func apiDismissMention(q *call) (answer, error) {
	if err := q.h.store.DismissMention(q.ctx, q.reader, q.id); err != nil {
		return answer{}, err
	}
	return apiListMentions(q)
}

// noteOperations returns the calls about notes on sentences and about mentions.
var noteOperations = []operation{
	{
		method:      "GET",
		path:        "/articles/:id/notes",
		operationID: "listNotes",
		summary:     "The notes on the sentences of an article.",
		endpoint:    apiHandler(apiListNotes),
		answers:     map[int]any{200: apiNotes{}},
	},
	{
		method:      "POST",
		path:        "/sentences/:id/notes",
		operationID: "addNote",
		summary:     "Write a note on a sentence. It settles nothing.",
		endpoint:    withBody[apiNewNote](apiAddNote),
		answers:     map[int]any{201: apiNote{}, 409: problem{}},
	},
	{
		method:      "DELETE",
		path:        "/notes/:id",
		operationID: "withdrawNote",
		summary:     "Withdraw a note of one's own; the answer has the others of the article.",
		endpoint:    apiHandler(apiWithdrawNote),
		answers:     map[int]any{200: apiNotes{}},
	},
	{
		method:      "GET",
		path:        "/mentions",
		operationID: "listMentions",
		summary:     "The notes and queries that mention the caller, until they answer or dismiss them.",
		endpoint:    apiHandler(apiListMentions),
		answers:     map[int]any{200: apiMentions{}},
	},
	{
		method:      "POST",
		path:        "/mentions/:id/dismiss",
		operationID: "dismissMention",
		summary:     "Dismiss a mention of the caller; the answer has the others that wait.",
		endpoint:    apiHandler(apiDismissMention),
		answers:     map[int]any{200: apiMentions{}},
	},
}
