package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// pageJourney is a desk whose users work only with its pages, without scripts, on one article.
type pageJourney struct {
	t       *testing.T
	store   *store.Store
	site    http.Handler
	people  []*sitetest.Visitor
	article string // its path
	text    string // of the latest revision
}

// runPageJourney runs a journey in an empty newsroom on each database, and verifies the hash chain
// afterwards.
func runPageJourney(t *testing.T, do func(*pageJourney)) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		j := &pageJourney{t: t, store: s, site: sitetest.NewSite(s)}
		do(j)
		if v, err := s.Verify(context.Background()); err != nil || v.Break != "" {
			t.Errorf("verify: %v %s", err, v.Break)
		}
		posts := 0
		var each []string
		for _, v := range j.people {
			posts += v.Posts
			each = append(each, fmt.Sprintf("%s %d", v.Name, v.Posts))
		}
		t.Logf("%d forms sent: %s", posts, strings.Join(each, ", "))
	})
}

// join adds users with these roles, who sign in.
func (j *pageJourney) join(roles ...models.Role) (people []*sitetest.Visitor) {
	j.t.Helper()
	desk, err := j.store.AddDesk(context.Background(), "Small paper")
	if err != nil {
		j.t.Fatal(err)
	}
	for _, role := range roles {
		v := j.visitor(strings.ToUpper(string(role[:1])) + string(role[1:]) + " of the desk")
		storetest.AddPerson(j.t, j.store, v.Name, string(role)+"@example.org", role, desk)
		v.Go("/login")
		v.PressButton("", "Sign in", map[string]string{"email": string(role) + "@example.org", "password": storetest.Password})
		people = append(people, v)
	}
	return people
}

func (j *pageJourney) visitor(name string) *sitetest.Visitor {
	v := sitetest.NewVisitor(j.t, j.site, name)
	j.people = append(j.people, v)
	return v
}

// setUpAdmin has the first administrator use the setup link.
func (j *pageJourney) setUpAdmin() *sitetest.Visitor {
	j.t.Helper()
	token, err := j.store.CreateSetupToken(context.Background())
	if err != nil {
		j.t.Fatal(err)
	}
	v := j.visitor("Nora New")
	v.Go("/setup/" + token)
	v.PressButton("", "Begin", map[string]string{"name": v.Name, "email": "nora@example.org", "password": storetest.Password})
	return v
}

// createArticle has a user add storetest.Text, for a writer of the desk or for nobody.
func (j *pageJourney) createArticle(v *sitetest.Visitor, writer string) {
	j.t.Helper()
	v.Go("/")
	v.FollowLink("Articles")
	v.FollowLink("New article")
	filled := map[string]string{"title": "Bridge closes", "text": storetest.Text}
	if writer != "" {
		filled["writer"] = v.OptionValue("#writer", writer)
	}
	v.PressButton("", "Add article", filled)
	j.article, j.text = v.Address(), storetest.Text
	if !regexp.MustCompile(`^/articles/\d+$`).MatchString(j.article) {
		j.t.Fatalf("a new article leads to %s", j.article)
	}
}

// toArticle opens the article from the list of articles.
func (j *pageJourney) toArticle(v *sitetest.Visitor) {
	j.t.Helper()
	v.Go("/articles")
	link := v.Page.Find(`main a[href="` + j.article + `"]`)
	if link.Length() == 0 {
		j.t.Fatalf("%s finds no link to %s among the articles", v.Name, j.article)
	}
	v.Go(j.article)
}

// toSentence opens the page of the sentence with these words.
func (j *pageJourney) toSentence(v *sitetest.Visitor, words string) {
	j.t.Helper()
	j.toArticle(v)
	sentence := v.Page.Find(".sentence").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.Contains(sitetest.VisibleText(s), words)
	})
	address, found := sentence.First().Find("a.no").Attr("href")
	if !found {
		j.t.Fatalf("%s finds no sentence with %q to open", v.Name, words)
	}
	v.Go(address)
}

