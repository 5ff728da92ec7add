package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"linecheck/formats/fetch"
	"linecheck/handlers"
	"linecheck/internal/testutil"
	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// verified is the example of docs/reference/webhooks.md of how a receiver verifies a delivery.
func verified(secret string, header http.Header, body []byte, now time.Time) bool {
	id, sent := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(sent, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > 5*time.Minute {
		return false // too old, or from the future: possibly a replay
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + sent + "."))
	mac.Write(body)
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, signature := range strings.Fields(header.Get("webhook-signature")) {
		if hmac.Equal([]byte(signature), []byte(want)) {
			return true
		}
	}
	return false
}

func TestWebhookDocumentationExample(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("webhook_sender_test.go")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile(repositoryRoot + "/docs/reference/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(source), "\nfunc verified")
	example, _, found := strings.Cut(example, "\n}\n")
	if !found || !strings.Contains(string(document), "func verified"+example+"\n}\n") {
		t.Error("docs/reference/webhooks.md shows another example")
	}
}

// receivedDelivery is a delivery that the receiver got.
type receivedDelivery struct {
	path   string
	header http.Header
	body   []byte
}

// newReceiver starts a server that receives webhooks and responds with answer.
func newReceiver(t *testing.T, answer func(http.ResponseWriter, *http.Request)) (chan receivedDelivery, string, *fetch.Client) {
	t.Helper()
	got := make(chan receivedDelivery, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		answer(w, r)
		got <- receivedDelivery{r.URL.RequestURI(), r.Header, body}
	}))
	t.Cleanup(server.Close)
	return got, server.URL, fetch.New(
		fetch.Options{AllowForTests: []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())}},
	)
}

// runSender runs a webhook sender until the test ends.
func runSender(t *testing.T, s *store.Store, web *fetch.Client) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	c := webhookSender{store: s, client: web, log: slog.New(slog.DiscardHandler), now: time.Now}
	running.Go(func() { c.run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	t.Cleanup(stop)
	return stop
}

// nextDelivery waits for the next delivery.
func nextDelivery(t *testing.T, got chan receivedDelivery) receivedDelivery {
	t.Helper()
	return testutil.Receive(t, "delivery", got)
}

// waitForLog waits until the log of a webhook has the expected content. The log is complete only some time after the receiver has
// responded.
func waitForLog(t *testing.T, s *store.Store, news storetest.Fixture, webhook int64, is func(models.WebhookLog) bool) models.WebhookLog {
	t.Helper()
	var log models.WebhookLog
	testutil.Eventually(t, "the log of the webhook is as it should be", func() bool {
		var err error
		if log, err = s.WebhookLog(t.Context(), news.Admin, webhook); err != nil {
			t.Fatal(err)
		}
		return is(log)
	})
	return log
}

func hasEnded(log models.WebhookLog) bool { return log.Deliveries[0].EndedAt != nil }

func newWebhook(t *testing.T, s *store.Store, news storetest.Fixture, address string) models.Webhook {
	t.Helper()
	w, err := s.CreateWebhook(
		t.Context(),
		news.Admin,
		news.Desk.ID,
		models.WebhookForm{Name: "CMS", Address: address, Claims: true, Gates: true, SignOffs: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Events of a desk are delivered with a signature that the receiver can verify, and that nobody without the
// secret can produce.
func TestWebhookSenderDelivers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		got, address, web := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		hook := newWebhook(t, s, news, address+"/hook?key=1")
		runSender(t, s, web)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		if _, err := s.Annotate(t.Context(), news.Reviewer, claim, models.AnnotationInput{Status: "disputed", Version: 1, Note: "Not so."}); err != nil {
			t.Fatal(err)
		}
		r := nextDelivery(t, got)
		var n map[string]any
		if err := json.Unmarshal(r.body, &n); err != nil {
			t.Fatal(err)
		}
		want := map[string]any{
			"type":    "claim.status_changed",
			"article": float64(article.ID),
			"claim":   float64(claim),
			"was":     "unchecked",
			"status":  "disputed",
			"id":      r.header.Get("webhook-id"),
		}
		for field, value := range want {
			if n[field] != value {
				t.Errorf("%s is %v, want %v", field, n[field], value)
			}
		}
		if at, err := time.Parse(time.RFC3339, fmt.Sprint(n["at"])); err != nil || at.Location() != time.UTC ||
			time.Since(at).Abs() > time.Minute {
			t.Errorf("at is %v: %v", n["at"], err)
		}
		if r.path != "/hook?key=1" || r.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %v", r.path, r.header)
		}
		if !verified(hook.Secret, r.header, r.body, time.Now()) {
			t.Errorf("invalid signature: %v", r.header)
		}
		if verified(models.NewWebhookSecret(), r.header, r.body, time.Now()) ||
			verified(hook.Secret, r.header, append(r.body, ' '), time.Now()) ||
			verified(hook.Secret, r.header, r.body, time.Now().Add(6*time.Minute)) {
			t.Error("the example accepts a changed delivery")
		}
		waitForLog(t, s, news, hook.ID, hasEnded)
		secret, err := s.RotateSecret(t.Context(), news.Admin, hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.TestWebhook(t.Context(), news.Admin, hook.ID); err != nil {
			t.Fatal(err)
		}
		r = nextDelivery(t, got)
		if !verified(secret, r.header, r.body, time.Now()) || !verified(hook.Secret, r.header, r.body, time.Now()) ||
			!strings.Contains(string(r.body), `"type":"test"`) {
			t.Errorf("after a new secret: %v %s", r.header, r.body)
		}
	})
}

// The response of a webhook's receiver changes nothing in the newsroom, even if it looks like an API call.
func TestWebhookAnswerChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		claim := storetest.AddClaim(t, s, news.Reviewer, article, "4,000 people").ClaimID
		got, address, web := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Set-Cookie", "linecheck=x")
			_, _ = fmt.Fprintf(w, `{"claim":%d,"status":"sourced","resolution":"stands","article":%d,"state":"signed"}`, claim, article.ID)
		})
		hook := newWebhook(t, s, news, address)
		said := models.AnnotationInput{Status: "disputed", Version: 1, Note: "Not so."}
		if _, err := s.Annotate(t.Context(), news.Reviewer, claim, said); err != nil {
			t.Fatal(err)
		}
		before, err := s.Chain(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		runSender(t, s, web)
		nextDelivery(t, got)
		waitForLog(t, s, news, hook.ID, hasEnded)
		if after, err := s.Chain(t.Context()); err != nil || after != before {
			t.Errorf("the audit log has %d events, want %d as before: %v", after.Length, before.Length, err)
		}
		detail, err := s.ClaimDetail(t.Context(), news.Auditor, claim)
		if err != nil || detail.Claim.Status != models.Disputed || detail.Claim.Resolution != "none" {
			t.Errorf("the claim is %q with the outcome %q: %v", detail.Claim.Status, detail.Claim.Resolution, err)
		}
	})
}

