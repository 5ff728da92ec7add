package handlers_test

import (
	"net/http"
	"testing"
)

// Authors of words remain authors after other names are set, and do not count as second readers of them.
func TestAuthorsStayAuthors(t *testing.T) {
	const text = "Repairs cost 12 million. The road was wet."
	ways := []struct {
		name string
		do   func(*doorDesk)
		want string // gate reasons for the administrator as the signer
	}{
		{"who says that the words are theirs, and is named no more", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.checkArticleNamed(d.reviewer, d.fixture.Editor.UserID)
			d.claimAuthorship(d.editor)
			d.checkArticleNamed(d.reviewer, d.fixture.Writer.UserID)
			d.markAllRead(d.editor)
		}, "independence"},
		{"the same with nobody named afterwards", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.checkArticleNamed(d.reviewer, d.fixture.Editor.UserID)
			d.claimAuthorship(d.editor)
			d.checkArticleNamed(d.reviewer, 0)
			d.markAllRead(d.editor)
		}, "independence"},
		{"who brings a text in for a writer who has not said that it is theirs", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.checkArticleNamed(d.reviewer, d.fixture.Writer.UserID)
			d.markAllRead(d.editor)
		}, "independence"},
		{"once the writer has", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.checkArticleNamed(d.reviewer, d.fixture.Writer.UserID)
			d.claimAuthorship(d.writer)
			d.markAllRead(d.editor)
		}, ""},
		{"who is named as the writer after reading", func(d *doorDesk) {
			d.markAllRead(d.second)
			d.checkArticleNamed(d.editor, d.fixture.SecondReviewer.UserID)
		}, "independence"},
		{"who reads as the named writer, and is named no more", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.checkArticleNamed(d.editor, d.fixture.Reviewer.UserID)
			d.markAllRead(d.reviewer)
			d.checkArticleNamed(d.editor, 0)
		}, "independence"},
		{"who reads as the named writer before another is named", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.checkArticleNamed(d.editor, d.fixture.Reviewer.UserID)
			d.markAllRead(d.reviewer)
			d.checkArticleNamed(d.editor, d.fixture.Writer.UserID)
			d.retitle(d.editor, "“Bridge”")
			d.markRead(d.reviewer, 0)
		}, "independence"},
		{"who is named by mistake", func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", text)
			d.markRead(d.reviewer, 0)
			d.checkArticleNamed(d.editor, d.fixture.Reviewer.UserID)
			d.checkArticleNamed(d.editor, d.fixture.Writer.UserID)
			d.markAllRead(d.reviewer)
		}, ""},
		{"who types a title after the writer's word", func(d *doorDesk) {
			d.claimAuthorship(d.writer)
			d.markAllRead(d.reviewer)
			d.retitle(d.editor, "Minister stole millions")
			d.markRead(d.editor, 0)
		}, "independence"},
		{"who types a title of which another changes a word", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.retitle(d.editor, "Minister stole millions of euros")
			d.retitle(d.admin, "Minister stole many millions of euros")
			d.markRead(d.editor, 0)
		}, "independence"},
		{"who types a title that others change and bring back", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.retitle(d.editor, "Minister stole millions")
			d.retitle(d.admin, "The new bridge")
			d.retitle(d.admin, "Minister stole millions")
			d.markRead(d.editor, 0)
		}, "independence"},
		{"who types a draft that is taken back and brought in again", func(d *doorDesk) {
			d.submitDraft(d.reviewer, "Repairs cost 13 million. The road was wet.")
			if got := d.postForm(d.reviewer, d.article+"/revisions/2/withdraw", nil); got.StatusCode != http.StatusSeeOther {
				d.t.Fatalf("taking a draft back: %d", got.StatusCode)
			}
			d.submitDraft(d.admin, "Repairs cost 13 million. The road was wet.")
			d.markAllRead(d.reviewer)
		}, "independence"},
		{"who joins the words that they typed with others", func(d *doorDesk) {
			d.submitDraft(d.reviewer, "Repairs cost 12 million. The road was icy.")
			d.join(d.editor, 1)
			d.markAllRead(d.reviewer)
		}, "independence"},
		{"who splits the words that they typed from others", func(d *doorDesk) {
			d.submitDraft(d.reviewer, "Repairs cost 13 million. The road was wet.")
			d.join(d.editor, 1)
			d.split(d.editor, 1, 25)
			d.markAllRead(d.reviewer)
		}, "independence"},
		{"who sets a comma in a title", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.retitle(d.editor, "“Bridge”")
			d.markRead(d.editor, 0)
		}, ""},
		{"who sets a comma in a sentence", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.submitDraft(d.reviewer, "repairs, cost 12  million! The road was wet.")
			d.confirm(d.reviewer, 1)
		}, ""},
		{"who makes a square of a digit", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.submitDraft(d.reviewer, "Repairs cost 1² million. The road was wet.")
			d.confirm(d.reviewer, 1)
			d.confirm(d.reviewer, 2)
		}, "independence"},
		{"who turns the direction of digits", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.submitDraft(d.reviewer, "Repairs cost \u202e12\u202c million. The road was wet.")
			d.confirm(d.reviewer, 1)
			d.confirm(d.reviewer, 2)
		}, "independence"},
		{"who proposes a correction that is accepted without evidence", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			claim := d.claim("12 million").ID
			d.acceptedCorrection(claim, "12 million", "13 million")
			d.submitDraft(d.writer, "Repairs cost 13 million. The road was wet.")
			d.giveVerdict(d.reviewer, claim, "sourced", 201)
			d.markRead(d.reviewer, 1)
			d.markRead(d.reviewer, 2)
		}, "independence"},
		{"who proposes a correction that another makes without evidence", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			claim := d.claim("12 million").ID
			d.proposeCorrection(claim, "12 million", "13 million")
			d.submitDraft(d.writer, "Repairs cost 13 million. The road was wet.")
			d.giveVerdict(d.reviewer, claim, "sourced", 201)
			d.markRead(d.reviewer, 1)
			d.markRead(d.reviewer, 2)
		}, "independence"},
		{"who proposes a correction that is accepted with evidence", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			claim := d.claim("12 million").ID
			d.giveAPIVerdict(d.reviewer, claim, "disputed", `,"note":"It was 13."`+contradictingEvidenceJSON)
			d.acceptedCorrection(claim, "12 million", "13 million")
			d.submitDraft(d.writer, "Repairs cost 13 million. The road was wet.")
			d.giveVerdict(d.reviewer, claim, "sourced", 201)
			d.markRead(d.reviewer, 1)
			d.markRead(d.reviewer, 2)
		}, ""},
		{"who drops a point within a number", func(d *doorDesk) {
			d.markAllRead(d.reviewer)
			d.submitDraft(d.reviewer, "Repairs cost 1.2 million. The road was wet.")
			d.confirm(d.reviewer, 1)
			d.confirm(d.reviewer, 2)
		}, "independence"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, way := range ways {
			d.run(way.name, text, func(t *testing.T) {
				way.do(d)
				d.checkGateReasons(d.admin, way.want)
				if way.want == "" {
					d.sign(d.admin, 201)
				}
				d.verified()
			})
		}
	})
}
