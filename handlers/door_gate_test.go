package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// The desk's current policy decides whether an override of independence counts.
func TestSmallDeskOverrideCountsOnlyWhileSmall(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *doorDesk) {
		d.markAllRead(d.editor)
		d.override(d.editor, "independence", http.StatusUnprocessableEntity)
		smallDesk(t, d.store, d.fixture, true)
		d.override(d.editor, "independence", 201)
		smallDesk(t, d.store, d.fixture, false)
		d.checkGateReasons(d.editor, "independence")
		smallDesk(t, d.store, d.fixture, true)
		d.checkGateReasons(d.editor, "")
		d.sign(d.editor, 201)
		smallDesk(t, d.store, d.fixture, false) // a later policy voids nothing
		if state := d.currentArticle().State; state != "signed" {
			t.Errorf("after the policy changed the article is %q", state)
		}
	})
}

// Nobody overrides reasons about their own words, even if they are named as the author later.
func TestOverridesOfOwnWordsDoNotCount(t *testing.T) {
	for name, do := range map[string]func(*doorDesk){
		"named as the writer afterwards": func(d *doorDesk) {
			d.override(d.editor, "unread", 201)
			d.checkArticleNamed(d.reviewer, d.fixture.Editor.UserID)
		},
		"on a small desk that is none any more": func(d *doorDesk) {
			d.createArticleAs(d.editor, "Bridge", "It rained.")
			d.override(d.editor, "unread", 403)
			smallDesk(d.t, d.store, d.fixture, true)
			d.override(d.editor, "unread", 201)
			d.checkGateReasons(d.admin, "")
			smallDesk(d.t, d.store, d.fixture, false)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
				do(d)
				d.checkGateReasons(d.admin, "unread")
				d.override(d.admin, "unread", 201) // who did not write them may
				d.sign(d.admin, 201)
			})
		})
	}
}

// Nobody overrides missing evidence for their own words, even if they are named as the author later.
func TestEvidenceOverridesOfOwnWordsDoNotCount(t *testing.T) {
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		enough := func(claim int64, status int) { // only pages offer it
			version := d.do(d.editor, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
			fields := url.Values{"status": {"sourced"}, "override": {"I was there."}, "version": {fmt.Sprint(version)}}
			if got := d.postForm(d.editor, fmt.Sprintf("/claims/%d/annotations", claim), fields); got.StatusCode != status {
				d.t.Fatalf("overriding: %d %s, want %d", got.StatusCode, mainOf(d.t, got).Text(), status)
			}
		}
		check := func(claim int64, want string) {
			version := d.do(d.reviewer, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Version
			body := fmt.Sprintf(`{"status":"sourced","version":%d}`, version)
			d.do(d.reviewer, "POST", fmt.Sprintf("/claims/%d/annotations", claim), body, 201)
			d.markAllRead(d.reviewer)
			d.checkGateReasons(d.admin, want)
		}
		d.run("the editor's own words", "It rained.", func(t *testing.T) {
			d.createArticleAs(d.editor, "Bridge", "Repairs cost 12 million.")
			enough(d.claim("12 million").ID, http.StatusUnprocessableEntity)
		})
		d.run("named as the writer afterwards", "Repairs cost 12 million.", func(t *testing.T) {
			claim := d.claim("12 million").ID
			enough(claim, http.StatusSeeOther)
			check(claim, "")
			d.checkArticleNamed(d.reviewer, d.fixture.Editor.UserID)
			d.checkGateReasons(d.admin, "proof")
			d.verified()
		})
		d.run("on a small desk that is none any more", "It rained.", func(t *testing.T) {
			d.createArticleAs(d.editor, "Bridge", "Repairs cost 12 million.")
			claim := d.claim("12 million").ID
			smallDesk(t, d.store, d.fixture, true)
			enough(claim, http.StatusSeeOther)
			check(claim, "")
			smallDesk(t, d.store, d.fixture, false)
			d.checkGateReasons(d.admin, "proof")
			d.verified()
		})
	})
}

// A user who has already read the article is not its second reader.
func TestSecondReaderIsAnotherPerson(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *doorDesk) {
		d.setSecondReader(true)
		d.markAllRead(d.reviewer)
		d.checkGateReasons(d.editor, "second reader")
		if who := d.reason("second reader").Who; slices.Contains(who, d.fixture.Reviewer.Name) ||
			!slices.Contains(who, d.fixture.SecondReviewer.Name) {
			t.Errorf("those who can look are said to be %q", who)
		}
		d.markAllRead(d.second)
		d.checkGateReasons(d.editor, "")
		d.sign(d.editor, 201)
	})
}

// The title shares the read marks of a headline only if both have the same words.
func TestATitleIsReadApartFromAnotherHeadline(t *testing.T) {
	ways := []struct {
		title, headline string
		same            bool
	}{
		{"Bridge closes", "Bridge closes!", true},
		{"“Bridge” closes", "BRIDGE CLOSES", true},
		{"The city’s bridge closes for 3 days", "The citys bridge closes: for 3 days", true},
		{"U.S. votes – again", "US votes: again", true},
		{"市長 辞任", "市長辞任", true},
		{"The rapist speaks", "Therapist speaks", false},
		{"Mayor re-signs", "Mayor resigns", false},
		{"He stole 15 million", "He stole 1.5 million", false},
		{"He stole €15", "He stole $15", false},
		{"It lost -5", "It lost 5", false},
		{"He stole 12", "He stole 1²", false},
		{"He stole \u202e12", "He stole 12", false},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.title+" under "+c.headline, "It rained.", func(t *testing.T) {
				d.createArticleAs(d.writer, c.title, "# "+c.headline+"\n\nIt rained.")
				d.markRead(d.reviewer, 1)
				d.markRead(d.reviewer, 2)
				want := "unread"
				if c.same {
					want = "clear"
				}
				if got := d.currentArticle().TitleSentence.State; got != want {
					t.Errorf("the title is %q, want %q", got, want)
				}
			})
		}
	})
}

// A claim covers the rest of at most one sentence.
func TestAClaimSettlesOneSentenceAtMost(t *testing.T) {
	ways := []struct {
		name, text, from, want string // states of the title and the sentences
	}{
		{"behind a quotation mark", "“Rain fell. The minister stole it. The mayor, too.”", "Rain", "unread done open open"},
		{"at the start", "Rain fell. The minister stole it. The mayor, too.", "Rain", "unread done open open"},
		{"within a sentence", "Rain fell. The minister stole it. The mayor, too.", "fell", "unread open done open"},
		{"behind a bracket and a blank", "( Rain fell. The minister stole it. The mayor, too.)", "Rain", "unread done open open"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *doorDesk) {
		for _, c := range ways {
			d.run(c.name, c.text, func(t *testing.T) {
				start := len([]rune(c.text[:codePointIndex(t, c.text, c.from)]))
				end := len([]rune(c.text)) - 1
				claim := d.do(d.reviewer, "POST", d.article+"/claims", fmt.Sprintf(`{"start":%d,"end":%d}`, start, end), 201).ID
				d.giveVerdict(d.reviewer, claim, "sourced", 201)
				d.checkStates(c.want)
				d.markAllRead(d.second)
				d.verified()
				d.checkGateReasons(d.editor, "")
			})
		}
	})
}
