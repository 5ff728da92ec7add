package handlers_test

import (
	"fmt"
	"slices"
	"testing"
)

// noteReply contains the fields of notes and mentions that tests use.
type noteReply struct {
	ID       int64
	Sentence *int
	Text, Of string
	By       string
	Mentions []int64
	Notes    []noteReply
}

// mentionsReply is what waits for the caller because they are mentioned.
type mentionsReply struct {
	Mentions []struct {
		ID, Query int64
		Sentence  int
		Text, By  string
	}
}

// checkNotes writes a note that mentions the reviewer, which they dismiss, and withdraws it. It returns the
// ids of the note and the mention.
func (p *apiClients) checkNotes(at createdIDs) (note, mention int64) {
	p.t.Helper()
	body := fmt.Sprintf(`{"text":"@%s, look."}`, p.fixture.Reviewer.Name)
	made := callAs[noteReply](p, p.editor, "POST", fmt.Sprintf("/sentences/%d/notes", at.sentence), body, 201)
	p.do(p.reviewer, "POST", fmt.Sprintf("/sentences/%d/notes", at.former), `{"text":"Hm."}`, 409)
	p.do(p.reviewer, "POST", fmt.Sprintf("/sentences/%d/notes", at.sentence), `{"text":" "}`, 422)
	waiting := callAs[mentionsReply](p, p.reviewer, "GET", "/mentions", "", 200)
	if len(waiting.Mentions) > 0 {
		mention = waiting.Mentions[0].ID
		callAs[mentionsReply](p, p.reviewer, "POST", fmt.Sprintf("/mentions/%d/dismiss", mention), "", 200)
	}
	callAs[noteReply](p, p.reader, "GET", fmt.Sprintf("/articles/%d/notes", at.article), "", 200)
	p.do(p.reviewer, "DELETE", fmt.Sprintf("/notes/%d", made.ID), "", 403)
	p.do(p.editor, "DELETE", fmt.Sprintf("/notes/%d", made.ID), "", 200)
	return made.ID, mention
}

// checkNotices mentions the editor in a note, who reads the notice. It returns the notice's id.
func (p *apiClients) checkNotices(at createdIDs) int64 {
	p.t.Helper()
	note := fmt.Sprintf(`{"text":"@%s See the archive."}`, p.fixture.Editor.Name)
	p.do(p.reviewer, "POST", fmt.Sprintf("/sentences/%d/notes", at.sentence), note, 201)
	list := callAs[struct{ Notices []struct{ ID int64 } }](p, p.editor, "GET", "/notices", "", 200)
	if len(list.Notices) == 0 {
		p.t.Fatal("the editor has no notice of the note that names them")
	}
	id := list.Notices[0].ID
	p.do(p.editor, "GET", "/notices?limit=x", "", 422)
	if got := p.callAndCheck(apiCall{token: p.editor, method: "GET", path: "/notices/events"}); got.StatusCode != 200 {
		p.t.Errorf("the stream of notices: %d", got.StatusCode)
	}
	callAs[struct{ Unread int }](p, p.editor, "POST", "/notices/read", fmt.Sprintf(`{"through":%d}`, id), 200)
	callAs[struct{ ID int64 }](p, p.editor, "POST", fmt.Sprintf("/notices/%d/read", id), "", 200)
	return id
}

func TestAPINotes(t *testing.T) {
	eachDatabase(t, "It was built in 1911. It is old.", func(t *testing.T, d *apiDesk) {
		sentence := d.created.Sentences[1]
		body := fmt.Sprintf(`{"text":"@%s: https://city.example/","words":%q}`, d.fixture.SecondReviewer.Name, sentence.Text)
		made := callAs[noteReply](d.apiClients, d.reviewer, "POST", fmt.Sprintf("/sentences/%d/notes", sentence.ID), body, 201)
		if made.Sentence == nil || *made.Sentence != 2 || made.Of != sentence.Text ||
			!slices.Equal(made.Mentions, []int64{d.fixture.SecondReviewer.UserID}) {
			t.Errorf("%+v", made)
		}
		list := callAs[noteReply](d.apiClients, d.reader, "GET", d.article+"/notes", "", 200)
		if len(list.Notes) != 1 || list.Notes[0].ID != made.ID {
			t.Errorf("%+v", list)
		}
		d.do(d.reviewer, "POST", fmt.Sprintf("/sentences/%d/notes", sentence.ID), `{"text":"Hm.","words":"Other words."}`, 409)
	})
}