// A response other than success is saved with its body and the delivery is retried. A redirect counts as
// failure and is not followed.
func TestWebhookSenderKeepsFailedDeliveries(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	got, address, web := newReceiver(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		default:
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, "<script>no\x00 \xff</script>")
		}
	})
	runSender(t, s, web)
	for path, want := range map[string]models.Delivery{
		"/broken": {State: models.DeliveryWaiting, Status: 500, Answer: "<script>no </script>"},
		"/moved":  {State: models.DeliveryWaiting, Status: 302},
		"/gone":   {State: models.DeliveryGivenUp, Status: 410},
	} {
		hook := newWebhook(t, s, news, address+path)
		if err := s.TestWebhook(t.Context(), news.Admin, hook.ID); err != nil {
			t.Fatal(err)
		}
		nextDelivery(t, got)
		log := waitForLog(t, s, news, hook.ID, func(log models.WebhookLog) bool { return log.Deliveries[0].Status != 0 })
		d := log.Deliveries[0]
		testutil.Equal(t, path+": d.State", d.State, want.State)
		testutil.Equal(t, path+": d.Status", d.Status, want.Status)
		testutil.Equal(t, path+": d.Answer", d.Answer, want.Answer)
		testutil.Equal(t, path+": d.Tries", d.Tries, 1)
		testutil.Contains(t, path+": d.Detail", d.Detail, strconv.Itoa(want.Status))
		testutil.Equal(t, path+": len(got)", len(got), 0)
		if (log.OffAt != nil) != (path == "/gone") {
			t.Errorf("%s: switched off %v", path, log.OffAt)
		}
	}
}

// While one instance sends, no other does, and each delivery arrives once.
func TestSeveralWebhookSendersSendEachDeliveryOnce(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		got, other, web := newReceiver(t, func(http.ResponseWriter, *http.Request) {})
		hook := newWebhook(t, s, news, other)
		const many = 40
		for range many {
			if err := s.TestWebhook(t.Context(), news.Admin, hook.ID); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			runSender(t, storetest.Open(t, address), web)
		}
		came := map[string]int{}
		for range many {
			came[nextDelivery(t, got).header.Get("webhook-id")]++
		}
		waitForLog(t, s, news, hook.ID, func(log models.WebhookLog) bool { return log.Waiting == 0 })
		if len(came) != many || len(got) != 0 {
			t.Errorf("%d of %d deliveries came, and %d more: %v", len(came), many, len(got), came)
		}
	})
}

