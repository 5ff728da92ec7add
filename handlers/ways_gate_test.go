package handlers_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
)

// The desk's policy of the moment decides whether an override of independence counts.
func TestSmallDeskCountsOnlyWhileItIsOne(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *byDoor) {
		d.markAll(d.editor)
		d.override(d.editor, "independence", http.StatusUnprocessableEntity)
		smallDesk(t, d.store, d.news, true)
		d.override(d.editor, "independence", 201)
		smallDesk(t, d.store, d.news, false)
		d.shut(d.editor, "independence")
		smallDesk(t, d.store, d.news, true)
		d.shut(d.editor, "")
		d.sign(d.editor, 201)
		smallDesk(t, d.store, d.news, false) // a later policy voids nothing
		if state := d.now().State; state != "signed" {
			t.Errorf("after the policy changed the article is %q", state)
		}
	})
}

// Nobody overrides for words of their own, also where they are named as the author afterwards.
func TestOverridesOfOnesOwnWordsDoNotCount(t *testing.T) {
	for name, do := range map[string]func(*byDoor){
		"named as the writer afterwards": func(d *byDoor) {
			d.override(d.editor, "unread", 201)
			d.names(d.reviewer, d.news.Editor.UserID)
		},
		"on a small desk that is none any more": func(d *byDoor) {
			d.by(d.editor, "Bridge", "It rained.")
			d.override(d.editor, "unread", 403)
			smallDesk(d.t, d.store, d.news, true)
			d.override(d.editor, "unread", 201)
			d.shut(d.admin, "")
			smallDesk(d.t, d.store, d.news, false)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
				do(d)
				d.shut(d.admin, "unread")
				d.override(d.admin, "unread", 201) // who did not write it may
				d.sign(d.admin, 201)
			})
		})
	}
}

// Who has looked already is not named as a second reader.
func TestTheSecondReaderIsSomebodyElse(t *testing.T) {
	eachDoor(t, "It rained. The road was wet.", func(t *testing.T, d *byDoor) {
		d.secondReader(true)
		d.markAll(d.reviewer)
		d.shut(d.editor, "second reader")
		if who := d.reason("second reader").Who; slices.Contains(who, d.news.Reviewer.Name) || !slices.Contains(who, d.news.Second.Name) {
			t.Errorf("those who can look are said to be %q", who)
		}
		d.markAll(d.second)
		d.shut(d.editor, "")
		d.sign(d.editor, 201)
	})
}

// A title takes the standing of a headline only where both say the same.
func TestATitleIsReadApartFromAnotherHeadline(t *testing.T) {
	ways := []struct {
		title, headline string
		same            bool
	}{
		{"Bridge closes", "Bridge closes!", true},
		{"“Bridge” closes", "BRIDGE CLOSES", true},
		{"The city’s bridge closes for 3 days", "The citys bridge closes: for 3 days", true},
		{"He stole 15 million", "He stole 1.5 million", false},
		{"He stole €15", "He stole $15", false},
		{"It lost -5", "It lost 5", false},
		{"He stole 12", "He stole 1²", false},
		{"He stole \u202e12", "He stole 12", false},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		for _, c := range ways {
			d.way(c.title+" under "+c.headline, "It rained.", func(t *testing.T) {
				d.by(d.writer, c.title, "# "+c.headline+"\n\nIt rained.")
				d.mark(d.reviewer, 1)
				d.mark(d.reviewer, 2)
				want := "unread"
				if c.same {
					want = "clear"
				}
				if got := d.now().TitleSentence.State; got != want {
					t.Errorf("the title is %q, want %q", got, want)
				}
			})
		}
	})
}

// A claim settles the rest of one sentence at most, wherever it begins.
func TestAClaimSettlesOneSentenceAtMost(t *testing.T) {
	ways := []struct {
		name, text, from, want string // want: the states of the title and the sentences
	}{
		{"behind a quotation mark", "“Rain fell. The minister stole it. The mayor, too.”", "Rain", "unread done open open"},
		{"at the start", "Rain fell. The minister stole it. The mayor, too.", "Rain", "unread done open open"},
		{"within a sentence", "Rain fell. The minister stole it. The mayor, too.", "fell", "unread open done open"},
		{"behind a bracket and a blank", "( Rain fell. The minister stole it. The mayor, too.)", "Rain", "unread done open open"},
	}
	eachDoor(t, "It rained.", func(t *testing.T, d *byDoor) {
		for _, c := range ways {
			d.way(c.name, c.text, func(t *testing.T) {
				start := len([]rune(c.text[:indexOf(t, c.text, c.from)]))
				end := len([]rune(c.text)) - 1
				claim := d.do(d.reviewer, "POST", d.article+"/claims", fmt.Sprintf(`{"start":%d,"end":%d}`, start, end), 201).ID
				d.give(d.reviewer, claim, "sourced", 201)
				d.stand(c.want)
				d.markAll(d.second)
				d.verified()
				d.shut(d.editor, "")
			})
		}
	})
}
