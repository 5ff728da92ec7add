package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// apiJourney is a desk whose users work only through the API. Each uses their own token and knows only what
// calls returned.
type apiJourney struct {
	*apiClients
	desk    models.Desk
	article string // its path
}

// apiUser is one of them.
type apiUser struct {
	name, email, token string
}

// runAPIJourney runs a journey in an empty newsroom on each database, and verifies the hash chain afterwards.
func runAPIJourney(t *testing.T, do func(*apiJourney)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		do(&apiJourney{apiClients: &apiClients{openAPIRecorder: newOpenAPIRecorder(t, s), store: s}})
		if v, err := s.Verify(t.Context()); err != nil || v.Break != "" {
			t.Errorf("verify: %v %s", err, v.Break)
		}
	})
}

// join adds users with these roles, each with a token.
func (j *apiJourney) join(roles ...models.Role) (people []apiUser) {
	j.t.Helper()
	j.desk = must(j.store.AddDesk(j.t.Context(), "Small paper"))(j.t)
	for i, role := range roles {
		who := apiUser{name: fmt.Sprintf("The %s %d", role, i+1), email: fmt.Sprintf("%s%d@example.org", role, i+1)}
		storetest.AddPerson(j.t, j.store, who.name, who.email, role, j.desk)
		people = append(people, j.renewToken(who))
	}
	return people
}

// renewToken gives a user another token. Each has its own rate limit, which a test reaches sooner than a person.
func (j *apiJourney) renewToken(who apiUser) apiUser {
	j.t.Helper()
	who.token = must(j.store.AddTokenByEmail(j.t.Context(), who.email, models.NewToken{Name: who.name, Scope: "write"}))(j.t)
	return who
}

// smallDesk has an administrator enable the policy for small desks, on the page to which the error of an
// override links.
func (j *apiJourney) smallDesk(admin apiUser) {
	j.t.Helper()
	page := j.pagesAs(admin)
	form := page.Page("/desks").Find("form:has(input[name=small-desk])")
	if form.Length() != 1 {
		j.t.Fatalf("the switch is offered %d times", form.Length())
	}
	fields := url.Values{"small-desk": {"1"}}
	for _, field := range []string{"version", "secondaries"} {
		fields.Set(field, form.Find("input[name="+field+"]").AttrOr("value", ""))
	}
	if got := page.Post(form.AttrOr("action", ""), fields); got.StatusCode != http.StatusSeeOther {
		j.t.Fatalf("the policy: %d", got.StatusCode)
	}
}

// pagesAs returns a user's browser.
func (j *apiJourney) pagesAs(who apiUser) sitetest.Caller {
	j.t.Helper()
	reader, err := j.store.ReaderByEmail(j.t.Context(), who.email)
	if err != nil {
		j.t.Fatal(err)
	}
	return sitetest.VisitAs(j.t, j.store, reader)
}

// articleReply contains the fields of an article that a journey uses.
type articleReply struct {
	ID            int64
	State, Text   string
	Revision      struct{ Number int }
	TitleSentence sentenceReply `json:"title_sentence"`
	Sentences     []sentenceReply
	Claims        []struct {
		ID, Sentence  int64
		Exact, Status string
	}
}

type sentenceReply struct {
	ID       int64
	State    string
	RestRead bool `json:"rest_read"`
}

func (j *apiJourney) getArticle(who apiUser) articleReply {
	j.t.Helper()
	return callAs[articleReply](j.apiClients, who.token, "GET", j.article, "", http.StatusOK)
}

// createArticle has a user add storetest.Text.
func (j *apiJourney) createArticle(who apiUser) {
	j.t.Helper()
	made := j.do(
		who.token,
		"POST",
		"/articles",
		sitetest.JSON(j.t, map[string]string{"title": "Bridge closes", "text": storetest.Text}),
		201,
	)
	j.article = fmt.Sprintf("/articles/%d", made.ID)
}

