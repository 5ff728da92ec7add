package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"linecheck/formats/fetch"
	"linecheck/models"
	"linecheck/store"
)

const (
	// maxConcurrentDeliveries limits the deliveries that one instance sends at the same time.
	maxConcurrentDeliveries = 16
	// pollInterval is the maximum delay of a delivery that another instance wrote and did not send, or that
	// was abandoned.
	pollInterval = 5 * time.Second
	// reportTimeout limits the time for saving the outcome of a delivery while the program ends.
	reportTimeout = 5 * time.Second
)

// webhookSender sends the desks' webhooks. Every instance has one. Leases in the store ensure that no two send the same delivery at the
// same time.
type webhookSender struct {
	store  *store.Store
	client *fetch.Client
	log    *slog.Logger
	now    func() time.Time
}

// run sends deliveries until the context ends, and then finishes those in progress.
func (c *webhookSender) run(ctx context.Context) {
	var sending sync.WaitGroup
	defer sending.Wait()
	free := make(chan struct{}, maxConcurrentDeliveries)
	for range maxConcurrentDeliveries {
		free <- struct{}{}
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.store.DeliveryQueued():
		case <-timer.C:
		}
		c.drain(ctx, free, &sending)
		wait, err := c.store.NextDeliveryDelay(ctx, pollInterval)
		if err != nil {
			wait = pollInterval
		}
		timer.Reset(max(wait, time.Second/10))
	}
}

// drain sends all due deliveries, as far as the limit allows.
func (c *webhookSender) drain(ctx context.Context, free chan struct{}, sending *sync.WaitGroup) {
	for ctx.Err() == nil {
		list, err := c.store.LeaseDeliveries(ctx, max(1, len(free)))
		if err != nil {
			if ctx.Err() == nil {
				c.log.Error("taking deliveries", "error", err)
			}
			return
		}
		if len(list) == 0 {
			return
		}
		for _, d := range list {
			<-free
			sending.Go(func() {
				defer func() { free <- struct{}{} }()
				c.send(ctx, d)
			})
		}
	}
}

// send sends one delivery and saves the outcome. A delivery that is aborted because the program ends is
// sent by the next instance.
func (c *webhookSender) send(ctx context.Context, d models.DueDelivery) {
	outcome, err := c.post(ctx, d)
	if err != nil {
		return
	}
	report, cancel := context.WithTimeout(context.WithoutCancel(ctx), reportTimeout)
	defer cancel()
	if err := c.store.RecordDelivery(report, d, outcome); err != nil {
		c.log.Error("writing down a delivery", "delivery", d.ID, "webhook", d.WebhookID, "error", err)
		return
	}
	c.log.Debug(
		"delivery",
		"delivery",
		d.ID,
		"webhook",
		d.WebhookID,
		"kind",
		d.Kind,
		"status",
		outcome.Status,
		"taken",
		outcome.IsAccepted(),
	)
}

// post sends a delivery according to the Standard Webhooks specification. It only returns an error if the
// program ends; any other failure is an outcome.
func (c *webhookSender) post(ctx context.Context, d models.DueDelivery) (models.DeliveryResult, error) {
	at := c.now()
	signatures := make([]string, len(d.Secrets))
	for i, secret := range d.Secrets {
		var err error
		if signatures[i], err = models.SignWebhook(secret, d.Message, at, []byte(d.Body)); err != nil {
			return models.DeliveryResult{Detail: "The webhook's secret cannot be read; make a new one."}, nil
		}
	}
	answer, err := c.client.Post(ctx, d.Address, []byte(d.Body), map[string]string{
		"webhook-id": d.Message, "webhook-timestamp": strconv.FormatInt(at.Unix(), 10), "webhook-signature": strings.Join(signatures, " ")})
	var refused *fetch.RefusedError
	var failed *fetch.FailedError
	switch {
	case errors.As(err, &refused) && refused.Inside:
		return models.DeliveryResult{Detail: refused.Reason + " The operator of this server can allow its network with --webhook-networks."}, nil
	case errors.As(err, &refused), errors.As(err, &failed):
		return models.DeliveryResult{Detail: err.Error()}, nil
	case err != nil && ctx.Err() != nil:
		return models.DeliveryResult{}, err
	case err != nil:
		return models.DeliveryResult{Detail: "It could not be sent."}, nil
	case answer.IsAccepted():
		return models.DeliveryResult{Status: answer.Status, Answer: string(answer.Body)}, nil
	}
	return models.DeliveryResult{
		Status: answer.Status,
		Answer: string(answer.Body),
		Detail: fmt.Sprintf("The other side answered with %d, and only 200 to 299 means that it has it.", answer.Status),
	}, nil
}
