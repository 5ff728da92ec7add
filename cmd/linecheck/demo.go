package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
)

type demoCmd struct{ listenFlags }

// demoPassword is the password of all accounts of the demo, which listens only on loopback and is deleted
// afterwards.
const demoPassword = "seventy districts by Wednesday"

// Run creates a newsroom in a temporary folder, serves it, and removes it at the end.
func (c *demoCmd) Run(ctx context.Context, s *settings, io *stdio) (err error) {
	folder, err := os.MkdirTemp("", "linecheck-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	log := s.logger(io)
	records, err := store.Open(
		ctx,
		store.Config{
			URL:    "sqlite:" + filepath.Join(folder, "linecheck.db"),
			Log:    log,
			Limits: models.Limits{Text: s.TextLimit, Sentences: s.Sentences},
			Files:  filepath.Join(folder, "snapshots"),
		},
	)
	if err != nil {
		return err
	}
	newsroom := demo{ctx: ctx, records: records, people: map[string]models.Reader{}}
	if err := newsroom.fill(); err != nil {
		return errors.Join(err, records.Close())
	}
	err = c.serve(ctx, records, handlers.Config{Log: log}, func(base string) {
		fmt.Fprintf(io.Out, "A throw-away newsroom is at %s\nSign in as any of these with the password: %s\n", base, demoPassword)
		for _, p := range demoPeople {
			fmt.Fprintf(io.Out, "  %-24s %s, %s\n", p.email, p.name, p.role)
		}
		fmt.Fprintln(io.Out, "Everything in it is gone when this program ends (Ctrl+C).")
	})
	return errors.Join(err, records.Close())
}

// demo fills the newsroom through the store's public methods. After the first error, its methods do nothing.
type demo struct {
	ctx     context.Context
	records *store.Store
	desk    models.Desk
	people  map[string]models.Reader
	err     error
}

var demoPeople = []struct {
	email, name string
	role        models.Role
}{
	{"ada@demo.example", "Ada Okafor", models.Admin},
	{"hamid@demo.example", "Hamid Saber", models.Editor},
	{"nadia@demo.example", "Nadia Rahim", models.Reviewer},
	{"omid@demo.example", "Omid Karimi", models.Reviewer},
	{"lena@demo.example", "Lena Vogt", models.Writer},
	{"tom@demo.example", "Tom Achterberg", models.Auditor},
}

// fill adds six people, and four articles in different states.
func (d *demo) fill() error {
	if d.err = d.records.EnsureSigningKey(d.ctx); d.err != nil {
		return d.err
	}
	if d.desk, d.err = d.records.AddDesk(d.ctx, defaultDeskName); d.err != nil {
		return d.err
	}
	for _, p := range demoPeople {
		if _, d.err = d.records.AddUser(d.ctx, store.NewUser{Name: p.name, Email: p.email, Password: demoPassword, Role: p.role, DeskID: d.desk.ID}); d.err != nil {
			return d.err
		}
		if d.people[p.email], d.err = d.records.ReaderByEmail(d.ctx, p.email); d.err != nil {
			return d.err
		}
	}
	d.districts()
	d.strike()
	d.rainfall()
	d.library()
	return d.err
}

// article adds a text that is due in so many hours.
func (d *demo) article(n models.NewArticle, hours int) *demoArticle {
	a := &demoArticle{demo: d, text: n.Text}
	if d.err != nil {
		return a
	}
	due := time.Now().Add(time.Duration(hours) * time.Hour).Truncate(30 * time.Minute)
	n.DeskID, n.DueAt = d.desk.ID, &due
	writer := d.people["lena@demo.example"]
	n.WriterID = &writer.UserID
	var made models.Article
	made, d.err = d.records.CreateArticle(d.ctx, writer, n)
	a.id = made.ID
	return a
}

// demoArticle is an article with work in progress.
type demoArticle struct {
	*demo
	id   int64
	text string
}

// claim marks words that occur once in the text.
func (a *demoArticle) claim(who, words string, kind models.Kind) int64 {
	at := strings.Index(a.text, words)
	if a.err == nil && at < 0 {
		a.err = fmt.Errorf("the demo's text has no %q", words)
	}
	if a.err != nil {
		return 0
	}
	start := len([]rune(a.text[:at]))
	var p models.Location
	p, a.err = a.records.CreateClaim(
		a.ctx,
		a.people[who],
		a.id,
		models.Selection{Start: start, End: start + len([]rune(words)), Quote: words, Kind: string(kind)},
	)
	return p.ClaimID
}

// tag annotates a claim. version is the number of changes to the claim before.
func (a *demoArticle) tag(who string, claim int64, version int, status models.Status, note string, evidence ...models.NewEvidence) {
	if a.err == nil {
		_, a.err = a.records.Annotate(
			a.ctx,
			a.people[who],
			claim,
			models.AnnotationInput{Status: string(status), Note: note, Version: version, Evidence: evidence},
		)
	}
}

// evidence adds evidence without a verdict.
func (a *demoArticle) evidence(who string, claim int64, e models.NewEvidence) {
	if a.err == nil {
		_, a.err = a.records.AddEvidence(a.ctx, a.people[who], claim, e)
	}
}

// clear marks sentences as read, by ordinal.
func (a *demoArticle) clear(who string, ordinals ...int) {
	if a.err != nil {
		return
	}
	var page models.ArticlePage
	if page, a.err = a.records.ArticlePage(a.ctx, a.people[who], a.id); a.err != nil {
		return
	}
	for _, s := range page.Sentences {
		for _, n := range ordinals {
			if s.Ordinal == n && a.err == nil {
				_, a.err = a.records.MarkRead(a.ctx, a.people[who], s.ID)
			}
		}
	}
}

// ask raises a query.
func (a *demoArticle) ask(who string, q models.NewQuery) {
	if a.err == nil {
		_, _, a.err = a.records.RaiseQuery(a.ctx, a.people[who], q)
	}
}

// assign assigns the article as the editor, due in so many hours.
func (a *demoArticle) assign(to string, hours int) {
	if a.err != nil {
		return
	}
	editor, due := a.people["hamid@demo.example"], time.Now().Add(time.Duration(hours)*time.Hour).Truncate(30*time.Minute)
	var row models.ArticleRow
	if row, a.err = a.records.Article(a.ctx, editor, a.id); a.err == nil {
		a.err = a.records.AssignArticle(
			a.ctx,
			editor,
			a.id,
			models.NewAssignment{Person: a.people[to].UserID, DueAt: &due, Version: row.Version},
		)
	}
}

// correct proposes a correction of a claim. version is the number of changes to the claim before.
func (a *demoArticle) correct(who string, claim int64, version int, c models.NewCorrection) {
	if c.Version = version; a.err == nil {
		_, a.err = a.records.ProposeCorrection(a.ctx, a.people[who], claim, c)
	}
}

// revise adds a second draft, made by replacing words in pairs.
func (a *demoArticle) revise(who, note string, swaps ...string) {
	if a.err == nil {
		a.text = strings.NewReplacer(swaps...).Replace(a.text)
		_, a.err = a.records.ReviseArticle(a.ctx, a.people[who], a.id, models.NewRevision{Text: a.text, Note: note, Base: 1})
	}
}

// districts is half checked, with a disagreement and a second draft.
func (d *demo) districts() {
	const nadia, omid = "nadia@demo.example", "omid@demo.example"
	a := d.article(models.SampleArticle(0), 3)
	a.clear(nadia, 1, 2, 3, 4)
	seventy := a.claim(nadia, "more than 70 districts", "number")
	a.tag(nadia, seventy, 1, models.Unverified, "Only the group's own count so far.")
	khash := a.claim(nadia, "Khash district on Wednesday", "place")
	a.tag(
		nadia,
		khash,
		1,
		models.Sourced,
		"",
		models.NewEvidence{
			Title:   "Statement of the provincial governor",
			Class:   "primary",
			URL:     "https://governor.example/statements/khash",
			Quote:   "Khash has been in their hands since Wednesday.",
			Locator: "paragraph 2",
		},
	)
	hundreds := a.claim(omid, "hundreds of thousands of people", "number")
	a.tag(omid, hundreds, 1, models.Disputed, "Two provinces alone report a few thousand each.")
	a.tag(nadia, hundreds, 2, models.Unverified, "The observer gives no source; nobody has counted.")
	a.tag(
		nadia,
		a.claim(nadia, "May 1", "date"),
		1,
		models.Sourced,
		"",
		models.NewEvidence{
			Title: "Defence ministry, schedule of the withdrawal",
			Class: "primary",
			URL:   "https://defence.example/withdrawal",
			Quote: "The withdrawal begins on 1 May 2021.",
		},
	)
	eight := a.claim(omid, "eight provinces", "number")
	a.ask(omid, models.NewQuery{ClaimID: eight, To: "writer", Body: "Which eight? The observer's own list names seven."})
	a.ask(nadia, models.NewQuery{ArticleID: a.id, To: "editor", Body: "Do we name the observer?"})
	a.assign(nadia, 2)
	a.correct(
		omid,
		hundreds,
		3,
		models.NewCorrection{From: "hundreds of thousands of people", To: "thousands of people", Reason: "As far as anybody has counted."},
	)
	a.revise(
		"lena@demo.example",
		"The spokesman has a new figure; the observer's list was cut.",
		"more than 70 districts",
		"more than 80 districts",
		" in eight provinces",
		"",
		"No one has counted them.",
		"No one has counted them. That figure is disputed in Kabul.",
	)
}

// strike lacks a second secondary source, a number in its headline is disputed, two reviewers disagree about the talks, and
// its last sentence is unread.
func (d *demo) strike() {
	const nadia, omid = "nadia@demo.example", "omid@demo.example"
	a := d.article(models.NewArticle{Title: "Port strike enters third week", Text: strikeText}, 5)
	a.clear(omid, 1)
	a.tag(
		omid,
		a.claim(omid, "2,400 dockers", "number"),
		1,
		models.Sourced,
		"",
		models.NewEvidence{
			Title:     "Union's strike register",
			Publisher: "Dockers' union",
			Kind:      "document",
			Class:     "primary",
			Locator:   "page 1",
			Quote:     "Monday: 2,400 members on strike.",
		},
	)
	a.evidence(omid, a.claim(omid, "eleven ships", "number"),
		models.NewEvidence{Title: "Harbour log, noon", Publisher: "Port authority", Class: "secondary", URL: "https://port.example/log",
			Quote: "At anchor off the breakwater: 11"})
	a.tag(nadia, a.claim(nadia, "third week", "number"), 1, models.Disputed, "The register begins twelve days ago: it is the second week.")
	talks := a.claim(omid, "offered talks", "event")
	a.tag(omid, talks, 1, models.Disputed, "The authority's spokesman knows of no offer.")
	a.tag(nadia, talks, 2, models.Unverified, "Two of its directors do not answer.")
}

// rainfall is completely checked.
func (d *demo) rainfall() {
	const nadia = "nadia@demo.example"
	a := d.article(models.NewArticle{Title: "What the rainfall figures show", Text: rainText}, 26)
	a.clear(nadia, 1, 4)
	series := models.NewEvidence{
		Title:     "Weather service, monthly series",
		Publisher: "Weather service",
		Kind:      "data",
		Class:     "primary",
		URL:       "https://weather.example/series",
		Locator:   "table 3, rows 1961 to 2026",
		Quote:     "October: 412 mm",
	}
	a.tag(nadia, a.claim(nadia, "412 millimetres", "measurement"), 1, models.Sourced, "", series)
	a.tag(
		nadia,
		a.claim(nadia, "the wettest since 1961", "superlative"),
		1,
		models.Sourced,
		"Checked against every year of the series.",
		series,
	)
}

// The texts are our own, with invented places and figures.
const strikeText = `Port strike enters third week

Some 2,400 dockers stayed away from work on Monday, the union said. By noon eleven ships lay at anchor off the breakwater.

The port authority has offered talks. Neither side has named a date.
`

const rainText = `What the rainfall figures show

The valley measured 412 millimetres of rain in October. It was the wettest since 1961.

Farmers had asked for rain all summer.
`
