package handlers

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"linecheck/models"
	"linecheck/store"
)

// metrics exports metrics for Prometheus.
type metrics struct {
	token    string
	requests *prometheus.HistogramVec
	handler  http.Handler
}

// streamMediaType is the media type of an event stream, whose duration says nothing about the server.
const streamMediaType = "text/event-stream"

// durationBuckets are the upper bounds of the histogram, in seconds. The target for saving is 0.1.
var durationBuckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

func newMetrics(h *Handlers, token string) *metrics {
	m := &metrics{
		token: token,
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "linecheck_http_request_duration_seconds",
			Help: "How long answers took, by route; streams are not among them.", Buckets: durationBuckets}, []string{"method", "route", "status"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		m.requests,
		storeMetrics{h},
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewBuildInfoCollector(),
	)
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

// observe counts a response. Labels contain only routes and methods that the program itself defines, so that
// clients cannot create unlimited series.
func (m *metrics) observe(c *gin.Context, took time.Duration) {
	if m == nil || c.Writer.Header().Get("Content-Type") == streamMediaType {
		return
	}
	method := c.Request.Method
	if c.FullPath() == "" {
		method = "any"
	}
	m.requests.WithLabelValues(method, cmp.Or(c.FullPath(), "none"), strconv.Itoa(c.Writer.Status()/100)+"xx").Observe(took.Seconds())
}

// show sends the metrics to those whom allowMetrics accepts. To everybody else the page does not exist.
func (m *metrics) show(c *gin.Context) error {
	if !allowMetrics(c.Request, m.token) {
		return models.ErrNotFound
	}
	m.handler.ServeHTTP(c.Writer, c.Request)
	return nil
}

// allowMetrics reports whether a request has the token or, if none is configured, comes from this machine.
// Requests forwarded by a proxy on this machine do not.
func allowMetrics(r *http.Request, token string) bool {
	if token != "" {
		shown, _ := cutBearer(r.Header.Get("Authorization"))
		is, want := sha256.Sum256([]byte(shown)), sha256.Sum256([]byte(token))
		return subtle.ConstantTimeCompare(is[:], want[:]) == 1
	}
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

// storeMetrics reads the store's metrics at each scrape.
type storeMetrics struct{ h *Handlers }

func newMetricDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("linecheck_"+name, help, nil, nil)
}

var (
	queueDesc      = newMetricDesc("writer_queue", "Changes that wait for the writer.")
	changesDesc    = newMetricDesc("changes_total", "Changes that were committed.")
	failedDesc     = newMetricDesc("commits_failed_total", "Commits that failed. The people who waited saw that nothing was saved.")
	groupsDesc     = newMetricDesc("commit_group_size", "Changes that shared a commit.")
	streamsDesc    = newMetricDesc("streams_open", "Open pages that receive live updates.")
	waitingDesc    = newMetricDesc("deliveries_waiting", "Deliveries of webhooks that wait to be sent.")
	overdueDesc    = newMetricDesc("deliveries_overdue_seconds", "How long the first of them has been due.")
	mailsDesc      = newMetricDesc("mails_waiting", "Mails that wait to be sent.")
	mailsLateDesc  = newMetricDesc("mails_overdue_seconds", "How long the first of them has been due.")
	mailsLostDesc  = newMetricDesc("mails_not_sent", "Mails of the last 90 days that were given up, or whose address was refused.")
	mailAgeDesc    = newMetricDesc("mail_sent_age_seconds", "When the last mail was sent; missing: none was.")
	exportsDesc    = newMetricDesc("exports_running", "Workbooks that are being written.")
	backupDesc     = newMetricDesc("backup_age_seconds", "How old the newest good backup is; missing: this server knows of none.")
	corruptionDesc = newMetricDesc("damaged", "1 where the records are damaged.")
	databaseUpDesc = newMetricDesc("database_up", "1 where the database answers.")
)

// Describe sends the description of every metric.
func (storeMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{queueDesc, changesDesc, failedDesc, groupsDesc, streamsDesc, waitingDesc, overdueDesc, mailsDesc,
		mailsLateDesc, mailsLostDesc, mailAgeDesc, exportsDesc, backupDesc, corruptionDesc, databaseUpDesc} {
		to <- d
	}
}

// scrapeTimeout limits the database queries of one scrape.
const scrapeTimeout = 5 * time.Second

// Collect reads and sends every metric.
func (s storeMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	f, err := s.h.store.Metrics(ctx)
	gauge := func(d *prometheus.Desc, v float64) { to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	total := func(d *prometheus.Desc, v int64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v))
	}
	gauge(queueDesc, float64(f.Queued))
	total(changesDesc, f.Committed)
	total(failedDesc, f.FailedCommits)
	buckets, commits := map[float64]uint64{}, uint64(0)
	for i, n := range f.Batches {
		commits += uint64(n)
		buckets[float64(store.BatchSizeBuckets[i])] = commits
	}
	to <- prometheus.MustNewConstHistogram(groupsDesc, commits, float64(f.Committed), buckets)
	gauge(streamsDesc, float64(f.OpenStreams))
	gauge(exportsDesc, float64(len(s.h.exportSlot)))
	gauge(corruptionDesc, boolGauge(f.Corruption != ""))
	gauge(databaseUpDesc, boolGauge(err == nil))
	if err == nil {
		gauge(waitingDesc, float64(f.PendingDeliveries))
		gauge(overdueDesc, f.Overdue.Seconds())
		gauge(mailsDesc, float64(f.Mail.Waiting))
		gauge(mailsLateDesc, f.Mail.Overdue.Seconds())
		gauge(mailsLostDesc, float64(f.Mail.GivenUp+f.Mail.Bounced))
		if f.Mail.LastSent != nil {
			gauge(mailAgeDesc, time.Since(*f.Mail.LastSent).Seconds())
		}
	}
	if !f.LastBackup.IsZero() {
		gauge(backupDesc, time.Since(f.LastBackup).Seconds())
	}
}

func boolGauge(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