// claim marks words and gives a verdict with evidence of that stance. It returns the claim's path.
func (j *apiJourney) claim(who apiUser, words, status, stance string) string {
	j.t.Helper()
	body := sitetest.JSON(j.t, map[string]any{"quote": words, "revision": j.getArticle(who).Revision.Number})
	at := fmt.Sprintf("/claims/%d", j.do(who.token, "POST", j.article+"/claims", body, 201).ID)
	j.do(who.token, "POST", j.article+"/claims", body, 200) // the same words are marked once
	j.giveVerdict(who, at, status, stance)
	return at
}

// callSourced marks words and gives the verdict sourced.
func (j *apiJourney) callSourced(who apiUser, words string) {
	j.claim(who, words, "sourced", "supports")
}

// giveVerdict adds a verdict to a claim's current version.
func (j *apiJourney) giveVerdict(who apiUser, claim, status, stance string) {
	j.t.Helper()
	version := j.do(who.token, "GET", claim, "", 200).Version
	said := map[string]any{"status": status, "version": version, "note": "See the register.", "evidence": []map[string]string{
		{"title": "City register", "url": "https://city.example/register", "class": "primary", "stance": stance}}}
	if got := j.do(who.token, "POST", claim+"/annotations", sitetest.JSON(j.t, said), 201); got.Status != status {
		j.t.Errorf("%s was called %s and is %v", claim, status, got.Status)
	}
}

// markAllRead marks the title and every sentence as read, if nobody has.
func (j *apiJourney) markAllRead(who apiUser) {
	j.t.Helper()
	now := j.getArticle(who)
	for _, s := range append(now.Sentences, now.TitleSentence) {
		if !s.RestRead {
			j.do(who.token, "PUT", fmt.Sprintf("/sentences/%d/reading", s.ID), `{"state":"clear"}`, 200)
		}
	}
}

// confirmAll has a user confirm every changed sentence with all its findings. Evidence against the former
// words supports the corrected ones.
func (j *apiJourney) confirmAll(who apiUser) {
	j.t.Helper()
	who = j.renewToken(who)
	now := j.getArticle(who)
	for _, s := range append(now.Sentences, now.TitleSentence) {
		if s.State != "recheck" {
			continue
		}
		ticked := map[string][]int64{"claims": {}, "evidence": {}, "supports": {}}
		for _, c := range now.Claims {
			if c.Sentence == s.ID {
				ticked["claims"] = append(ticked["claims"], c.ID)
				j.tickEvidence(who, c.ID, ticked)
			}
		}
		j.do(who.token, "POST", fmt.Sprintf("/sentences/%d/confirmations", s.ID), sitetest.JSON(j.t, ticked), 201)
	}
}

// tickEvidence ticks the evidence for former words of a claim.
func (j *apiJourney) tickEvidence(who apiUser, claim int64, ticked map[string][]int64) {
	j.t.Helper()
	type piece struct {
		ID     int64
		Stance string
		Counts bool
	}
	for _, e := range callAs[struct{ Evidence []piece }](j.apiClients, who.token, "GET", fmt.Sprintf("/claims/%d", claim), "", 200).Evidence {
		list := map[string]string{"supports": "evidence", "contradicts": "supports"}[e.Stance]
		if !e.Counts {
			ticked[list] = append(ticked[list], e.ID)
		}
	}
}

// draft saves a draft with changed words.
func (j *apiJourney) draft(who apiUser, changes ...string) {
	j.t.Helper()
	text := strings.NewReplacer(changes...).Replace(j.getArticle(who).Text)
	j.do(who.token, "POST", j.article+"/revisions", sitetest.JSON(j.t, map[string]string{"text": text}), 201)
}

// override covers everything behind a reason.
func (j *apiJourney) override(who apiUser, code, reason string, status int) apiReply {
	j.t.Helper()
	gate := j.do(who.token, "GET", j.article+"/gate", "", 200)
	body := sitetest.JSON(j.t, map[string]any{"code": code, "reason": reason, "changes": gate.Changes})
	return j.do(who.token, "POST", j.article+"/overrides", body, status)
}

