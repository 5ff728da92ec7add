package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// createWebhook creates a webhook of the newsroom's desk.
func createWebhook(t *testing.T, s *store.Store, news storetest.Fixture, form models.WebhookForm) models.Webhook {
	t.Helper()
	form.Name, form.Address = "CMS", "https://cms.example/hook?key=1"
	w, err := s.CreateWebhook(ctx, news.Admin, news.Desk.ID, form)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// receivedEvents returns the events that a webhook received, in order.
func receivedEvents(t *testing.T, s *store.Store, news storetest.Fixture, id int64) []models.WebhookEvent {
	t.Helper()
	log, err := s.WebhookLog(ctx, news.Admin, id)
	if err != nil {
		t.Fatal(err)
	}
	list := make([]models.WebhookEvent, len(log.Deliveries))
	for i, d := range log.Deliveries {
		if err := json.Unmarshal([]byte(d.Body), &list[len(list)-1-i]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func noticeKinds(list []models.WebhookEvent) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = string(n.Kind)
	}
	return strings.Join(words, " ")
}

// A webhook receives events of claims, gates and sign-offs, only the kinds that it subscribed to, and never a
// word of the article.
func TestWebhookReceivesSubscribedEvents(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		all, signings := createWebhook(
			t,
			s,
			news,
			models.WebhookForm{Claims: true, Gates: true, SignOffs: true},
		), createWebhook(
			t,
			s,
			news,
			models.WebhookForm{SignOffs: true},
		)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		said := models.AnnotationInput{
			Status:   "sourced",
			Version:  1,
			Note:     "A secret note.",
			Evidence: []models.NewEvidence{{Title: "A list", Class: "primary", Stance: "supports", Kind: "document", Locator: "p. 1"}},
		}
		if _, err := s.Annotate(ctx, news.Reviewer, claim, said); err != nil {
			t.Fatal(err)
		}
		if got := receivedEvents(t, s, news, all.ID); len(got) != 1 || got[0].Kind != models.ClaimStatusChanged || got[0].Was != "unchecked" || got[0].Status != "sourced" ||
			got[0].Claim != claim || got[0].Article != article.ID ||
			got[0].Desk != news.Desk.ID ||
			*got[0].Disagree ||
			!strings.HasPrefix(got[0].ID, "msg_") ||
			got[0].Event == 0 {
			t.Fatalf("received %+v", got)
		}
		// A second equal verdict does not change the status, and sends no event.
		if _, err := s.Annotate(ctx, news.SecondReviewer, claim, models.AnnotationInput{Status: "sourced", Version: 2}); err != nil {
			t.Fatal(err)
		}
		page, err := s.ArticlePage(ctx, news.Reviewer, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []models.Reader{news.Reviewer, news.SecondReviewer} {
			for _, sentence := range page.AllSentences() {
				if _, err := s.MarkRead(ctx, who, sentence.ID); err != nil && !models.IsValidationError(err) {
					t.Fatal(err)
				}
			}
		}
		gate, err := s.GatePage(ctx, news.Editor, article.ID)
		if err != nil || !gate.Gate.Open() {
			t.Fatalf("the gate: %+v, %v", gate.Gate, err)
		}
		if err := s.SignOff(ctx, news.Editor, article.ID, models.SignOffInput{SHA256: gate.Revision.SHA256, Changes: gate.Changes}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Annotate(ctx, news.SecondReviewer, claim, models.AnnotationInput{Status: "disputed", Version: 3, Note: "Not so."}); err != nil {
			t.Fatal(err)
		}
		got := receivedEvents(t, s, news, all.ID)
		if want := "claim.status_changed gate.opened signoff.made claim.status_changed gate.closed signoff.voided"; noticeKinds(
			got,
		) != want {
			t.Fatalf("received %s, want %s", noticeKinds(got), want)
		}
		made, closed := got[2], got[4]
		testutil.Equal(t, "received: made.SHA256", made.SHA256, gate.Revision.SHA256)
		testutil.Different(t, "told: made.SignOff", made.SignOff, 0)
		testutil.Len(t, "told: closed.Reasons", closed.Reasons, 1)
		testutil.Equal(t, "received: closed.Reasons[0].Code", closed.Reasons[0].Code, models.GateOpen)
		testutil.Equal(t, "received: closed.Reasons[0].Count", closed.Reasons[0].Count, 1)
		testutil.True(
			t,
			"told: slices.IsSortedFunc(got, func(a, b models.Notice) int { retu",
			slices.IsSortedFunc(got, func(a, b models.WebhookEvent) int { return int(a.Event - b.Event) }),
		)
		only := receivedEvents(t, s, news, signings.ID)
		if noticeKinds(only) != "signoff.made signoff.voided" || only[0].ID != got[2].ID {
			t.Errorf("the webhook for sign-offs received %+v", only)
		}
		log, err := s.WebhookLog(ctx, news.Admin, all.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range log.Deliveries {
			for _, word := range []string{"4,000", "bridge", "Bridge", "secret", "A list", "Rana"} {
				if strings.Contains(d.Body, word) {
					t.Errorf("a delivery contains %q: %s", word, d.Body)
				}
			}
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Error(v.Break, err)
		}
	})
}

// After any changes of an article, a receiver of all events knows the status of every claim and which gates
// are open.
func TestWebhooksMissNoChange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		createWebhook(t, s, news, models.WebhookForm{Claims: true, Gates: true, SignOffs: true})
		var told []models.WebhookEvent
		collect := func() {
			for {
				list, err := s.LeaseDeliveries(ctx, 100)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range list {
					var n models.WebhookEvent
					if err := json.Unmarshal([]byte(d.Body), &n); err != nil {
						t.Fatal(err)
					}
					told = append(told, n)
					if err := s.RecordDelivery(ctx, d, models.DeliveryResult{Status: 204}); err != nil {
						t.Fatal(err)
					}
				}
				if len(list) == 0 {
					break
				}
			}
			slices.SortStableFunc(told, func(a, b models.WebhookEvent) int { return int(a.Event - b.Event) })
		}
		article := storetest.FullArticle(t, s, news)
		collect()
		status, open, signed := map[int64]models.Status{}, map[int64]bool{}, map[int64]bool{}
		for _, n := range told {
			switch n.Kind {
			case models.ClaimStatusChanged:
				if was := status[n.Claim]; was != n.Was && !(was == "" && n.Was == "unchecked") {
					t.Errorf("claim %d was %q, but the event has %q", n.Claim, was, n.Was)
				}
				status[n.Claim] = n.Status
			case models.GateOpened, models.GateClosed:
				if is := n.Kind == models.GateOpened; is == open[n.Article] {
					t.Errorf("two events in a row have the gate of article %d open: %v", n.Article, is)
				} else {
					open[n.Article] = is
				}
			case models.SignOffMade, models.SignOffVoided:
				signed[n.Article] = n.Kind == models.SignOffMade
			}
		}
		for i := 1; ; i++ {
			at, err := s.ClaimLocation(ctx, news.Auditor, int64(i))
			if errors.Is(err, models.ErrNotFound) && i > 60 {
				break
			}
			if err != nil {
				continue
			}
			page, err := s.SentencePage(ctx, news.Auditor, article.ID, at.Ordinal)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page.Claims {
				if was := status[c.Claim.ID]; c.Claim.ID == int64(i) && was != c.Status && !(was == "" && c.Status == models.Unchecked) {
					t.Errorf("claim %d is %s, but the last event has %q", i, c.Status, was)
				}
			}
		}
		gate, err := s.GatePage(ctx, news.Admin, article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if gate.Gate.Open() != open[article.ID] || (gate.Gate.SignOff != nil) != signed[article.ID] {
			t.Errorf(
				"the gate is open %v, and said to be %v; signed off %v, and said to be %v",
				gate.Gate.Open(),
				open[article.ID],
				gate.Gate.SignOff != nil,
				signed[article.ID],
			)
		}
		if len(status) < 8 || len(told) < 15 {
			t.Errorf("only %d events for %d claims", len(told), len(status))
		}
		// Changes that concern a whole desk open and close gates too.
		told = nil
		desks, err := s.Desks(ctx, news.Admin)
		if err != nil {
			t.Fatal(err)
		}
		for i, second := range []bool{true, false} {
			if err := s.SetSecondReader(ctx, news.Admin, news.Desk.ID, second, false, desks[0].Version+i); err != nil {
				t.Fatal(err)
			}
		}
		collect()
		if noticeKinds(told) != "gate.closed gate.opened" {
			t.Errorf("after requiring a second reader, and again without, it received %q", noticeKinds(told))
		}
	})
}

// A new webhook receives only later events. It learns that an open gate closes, but not that the gate was open before.
func TestNewWebhookKnowsOpenGates(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.FullArticle(t, s, news) // signed off, so its gate is open
		w := createWebhook(t, s, news, models.WebhookForm{Gates: true})
		gate, err := s.GatePage(ctx, news.Admin, article.ID)
		if err != nil || !gate.Gate.Open() || len(gate.Gate.Reasons) == 0 {
			t.Fatalf("%+v, %v", gate.Gate, err)
		}
		if _, err := s.WithdrawOverride(ctx, news.Editor, gate.Gate.Reasons[0].Override.ID); err != nil {
			t.Fatal(err)
		}
		if got := receivedEvents(t, s, news, w.ID); noticeKinds(got) != "gate.closed" || got[0].Article != article.ID {
			t.Errorf("received %+v", got)
		}
	})
}