// If an instance ends while it sends, the next one repeats the delivery with the same id.
func TestWebhookSenderThatStopsLosesNothing(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s := storetest.Open(t, address)
		news := storetest.Newsroom(t, s)
		var mutex sync.Mutex
		hold, held := true, make(chan struct{})
		got, other, web := newReceiver(t, func(_ http.ResponseWriter, r *http.Request) {
			mutex.Lock()
			defer mutex.Unlock()
			if hold {
				hold = false
				close(held)
				<-r.Context().Done()
			}
		})
		hook := newWebhook(t, s, news, other)
		if err := s.TestWebhook(t.Context(), news.Admin, hook.ID); err != nil {
			t.Fatal(err)
		}
		stop := runSender(t, s, web)
		testutil.Receive(t, "delivery", held) // the receiver has the delivery, and has not responded yet
		stop()
		first := nextDelivery(t, got)
		storetest.Exec(t, address, "UPDATE deliveries SET leased_until = created_at")
		runSender(t, storetest.Open(t, address), web)
		second := nextDelivery(t, got)
		if first.header.Get("webhook-id") != second.header.Get("webhook-id") || string(first.body) != string(second.body) {
			t.Errorf("first %v %s, then %v %s", first.header, first.body, second.header, second.body)
		}
		if log := waitForLog(t, s, news, hook.ID, hasEnded); log.Deliveries[0].State != models.DeliveryDone ||
			log.Deliveries[0].Tries != 2 {
			t.Errorf("%+v", log.Deliveries[0])
		}
	})
}

// The running program sends webhooks, but never to internal addresses.
func TestServeSendsWebhooksButNotToInternalAddresses(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	got, address, _ := newReceiver(t, func(http.ResponseWriter, *http.Request) {})
	hook := newWebhook(t, s, news, address)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- listenFlags{Addr: "127.0.0.1:0", Zone: "UTC"}.serve(ctx, s, handlers.Config{Log: slog.New(slog.DiscardHandler)}, func(string) {})
	}()
	if err := s.TestWebhook(t.Context(), news.Admin, hook.ID); err != nil {
		t.Fatal(err)
	}
	log := waitForLog(t, s, news, hook.ID, func(log models.WebhookLog) bool { return log.Deliveries[0].Detail != "" })
	if d := log.Deliveries[0]; d.State != models.DeliveryWaiting || d.Status != 0 || !strings.Contains(d.Detail, "only the usual ports") ||
		!strings.Contains(d.Detail, "--webhook-networks") {
		t.Errorf("%+v", d)
	}
	cancel()
	if err := <-served; err != nil || len(got) != 0 {
		t.Errorf("%v; %d requests came through", err, len(got))
	}
}

// With --webhook-networks, the running program reaches a receiver inside the network on any port.
func TestServeSendsWebhooksToAllowedNetworks(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t))
	news := storetest.Newsroom(t, s)
	got, address, _ := newReceiver(t, func(http.ResponseWriter, *http.Request) {})
	hook := newWebhook(t, s, news, address)
	var flags serveCmd
	parser, err := kong.New(&flags)
	if err == nil {
		_, err = parser.Parse([]string{"--addr", "127.0.0.1:0", "--zone", "UTC", "--webhook-networks", "10.0.0.0/8,127.0.0.1/32"})
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() {
		served <- flags.serve(ctx, s, handlers.Config{Log: slog.New(slog.DiscardHandler)}, func(string) {})
	}()
	if err := s.TestWebhook(t.Context(), news.Admin, hook.ID); err != nil {
		t.Fatal(err)
	}
	if d := nextDelivery(t, got); !verified(hook.Secret, d.header, d.body, time.Now()) {
		t.Errorf("the delivery is not signed: %v", d.header)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// For an invalid network, the program does not start, and explains the notation.
func TestWebhookNetworksFlag(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for text, want := range map[string]string{
		"10.0.0.0":              `"10.0.0.0" is one address; write 10.0.0.0/32 for it alone`,
		"10.1.0.0/8":            `"10.1.0.0/8" names an address within a network; write 10.0.0.0/8 for the network`,
		"10.0.0.0/33":           `"10.0.0.0/33" is not a network in CIDR notation`,
		"10.0.0.0/8,cms.local":  `"cms.local" is not a network in CIDR notation`,
		"fd00::1":               `"fd00::1" is one address; write fd00::1/128 for it alone`,
		"::ffff:0.0.0.0/90":     `names an address within a network`,
		"fe80::1%eth0":          `"fe80::1%eth0" is not a network`,
		"10.0.0.0/8 127.0.0.1/": `is not a network in CIDR notation`,
	} {
		code, out, said := s.run("", "serve", "--addr", "127.0.0.1:0", "--webhook-networks", text)
		if code != 2 || out != "" || !strings.Contains(said, "--webhook-networks") || !strings.Contains(said, want) {
			t.Errorf("%s: exit %d, %q, %q; want %q", text, code, out, said, want)
		}
	}
}