// sign signs the article off and checks the note about a missing second person; "" means no note.
func (j *apiJourney) sign(who apiUser, head string) {
	j.t.Helper()
	gate := j.do(who.token, "GET", j.article+"/gate", "", 200)
	if !gate.Open {
		j.t.Fatalf("%s cannot sign: %+v", who.name, gate.Reasons)
	}
	signed := callAs[struct {
		Alone []int
		By    string
		Door  string
	}](j.apiClients, who.token, "POST", j.article+"/signoffs", gate.signingBody(), 201)
	if signed.By != who.name || !strings.HasPrefix(signed.Door, "token ") || !strings.HasSuffix(signed.Door, ": "+who.name) {
		j.t.Errorf("signed %+v by %s", signed, who.name)
	}
	if (len(signed.Alone) > 0) != (head != "") {
		j.t.Errorf("signed without a second person: %v, want %q", signed.Alone, head)
	}
	if now := j.getArticle(who); now.State != "signed" {
		j.t.Errorf("signed, and the article is %s", now.State)
	}
	j.checkSignOffHead(who, head)
}

// checkSignOffHead checks the note on a sign-off without a second person: it is on all pages, copies and
// exports, or on none.
func (j *apiJourney) checkSignOffHead(who apiUser, head string) {
	j.t.Helper()
	const begin = "Checked and signed without a second person: "
	v := j.pagesAs(who)
	for _, path := range []string{"", "/gate", "/print", "/corrections", "/print.docx", "/corrections.docx", "/annotations.csv", "/sentences.csv"} {
		said := ""
		switch {
		case strings.HasSuffix(path, ".docx"):
			said = docxText(j.t, v.Get(j.article+path))
		case strings.HasSuffix(path, ".csv"):
			said = v.Get(j.article + path).Text
		default:
			said = sitetest.VisibleText(v.Page(j.article + path).Find("main"))
		}
		if head == "" && strings.Contains(said, begin) {
			j.t.Errorf("%s is headed %q, but a second person looked at it", path, begin)
		}
		if head != "" && !strings.Contains(said, begin+head) {
			_, after, _ := strings.Cut(said, begin)
			j.t.Errorf("%s is headed %.60q, want %q", path, after, begin+head)
		}
	}
}

// correctedWords are the words of five claims of storetest.Text, each with the wrong words in it and their
// correction.
var correctedWords = [][3]string{
	{"March 3", "March 3", "March 4"},
	{"More than 4,000 people", "4,000", "5,000"},
	{"every day", "every day", "most days"},
	{"built in 1911", "1911", "1912"},
	{"€12 million", "€12", "€13"},
}

// propose has a reviewer dispute five claims, with evidence of that stance, and propose corrections.
func (j *apiJourney) propose(who apiUser, stance string) {
	j.t.Helper()
	for _, k := range correctedWords {
		at := j.claim(who, k[0], "disputed", stance)
		body := sitetest.JSON(j.t, map[string]string{"from": k[1], "to": k[2], "reason": "The register says so."})
		if made := callAs[correctionReply](j.apiClients, who.token, "POST", at+"/corrections", body, 201); made.State != "proposed" {
			j.t.Errorf("proposed %+v", made)
		}
	}
}

// accept has an editor accept every proposed correction.
func (j *apiJourney) accept(who apiUser) {
	j.t.Helper()
	n := 0
	for _, c := range j.getArticle(who).Claims {
		claim := fmt.Sprintf("/claims/%d", c.ID)
		for _, k := range callAs[struct{ Corrections []correctionReply }](j.apiClients, who.token, "GET", claim, "", 200).Corrections {
			callAs[correctionReply](
				j.apiClients,
				who.token,
				"POST",
				fmt.Sprintf("/corrections/%d/decision", k.ID),
				`{"state":"accepted"}`,
				200,
			)
			n++
		}
	}
	if n != len(correctedWords) {
		j.t.Errorf("the editor found %d corrections, want %d", n, len(correctedWords))
	}
}