// mark creates a claim by the first and last word of it, and returns the selector of its card.
func (j *pageJourney) mark(v *sitetest.Visitor, words string) (card string) {
	j.t.Helper()
	j.toSentence(v, words)
	var offered []string
	v.Page.Find("#word-first option").Each(func(_ int, o *goquery.Selection) {
		_, word, _ := strings.Cut(sitetest.VisibleText(o), " · ")
		offered = append(offered, word)
	})
	wanted := strings.Fields(words)
	for i := range offered {
		if strings.HasPrefix(strings.Join(offered[i:], " ")+" ", words+" ") {
			v.PressButton("form:has(#word-first)", "Mark the claim",
				map[string]string{"first": fmt.Sprint(i + 1), "last": fmt.Sprint(i + len(wanted))})
			return j.card(v, words)
		}
	}
	j.t.Fatalf("%q are no words of %q", words, offered)
	return ""
}

// card returns the selector of the card of the claim with these words.
func (j *pageJourney) card(v *sitetest.Visitor, words string) string {
	j.t.Helper()
	cards := v.Page.Find(".card").FilterFunction(func(_ int, c *goquery.Selection) bool {
		return strings.Contains(sitetest.VisibleText(c.Find("blockquote").First()), words)
	})
	if cards.Length() != 1 {
		j.t.Fatalf("%s sees %d cards of %q at %s", v.Name, cards.Length(), words, v.Address())
	}
	return "#" + cards.AttrOr("id", "")
}

// callSourced gives the verdict sourced with primary evidence.
func (j *pageJourney) callSourced(v *sitetest.Visitor, card string) {
	j.t.Helper()
	v.PressButton(card+" .save", "✓ Sourced", map[string]string{"evidence-title": "City register",
		"evidence-url": "https://city.example/register", "evidence-class": "primary", "evidence-quote": "as it says"})
}

// markAllRead follows the links through the title and all sentences in order, and marks each as read.
func (j *pageJourney) markAllRead(v *sitetest.Visitor) {
	j.t.Helper()
	j.toArticle(v)
	first := v.Page.Find(`a[href$="/sentences/0"], a[href$="/sentences/1"]`) // a title that the text repeats as its headline has no link
	if first.Length() == 0 {
		j.t.Fatalf("%s finds no link to the title or the first sentence at %s", v.Name, v.Address())
	}
	const most = 100 // sentences
	titles := first.Filter(`a[href$="/sentences/0"]`)
	if titles.Length() > 0 {
		first = titles
	}
	v.Go(first.First().AttrOr("href", ""))
	for range most {
		if v.Buttons(".reading", "Nothing").Length() > 0 {
			v.PressButton(".reading", "Nothing", nil)
		}
		next, more := v.Page.Find(".steps a[rel=next]").Attr("href")
		if !more {
			return
		}
		v.Go(next)
	}
	j.t.Fatalf("the article has more than %d sentences", most)
}

// toGate opens the gate from the article.
func (j *pageJourney) toGate(v *sitetest.Visitor) {
	j.t.Helper()
	j.toArticle(v)
	v.FollowLink("Ready to publish?")
}

// sign signs the article off and checks the note about a missing second person; "" means no note.
func (j *pageJourney) sign(v *sitetest.Visitor, head string) {
	j.t.Helper()
	j.toGate(v)
	if v.Buttons(".sign-act", "Sign off revision").Length() == 0 {
		j.t.Fatalf("%s cannot sign: %s", v.Name, sitetest.VisibleText(v.Page.Find("main")))
	}
	v.PressButton(".sign-act", "Sign off revision", nil)
	if !v.HasText("✓ Signed off by " + v.Name) {
		j.t.Fatalf("signed, and the page says %s", sitetest.VisibleText(v.Page.Find("main")))
	}
	j.checkSignOffHead(v, head)
}

// checkSignOffHead checks the note on a sign-off without a second person: it is on all pages, copies and
// exports, or on none.
func (j *pageJourney) checkSignOffHead(v *sitetest.Visitor, head string) {
	j.t.Helper()
	const begin = "Checked and signed without a second person: "
	for _, path := range []string{"", "/gate", "/print", "/corrections", "/annotations.csv", "/sentences.csv"} {
		v.Go(j.article + path)
		said := v.Page.Text()
		if head == "" && strings.Contains(said, begin) {
			j.t.Errorf("%s is headed %q, but a second person read it", j.article+path, begin)
		}
		if head != "" && !strings.Contains(strings.Join(strings.Fields(said), " "), begin+head) {
			j.t.Errorf("%s is headed %q, want %q", j.article+path, sitetest.VisibleText(v.Page.Find(".alone").First()), begin+head)
		}
	}
	v.Go("/dashboard")
	figure := v.Page.Find(`[data-figure="signed without a second person"]`)
	if (figure.Length() > 0) != (head != "") {
		j.t.Errorf("the dashboard counts %q as signed without a second person", sitetest.VisibleText(figure))
	}
}