// A failed change sends no event, even if other changes of its group succeed.
func TestFailedChangeSendsNoWebhook(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		w := createWebhook(t, s, news, models.WebhookForm{Claims: true})
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		var group sync.WaitGroup
		for i := range 20 {
			group.Go(func() {
				_, _ = s.Annotate(
					ctx,
					news.Reviewer,
					claim,
					models.AnnotationInput{Status: "disputed", Version: 1 + i%2*100, Note: "Not so."},
				) // only one of the twenty has the right version
			})
		}
		group.Wait()
		if got := receivedEvents(t, s, news, w.ID); len(got) != 1 {
			t.Errorf("%d notices of one change", len(got))
		}
	})
}

// A user who does not manage the desk cannot find, list or change its webhooks, and nobody sees a secret
// again.
func TestOnlyAdministratorsManageWebhooks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		outsider := storetest.AddPerson(t, s, "Otto Other", "otto@example.org", models.Admin, news.OtherDesk)
		w := createWebhook(t, s, news, models.WebhookForm{Claims: true})
		if err := s.TestWebhook(ctx, news.Admin, w.ID); err != nil {
			t.Fatal(err)
		}
		sent, err := s.WebhookLog(ctx, news.Admin, w.ID)
		if err != nil || len(sent.Deliveries) != 1 {
			t.Fatalf("%+v, %v", sent, err)
		}
		form := models.WebhookForm{Name: "Mine", Address: "https://evil.example/", Claims: true, Version: 1}
		tries := map[string]func(models.Reader) error{
			"list":   func(r models.Reader) error { _, _, err := s.Webhooks(ctx, r, news.Desk.ID); return err },
			"log":    func(r models.Reader) error { _, err := s.WebhookLog(ctx, r, w.ID); return err },
			"make":   func(r models.Reader) error { _, err := s.CreateWebhook(ctx, r, news.Desk.ID, form); return err },
			"edit":   func(r models.Reader) error { return s.EditWebhook(ctx, r, w.ID, form) },
			"secret": func(r models.Reader) error { _, err := s.RotateSecret(ctx, r, w.ID); return err },
			"switch": func(r models.Reader) error { return s.SwitchWebhook(ctx, r, w.ID, false) },
			"remove": func(r models.Reader) error { _, err := s.RemoveWebhook(ctx, r, w.ID); return err },
			"test":   func(r models.Reader) error { return s.TestWebhook(ctx, r, w.ID) },
			"again":  func(r models.Reader) error { _, err := s.RedeliverWebhook(ctx, r, sent.Deliveries[0].ID); return err },
		}
		for name, try := range tries {
			for who, r := range map[error][]models.Reader{models.ErrNotFound: {outsider, news.OtherDeskReviewer}, models.ErrForbidden: {news.Editor, news.Auditor}} {
				for _, r := range r {
					if err := try(r); !errors.Is(err, who) {
						t.Errorf("%s by %s: %v, want %v", name, r.Name, err, who)
					}
				}
			}
		}
		list, err := s.WebhookLog(ctx, news.Admin, w.ID)
		_, rows, listed := s.Webhooks(ctx, news.Admin, news.Desk.ID)
		testutil.Must(t, err)
		testutil.Must(t, listed)
		testutil.Equal(t, "list.Secret + list.FormerSecret", list.Secret+list.FormerSecret, "")
		testutil.Len(t, "rows", rows, 1)
		testutil.Equal(t, "rows[0].Secret", rows[0].Secret, "")
		testutil.Equal(t, "list.Name", list.Name, "CMS")
		form.Version = 9
		if err := s.EditWebhook(ctx, news.Admin, w.ID, form); !errors.Is(err, models.ErrStale) {
			t.Errorf("an edit of another version: %v", err)
		}
		for i := 1; i < models.MaxWebhooks; i++ {
			createWebhook(t, s, news, models.WebhookForm{Claims: true})
		}
		form.Version = 0
		if _, err := s.CreateWebhook(ctx, news.Admin, news.Desk.ID, form); !models.IsValidationError(err) {
			t.Errorf("one too many: %v", err)
		}
	})
}

