package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"linecheck/formats/send"
	"linecheck/handlers"
	"linecheck/models"
	"linecheck/store"
)

// mailSender sends mail about notices. Every instance has one. Leases in the store ensure that no two send the same mail.
type mailSender struct {
	store  *store.Store
	mailer *send.Mailer
	writer *handlers.MailWriter
	plan   models.MailPlan
	log    *slog.Logger
}

// run composes and sends mails until the context ends.
func (m *mailSender) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if err := m.drain(ctx); err != nil && ctx.Err() == nil {
			m.log.Error("sending mails", "error", err)
		}
		wait, err := m.store.NextMailDelay(ctx, pollInterval)
		if err != nil {
			wait = pollInterval
		}
		timer.Reset(max(wait, time.Second/10))
	}
}

// drain composes and sends all mails that are due.
func (m *mailSender) drain(ctx context.Context) error {
	for users := 1; users > 0; {
		var err error
		if users, err = m.store.ComposeMails(ctx, m.plan); err != nil {
			return err
		}
	}
	for ctx.Err() == nil {
		due, err := m.store.LeaseMail(ctx)
		if err != nil || due == nil {
			return err
		}
		m.send(ctx, *due)
	}
	return nil
}

// send sends one mail and saves the outcome. It also finishes while the program ends, because a mail that is aborted could arrive twice.
func (m *mailSender) send(ctx context.Context, due models.DueMail) {
	ctx = context.WithoutCancel(ctx)
	letter, err := m.writer.Notices(ctx, due)
	if err == nil {
		err = m.mailer.Send(ctx, letter)
	}
	var result models.MailResult
	var failed *send.FailedError
	switch {
	case errors.As(err, &failed):
		result = models.MailResult{Code: failed.Code, Detail: failed.Reason, Bounced: failed.Recipient, Final: failed.Final}
		m.log.Warn("a mail was not sent", "mail", due.ID, "user", due.UserID, "try", due.Tries, "error", failed.Err)
	case err != nil:
		result = models.MailResult{Detail: "The mail could not be written.", Final: true}
		m.log.Error("writing a mail", "mail", due.ID, "error", err)
	}
	report, cancel := context.WithTimeout(ctx, reportTimeout)
	defer cancel()
	if err := m.store.RecordMail(report, due.OutgoingMail, result); err != nil {
		m.log.Error("saving the outcome of a mail", "mail", due.ID, "error", err)
	}
}
