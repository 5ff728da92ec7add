package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
)

// raiseQuery raises a query about a claim to the writer, and returns its id.
func (d *doorDesk) raiseQuery(token string, claim int64, text, words string, status int) int64 {
	d.t.Helper()
	at := fmt.Sprintf("/claims/%d/queries", claim)
	body := fmt.Sprintf(`{"to":"writer","text":%q,"words":%q}`, text, words)
	d.send(token, at, url.Values{"to": {"writer"}, "body": {text}, "words": {words}}, "POST", at, body, status)
	list := callAs[struct{ Queries []queryReply }](d.apiClients, token, "GET", d.article+"/queries", "", 200)
	if len(list.Queries) == 0 {
		return 0
	}
	return list.Queries[0].ID
}

// answerQuery replies to a query about the words that were read.
func (d *doorDesk) answerQuery(token string, query int64, text, words string, status int) {
	d.t.Helper()
	at := fmt.Sprintf("/queries/%d/messages", query)
	version := callAs[queryReply](d.apiClients, token, "GET", fmt.Sprintf("/queries/%d", query), "", 200).Version
	fields := url.Values{"body": {text}, "version": {fmt.Sprint(version)}, "words": {words}}
	d.send(token, at, fields, "POST", at, fmt.Sprintf(`{"text":%q,"version":%d,"words":%q}`, text, version, words), status)
}

// A question and its answer are always shown with the words that they were about.
func TestQueryMessagesKeepTheirWords(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		query := d.raiseQuery(d.reviewer, claim, "Is that final?", "12 million", 201)
		d.answerQuery(d.writer, query, "It is.", "12 million", 201)
		d.submitDraft(d.writer, "Repairs cost 13 million.")
		d.raiseQuery(d.second, claim, "Since when?", "12 million", 409)
		d.answerQuery(d.writer, query, "It still is.", "12 million", 409)

		v := d.pagesAs(d.reviewer)
		at := fmt.Sprintf("/queries/%d", query)
		for _, path := range []string{d.article + "/sentences/1", at, "/queries", d.article + "/queries", d.article + "/print"} {
			if got := sitetest.VisibleText(v.Page(path).Find("main .of-former")); !strings.Contains(got, "of former words: 12 million") {
				t.Errorf("%s says %q, want the words that it was asked of", path, got)
			}
		}
		if got := docxText(t, v.Get(d.article+"/print.docx")); strings.Count(got, "(of former words: “") != 2 {
			t.Error("the copy does not say of which words both were written")
		}
		if got := sitetest.VisibleText(v.Page(d.article + "/record").Find("main")); strings.Count(got, "of the words: 12 million") != 2 {
			t.Errorf("the history says %q", got)
		}
		if got := v.Get(d.article + "/record.csv").Text; strings.Count(got, `""words"":""12 million""`) < 2 {
			t.Errorf("the log says %q", got)
		}
		type message struct{ Text, Of string }
		now := callAs[struct {
			Words    string
			AskedOf  string `json:"asked_of"`
			Messages []message
		}](d.apiClients, d.reviewer, "GET", at, "", 200)
		said := len(now.Messages) == 2 && now.Messages[1] == message{"It is.", "12 million"}
		if !said || now.AskedOf != "12 million" || now.Words != "13 million" {
			t.Errorf("the API says %+v", now)
		}
		d.answerQuery(d.writer, query, "It is now.", "13 million", 201)
		d.verified()
	})
}

// A query to the writer is neither dismissed nor overridden by a user who wrote its words, also if they are an editor.
func TestAuthorDoesNotEndAQueryToTheWriter(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range []struct {
			name  string
			named int64
			about func() string // the path of what it is about
		}{
			{"named as the writer, about a claim", d.fixture.Editor.UserID, func() string {
				return fmt.Sprintf("/claims/%d", d.claim("12 million").ID)
			}},
			{"not named, about a claim", 0, func() string { return fmt.Sprintf("/claims/%d", d.claim("12 million").ID) }},
			{"not named, about a sentence", 0, func() string { return fmt.Sprintf("/sentences/%d", d.sentence(1)) }},
			{"not named, about the article", 0, func() string { return d.article }},
		} {
			d.run(way.name, "It rained.", func(t *testing.T) {
				d.createArticleAs(d.editor, "Bridge", "Repairs cost 12 million.")
				d.checkArticleNamed(d.admin, way.named)
				at := way.about() + "/queries"
				body := `{"to":"writer","text":"Is that final?"}`
				d.send(d.reviewer, at, url.Values{"to": {"writer"}, "body": {"Is that final?"}}, "POST", at, body, 201)
				list := callAs[struct{ Queries []queryReply }](d.apiClients, d.reviewer, "GET", d.article+"/queries", "", 200)
				query := list.Queries[0].ID
				if d.doorName == "page" { // the form says why, where it is shown again
					d.dismissQuery(d.editor, query, 422)
				} else {
					d.dismissQuery(d.editor, query, 403)
				}
				d.override(d.editor, "queries", 403)
				if way.named == 0 {
					d.dismissQuery(d.admin, query, 200)
					return
				}
				d.override(d.admin, "queries", 201)
			})
		}
	})
}

// dismissQuery dismisses a query in its current version.
func (d *doorDesk) dismissQuery(token string, query int64, status int) {
	d.t.Helper()
	version := callAs[queryReply](d.apiClients, token, "GET", fmt.Sprintf("/queries/%d", query), "", 200).Version
	at := fmt.Sprintf("/queries/%d/dismiss", query)
	fields := url.Values{"body": {"We know."}, "version": {fmt.Sprint(version)}}
	d.send(token, at, fields, "POST", at, fmt.Sprintf(`{"text":"We know.","version":%d}`, version), status)
}