// A delivery is leased by one of several instances, retried after a failure and after its lease expires, and
// finally given up.
func TestDeliveriesAreLeased(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		w := createWebhook(t, s, news, models.WebhookForm{Claims: true})
		for range 3 {
			if err := s.TestWebhook(ctx, news.Admin, w.ID); err != nil {
				t.Fatal(err)
			}
		}
		stores := []*store.Store{s, storetest.Open(t, address), storetest.Open(t, address)}
		var mutex sync.Mutex
		taken := map[int64]int{}
		var first models.DueDelivery
		var group sync.WaitGroup
		for i := range 12 {
			group.Go(func() {
				list, err := stores[i%len(stores)].LeaseDeliveries(ctx, 1)
				mutex.Lock()
				defer mutex.Unlock()
				if err != nil {
					t.Error(err)
				}
				for _, d := range list {
					taken[d.ID]++
					first = d
				}
			})
		}
		group.Wait()
		if len(taken) != 3 {
			t.Fatalf("%d deliveries were leased", len(taken))
		}
		for id, n := range taken {
			if n != 1 {
				t.Errorf("delivery %d was leased %d times", id, n)
			}
		}
		testutil.Len(t, "taken with: first.Secrets", first.Secrets, 1)
		testutil.Equal(t, "leased: first.Secrets[0]", first.Secrets[0], w.Secret)
		testutil.Equal(t, "leased: first.Address", first.Address, w.Address)
		testutil.Equal(t, "leased: first.Tries", first.Tries, 1)
		// After a failure it waits until its next time. A result of the former lease is ignored.
		if err := s.RecordDelivery(ctx, first, models.DeliveryResult{Status: 500, Detail: "Trouble.", Answer: "oh\x00no"}); err != nil {
			t.Fatal(err)
		}
		if list, err := s.LeaseDeliveries(ctx, 9); err != nil || len(list) != 0 {
			t.Errorf("before its time %d are due: %v", len(list), err)
		}
		wait, err := s.NextDeliveryDelay(ctx, time.Hour)
		if err != nil || wait < 5*time.Second || wait > 20*time.Second {
			t.Errorf("the next is due in %s: %v", wait, err)
		}
		storetest.Exec(t, address, fmt.Sprintf("UPDATE deliveries SET next_at = created_at WHERE id = %d", first.ID))
		again, err := stores[1].LeaseDeliveries(ctx, 9)
		testutil.Must(t, err)
		testutil.Len(t, "tried again: again", again, 1)
		testutil.Equal(t, "tried again: again[0].Message", again[0].Message, first.Message)
		testutil.Equal(t, "tried again: again[0].Body", again[0].Body, first.Body)
		testutil.Equal(t, "tried again: again[0].Tries", again[0].Tries, 2)
		testutil.StopIfFailed(t)
		if err := s.RecordDelivery(ctx, first, models.DeliveryResult{Status: 200}); err != nil {
			t.Fatal(err)
		}
		// Its instance ends without a result, so it is due when the lease has expired.
		storetest.Exec(t, address, fmt.Sprintf("UPDATE deliveries SET leased_until = created_at WHERE id = %d", first.ID))
		last, err := stores[2].LeaseDeliveries(ctx, 9)
		testutil.Must(t, err)
		testutil.Len(t, "after the lease: last", last, 1)
		testutil.Equal(t, "after the lease: last[0].Tries", last[0].Tries, 3)
		testutil.Equal(t, "after the lease: last[0].Message", last[0].Message, first.Message)
		testutil.StopIfFailed(t)
		storetest.Exec(t, address, fmt.Sprintf("UPDATE deliveries SET tries = %d WHERE id = %d", models.MaxDeliveryTries, first.ID))
		last[0].Tries = models.MaxDeliveryTries
		if err := s.RecordDelivery(ctx, last[0], models.DeliveryResult{Status: 500, Detail: "Trouble."}); err != nil {
			t.Fatal(err)
		}
		log, err := s.WebhookLog(ctx, news.Admin, w.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range log.Deliveries {
			if d.ID == first.ID && (d.State != models.DeliveryGivenUp || d.Status != 500 || d.EndedAt == nil) {
				t.Errorf("in the end %+v", d)
			}
		}
		// Redelivery starts from the first try, with the same webhook-id.
		if _, err := s.RedeliverWebhook(ctx, news.Admin, first.ID); err != nil {
			t.Fatal(err)
		}
		if list, err := s.LeaseDeliveries(ctx, 9); err != nil || len(list) != 1 || list[0].Tries != 1 || list[0].Message != first.Message {
			t.Errorf("again: %+v, %v", list, err)
		}
		if v, err := s.Verify(ctx); err != nil || v.Break != "" {
			t.Error(v.Break, err)
		}
	})
}