// smallDesk has the administrator follow the gate's suggestion to enable the policy for small desks.
func (j *pageJourney) smallDesk(v *sitetest.Visitor) {
	j.t.Helper()
	j.toGate(v)
	v.FollowLink("Small desk")
	v.PressButton("", "Save policy", map[string]string{"small-desk": "1"})
}

// overrideAll overrides everything behind a reason.
func (j *pageJourney) overrideAll(v *sitetest.Visitor, code models.GateCode, reason string) {
	j.t.Helper()
	j.toGate(v)
	v.PressButton("#reason-"+string(code), "Override", map[string]string{"all": "1", "reason": reason})
}

// One user in a new newsroom enables the policy for small desks, which the gate suggests, and signs alone.
func TestOnePersonSignsByPage(t *testing.T) {
	runPageJourney(t, func(j *pageJourney) {
		me := j.setUpAdmin()
		j.createArticle(me, me.Name)
		j.callSourced(me, j.mark(me, "€12 million"))
		j.callSourced(me, j.mark(me, "built in 1911"))
		j.markAllRead(me)
		j.smallDesk(me)
		j.overrideAll(me, models.GateIndependence, "Nobody else works here.")
		j.sign(me, "the title and sentences 1–10")
	})
}

// A newcomer uses the setup link, the sample article, a claim, and signs off.
func TestNewcomerSignsTheSampleByPage(t *testing.T) {
	runPageJourney(t, func(j *pageJourney) {
		me := j.setUpAdmin()
		sample := me.Page.Find(`main a[href^="/articles/"]`).FilterFunction(func(_ int, a *goquery.Selection) bool {
			return sitetest.VisibleText(a) == models.SampleArticle(0).Title
		})
		if j.article = sample.First().AttrOr("href", ""); j.article == "" {
			t.Fatalf("the newcomer finds no sample at %s: %s", me.Address(), sitetest.VisibleText(me.Page.Find("main")))
		}
		j.callSourced(me, j.mark(me, "May 1"))
		j.markAllRead(me)
		j.smallDesk(me)
		j.overrideAll(me, models.GateIndependence, "I am trying it out.")
		j.sign(me, "sentences 1–18") // the title equals the headline, which is sentence 2
	})
}

// Two users and a writer without an account: the reviewer adds the text and checks it. The administrator
// enables the policy for small desks, vouches for the writer and signs. As nobody worked alone, there is no
// note.
func TestTwoSignByPageWithTheWriterOutside(t *testing.T) {
	runPageJourney(t, func(j *pageJourney) {
		people := j.join(models.Admin, models.Reviewer)
		admin, reviewer := people[0], people[1]
		j.createArticle(reviewer, "")
		j.callSourced(reviewer, j.mark(reviewer, "€12 million"))
		j.callSourced(reviewer, j.mark(reviewer, "built in 1911"))
		j.markAllRead(reviewer)
		j.smallDesk(admin)
		j.toGate(admin)
		admin.PressButton("#words ~ *", "Vouch for the writer", map[string]string{"reason": "She sent it from her own address."})
		j.sign(admin, "")
	})
}

// fiveCorrections are corrections within their claims: the claim, the wrong words and the corrected ones.
var fiveCorrections = [][3]string{
	{"March 3", "March 3", "March 4"},
	{"4,000 people", "4,000", "5,000"},
	{"every day", "every day", "most days"},
	{"built in 1911", "1911", "1912"},
	{"€12 million", "€12", "€13"},
}

// propose has a user dispute the five claims and propose corrections.
func (j *pageJourney) propose(v *sitetest.Visitor) {
	j.t.Helper()
	for _, k := range fiveCorrections {
		card := j.mark(v, k[0])
		v.PressButton(card+" .save", "! Disputed", map[string]string{"note": "The register says " + k[2] + ".",
			"evidence-title": "City register", "evidence-url": "https://city.example/register", "evidence-class": "primary",
			"evidence-quote": k[2]})
		v.PressButton(card+" form[data-said='correction proposed']", "Suggest correction",
			map[string]string{"correction-from": k[1], "correction-to": k[2], "correction-reason": "The register says so."})
	}
}

