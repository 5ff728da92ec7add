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