// submitCorrectedDraft saves a draft with the corrections, which makes them.
func (j *apiJourney) submitCorrectedDraft(who apiUser) {
	j.t.Helper()
	var changes []string
	for _, k := range correctedWords {
		changes = append(changes, k[1], k[2])
	}
	j.draft(who, changes...)
	for _, c := range j.getArticle(who).Claims {
		claim := fmt.Sprintf("/claims/%d", c.ID)
		for _, k := range callAs[struct{ Corrections []correctionReply }](j.apiClients, who.token, "GET", claim, "", 200).Corrections {
			if k.State != "made" {
				j.t.Errorf("the correction of %q is %s", k.From, k.State)
			}
		}
	}
}

// askAndSettle has a reviewer ask the writer, who answers, and settle the query.
func (j *apiJourney) askAndSettle(reviewer, writer apiUser) {
	j.t.Helper()
	sentence := j.getArticle(reviewer).Sentences[3]
	asked := callAs[queryReply](j.apiClients, reviewer.token, "POST", fmt.Sprintf("/sentences/%d/queries", sentence.ID),
		`{"to":"writer","text":"Who counted them?"}`, 201)
	list := callAs[struct{ Queries []queryReply }](j.apiClients, writer.token, "GET", j.article+"/queries?tome=1", "", 200)
	if len(list.Queries) != 1 || list.Queries[0].ID != asked.ID || list.Queries[0].Last.Text != "Who counted them?" {
		j.t.Fatalf("the writer is asked %+v", list)
	}
	query := fmt.Sprintf("/queries/%d", list.Queries[0].ID)
	callAs[queryReply](j.apiClients, writer.token, "POST", query+"/messages", `{"text":"The city."}`, 201)
	if q := callAs[queryReply](j.apiClients, reviewer.token, "GET", query, "", 200); q.State != "answered" || len(q.Messages) != 2 {
		j.t.Errorf("the writer answered: %+v", q)
	}
	callAs[queryReply](j.apiClients, reviewer.token, "POST", query+"/settle", "", 200)
}

// A single user enables the policy for small desks, which the error of an override mentions.
func TestOnePersonSignsByAPI(t *testing.T) {
	runAPIJourney(t, func(j *apiJourney) {
		me := j.join(models.Admin)[0]
		j.createArticle(me)
		j.callSourced(me, "€12 million")
		j.callSourced(me, "built in 1911")
		j.markAllRead(me)
		refused := j.override(me, "independence", "Nobody else works here.", http.StatusUnprocessableEntity)
		if len(refused.Errors) != 1 || !strings.Contains(refused.Errors[0].Detail, "small desk") {
			j.t.Errorf("the person who works alone is refused with %+v", refused.Errors)
		}
		j.smallDesk(me)
		j.override(me, "independence", "Nobody else works here.", http.StatusCreated)
		j.sign(me, "the title and sentences 1–10")
	})
}

// Two users and a writer without an account: the reviewer adds the text and checks it, the administrator
// vouches for the writer and signs.
func TestTwoSignByAPIWithTheWriterOutside(t *testing.T) {
	runAPIJourney(t, func(j *apiJourney) {
		people := j.join(models.Admin, models.Reviewer)
		admin, reviewer := people[0], people[1]
		j.smallDesk(admin)
		j.createArticle(reviewer)
		j.callSourced(reviewer, "€12 million")
		j.callSourced(reviewer, "built in 1911")
		j.markAllRead(reviewer)
		j.do(admin.token, "POST", j.article+"/revisions/1/words", `{"reason":"She sent it from her own address."}`, 201)
		j.sign(admin, "")
	})
}

// The same two users, if nobody can vouch: the reviewer who added the text counts as its author, so the
// policy for small desks is needed.
func TestTwoSignByAPIWithNobodyToVouch(t *testing.T) {
	runAPIJourney(t, func(j *apiJourney) {
		people := j.join(models.Admin, models.Reviewer)
		admin, reviewer := people[0], people[1]
		j.smallDesk(admin)
		j.createArticle(reviewer)
		j.callSourced(reviewer, "€12 million")
		j.markAllRead(reviewer)
		j.override(admin, "independence", "The writer is outside and cannot be reached tonight.", http.StatusCreated)
		j.sign(admin, "the title and sentences 1–10")
	})
}