// reasonAddresses returns the links of a gate reason.
func (j *pageJourney) reasonAddresses(v *sitetest.Visitor, code models.GateCode) (addresses []string) {
	j.t.Helper()
	j.toGate(v)
	v.Page.Find("#reason-" + string(code) + " .things a.words").Each(func(_ int, a *goquery.Selection) {
		addresses = append(addresses, a.AttrOr("href", ""))
	})
	return addresses
}

// acceptAll has an editor accept every correction behind the open sentences.
func (j *pageJourney) acceptAll(v *sitetest.Visitor) {
	j.t.Helper()
	n := 0
	for _, address := range j.reasonAddresses(v, models.GateOpen) {
		v.Go(address)
		var waiting []string
		v.Page.Find(".correction").Each(func(_ int, k *goquery.Selection) {
			if strings.Contains(sitetest.VisibleText(k.Find("button")), "Accept") {
				waiting = append(waiting, "#"+k.AttrOr("id", ""))
			}
		})
		for _, correction := range waiting {
			v.PressButton(correction, "Accept", nil)
			n++
		}
	}
	if n != len(fiveCorrections) {
		j.t.Fatalf("%s finds %d corrections to accept behind the gate, want %d", v.Name, n, len(fiveCorrections))
	}
}

// submitDraft saves a draft with words replaced by others, in pairs.
func (j *pageJourney) submitDraft(v *sitetest.Visitor, swaps ...string) {
	j.t.Helper()
	j.toArticle(v)
	v.FollowLink("New draft")
	before := j.text
	if j.text = strings.NewReplacer(swaps...).Replace(before); j.text == before {
		j.t.Fatalf("%q has no %q to replace", before, swaps)
	}
	v.PressButton("", "Preview", map[string]string{"text": j.text})
	v.PressButton("", "Bring it in as revision", nil)
}

// confirmAll has a user confirm every changed sentence, with all verdicts and evidence.
func (j *pageJourney) confirmAll(v *sitetest.Visitor) {
	j.t.Helper()
	for _, code := range []models.GateCode{models.GateRecheck, models.GateLeaning} {
		for _, address := range j.reasonAddresses(v, code) {
			v.Go(address)
			button := v.Buttons("#changed", "")
			if button.Length() == 0 {
				j.t.Fatalf("%s finds nothing to confirm at %s", v.Name, v.Address())
			}
			v.Tick("#changed input[type=checkbox]")
			v.PressButton("#changed", "", nil)
		}
	}
}

// correct is a journey of three. An editor adds the text of a writer, who claims the words. A reviewer
// proposes five corrections and reads everything. The editor accepts them and saves the corrected draft. The
// reviewer fixes a comma and confirms the changes.
func (j *pageJourney) correct(writer, reviewer, editor *sitetest.Visitor) {
	j.t.Helper()
	j.createArticle(editor, writer.Name)
	writer.Go("/work")
	writer.PressButton("", "These are my words", nil)
	if writer.Buttons("", "These are my words").Length() > 0 {
		j.t.Error("the queue asks the writer again")
	}
	j.propose(reviewer)
	j.markAllRead(reviewer)
	j.acceptAll(editor)
	var swaps []string
	for _, k := range fiveCorrections {
		swaps = append(swaps, k[1], k[2])
	}
	j.submitDraft(editor, swaps...)
	j.submitDraft(reviewer, "We had no choice,", "We had no choice")
	j.confirmAll(reviewer)
}

func TestThreeSignByPage(t *testing.T) {
	runPageJourney(t, func(j *pageJourney) {
		people := j.join(models.Writer, models.Reviewer, models.Editor)
		j.correct(people[0], people[1], people[2])
		j.sign(people[2], "")
	})
}

func TestFourSignByPageWhatAnEditorRewrote(t *testing.T) {
	runPageJourney(t, func(j *pageJourney) {
		people := j.join(models.Writer, models.Reviewer, models.Editor, models.Admin)
		reviewer, editor, other := people[1], people[2], people[3]
		j.correct(people[0], reviewer, editor)
		j.submitDraft(editor, "We had no choice", "Nobody gave us a choice")
		j.confirmAll(reviewer)
		j.sign(other, "")
	})
}