// A webhook that is disabled or removed receives nothing: no waiting deliveries and no later events. After it is enabled again, it
// receives later events.
func TestWebhooksStopAtOnce(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		w := createWebhook(t, s, news, models.WebhookForm{Claims: true})
		article := storetest.AddArticle(t, s, news)
		claim, version := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID, 0
		change := func() {
			t.Helper()
			version++
			if _, err := s.Annotate(ctx, news.Reviewer, claim, models.AnnotationInput{Status: []string{"disputed", "unverified"}[version%2], Version: version,
				Note: "Not so."}); err != nil {
				t.Fatal(err)
			}
		}
		due := func() int {
			t.Helper()
			list, err := s.LeaseDeliveries(ctx, 9)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		change()
		if err := s.SwitchWebhook(ctx, news.Admin, w.ID, false); err != nil {
			t.Fatal(err)
		}
		change()
		if err := s.TestWebhook(ctx, news.Admin, w.ID); !models.IsValidationError(err) {
			t.Errorf("a test of a webhook that is off: %v", err)
		}
		if n := due(); n != 0 {
			t.Errorf("%d are sent though it is off", n)
		}
		if err := s.SwitchWebhook(ctx, news.Admin, w.ID, true); err != nil {
			t.Fatal(err)
		}
		change()
		if n := due(); n != 1 {
			t.Errorf("%d are sent after it is on again", n)
		}
		secret, err := s.RotateSecret(ctx, news.Admin, w.ID)
		if err != nil {
			t.Fatal(err)
		}
		change()
		list, err := s.LeaseDeliveries(ctx, 9)
		if err != nil || len(list) != 1 || !slices.Equal(list[0].Secrets, []string{secret, w.Secret}) {
			t.Fatalf("%+v, %v", list, err)
		}
		storetest.Exec(t, address, "UPDATE webhooks SET former_until = created_at")
		// An answer 410 switches it off.
		if err := s.RecordDelivery(ctx, list[0], models.DeliveryResult{Status: 410, Detail: "Gone."}); err != nil {
			t.Fatal(err)
		}
		log, err := s.WebhookLog(ctx, news.Admin, w.ID)
		testutil.Must(t, err)
		testutil.Present(t, "log.OffAt", log.OffAt != nil)
		testutil.Equal(t, "log.Deliveries[0].State", log.Deliveries[0].State, models.DeliveryGivenUp)
		testutil.Equal(t, "log.Deliveries[1].State", log.Deliveries[1].State, models.DeliveryStopped)
		if err := s.SwitchWebhook(ctx, news.Admin, w.ID, true); err != nil {
			t.Fatal(err)
		}
		change()
		if list, err = s.LeaseDeliveries(ctx, 9); err != nil || len(list) != 1 || !slices.Equal(list[0].Secrets, []string{secret}) {
			t.Errorf("after a day: %+v, %v", list, err)
		}
		change()
		if _, err := s.RemoveWebhook(ctx, news.Admin, w.ID); err != nil {
			t.Fatal(err)
		}
		change()
		if n := due(); n != 0 {
			t.Errorf("%d are sent though it is removed", n)
		}
		if err := s.RecordDelivery(ctx, list[0], models.DeliveryResult{Status: 200}); err != nil {
			t.Error(err)
		}
		if _, err := s.WebhookLog(ctx, news.Admin, w.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a removed webhook is found: %v", err)
		}
	})
}