// Three users without the policy for small desks: a writer, a reviewer who proposes five corrections and
// fixes a comma, and an editor who accepts them and signs. The reviewer also asks the writer.
func TestThreeSignByAPI(t *testing.T) {
	runAPIJourney(t, func(j *apiJourney) {
		people := j.join(models.Writer, models.Reviewer, models.Editor)
		writer, reviewer, editor := people[0], people[1], people[2]
		j.createArticle(writer)
		j.propose(reviewer, "contradicts")
		j.askAndSettle(reviewer, writer)
		j.markAllRead(reviewer)
		j.accept(editor)
		j.submitCorrectedDraft(reviewer)
		j.draft(reviewer, "We had no choice,", "We had no choice")
		j.confirmAll(reviewer) // evidence against the former words supports the new ones
		j.sign(editor, "")
	})
}

// Four users: an editor rewrites a sentence, the reviewer reads it, and another editor signs.
func TestFourSignByAPIWhatAnEditorRewrote(t *testing.T) {
	runAPIJourney(t, func(j *apiJourney) {
		people := j.join(models.Writer, models.Reviewer, models.Editor, models.Editor)
		writer, reviewer, editor, other := people[0], people[1], people[2], people[3]
		j.createArticle(writer)
		j.propose(reviewer, "supports") // supports the proposed words
		j.markAllRead(reviewer)
		j.accept(editor)
		j.submitCorrectedDraft(reviewer)
		j.draft(reviewer, "We had no choice,", "We had no choice")
		j.draft(editor, "We had no choice", "Nobody gave us a choice")
		j.confirmAll(reviewer)
		j.sign(other, "")
	})
}

// A newcomer uses the setup link, a token, the sample article, a claim, the policy for small desks, and signs
// off.
func TestNewcomerSignsTheSampleByAPI(t *testing.T) {
	runAPIJourney(t, func(j *apiJourney) {
		me := j.setUpAdmin()
		list := j.do(me.token, "GET", "/articles", "", 200)
		if len(list.Articles) != 1 {
			j.t.Fatalf("the newcomer finds %d articles", len(list.Articles))
		}
		j.article = fmt.Sprintf("/articles/%d", list.Articles[0].ID)
		j.callSourced(me, "more than 70 districts")
		j.callSourced(me, "on May 1")
		j.markAllRead(me)
		j.smallDesk(me)
		j.override(me, "independence", "I am trying it out.", http.StatusCreated)
		j.sign(me, "sentences 1–18") // the title equals the headline, which is sentence 2
	})
}

// setUpAdmin has the first administrator use the setup link and create a token on the account page.
func (j *apiJourney) setUpAdmin() apiUser {
	j.t.Helper()
	link, err := j.store.CreateSetupToken(j.t.Context())
	if err != nil {
		j.t.Fatal(err)
	}
	me := apiUser{name: "Nora New", email: "nora@example.org"}
	nobody := sitetest.Caller{T: j.t, Site: j.site, Cookie: &http.Cookie{Name: "nothing", Value: "x"}}
	first := url.Values{"name": {me.name}, "email": {me.email}, "password": {storetest.Password}}
	if got := nobody.Post("/setup/"+link, first); got.StatusCode != http.StatusSeeOther {
		j.t.Fatalf("the first administrator: %d %s", got.StatusCode, got.Text)
	}
	made := j.pagesAs(me).Post("/account/tokens", url.Values{"name": {me.name}, "scope": {"write"}, "expires": {"30d"}})
	if me.token = made.Document(j.t, http.StatusCreated).Find("#token").AttrOr("value", ""); me.token == "" {
		j.t.Fatalf("the page of the account shows no token: %s", made.Text)
	}
	return me
}