// A webhook that does not answer does not delay others.
func TestSlowWebhookDoesNotDelayOthers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		slow, other := createWebhook(
			t,
			s,
			news,
			models.WebhookForm{Claims: true},
		), createWebhook(
			t,
			s,
			news,
			models.WebhookForm{Claims: true},
		)
		for range 30 {
			if err := s.TestWebhook(ctx, news.Admin, slow.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.TestWebhook(ctx, news.Admin, other.ID); err != nil {
			t.Fatal(err)
		}
		of := map[int64]int{}
		for range 3 {
			list, err := s.LeaseDeliveries(ctx, 16)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range list {
				of[d.WebhookID]++
			}
		}
		if of[slow.ID] != 4 || of[other.ID] != 1 {
			t.Errorf("under way are %v", of)
		}
	})
}

// A new draft changes the status of claims, and withdrawing the draft restores it. Both send events.
func TestWebhookReceivesStatusChangesOfDrafts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		if _, err := s.Annotate(ctx, news.Reviewer, claim, models.AnnotationInput{Status: "disputed", Version: 1, Note: "Not so."}); err != nil {
			t.Fatal(err)
		}
		w := createWebhook(t, s, news, models.WebhookForm{Claims: true})
		draft := models.NewRevision{Text: strings.Replace(storetest.Text, "4,000", "5,000", 1), Base: 1}
		if _, err := s.ReviseArticle(ctx, news.Writer, article.ID, draft); err != nil {
			t.Fatal(err)
		}
		if err := s.WithdrawRevision(ctx, news.Writer, article.ID, 2); err != nil {
			t.Fatal(err)
		}
		got := receivedEvents(t, s, news, w.ID)
		testutil.Len(t, "told: got", got, 2)
		testutil.Equal(t, "received: got[0].Was", got[0].Was, "disputed")
		testutil.Equal(t, "received: got[0].Status", got[0].Status, "unchecked")
		testutil.Equal(t, "received: got[1].Was", got[1].Was, "unchecked")
		testutil.Equal(t, "received: got[1].Status", got[1].Status, "disputed")
		testutil.Equal(t, "received: got[1].Claim", got[1].Claim, claim)
	})
}
