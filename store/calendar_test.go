package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// calendarOf lists the entries of a user's calendar by their address.
func calendarOf(t *testing.T, s *store.Store, token string) string {
	t.Helper()
	r, err := s.ReaderByCalendar(t.Context(), token)
	if errors.Is(err, models.ErrNotFound) {
		return "no calendar"
	}
	var entries []models.CalendarEntry
	if err == nil {
		entries, err = s.Calendar(t.Context(), r)
	}
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if e.ChangedAt.IsZero() || e.DueAt.Location() != time.UTC {
			t.Errorf("%+v", e)
		}
		list = append(list, fmt.Sprintf("%s %d%s done=%t", e.Kind, e.ID, strings.TrimSuffix(" "+e.Words, " "), e.Done))
	}
	return strings.Join(list, "; ")
}

// A calendar contains the due times that concern a person, and only while they may see them.
func TestCalendarFollowsRights(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		due, own := time.Now().Add(48*time.Hour), time.Now().Add(24*time.Hour)
		article, err := s.CreateArticle(ctx, n.Editor, models.NewArticle{
			DeskID: n.Desk.ID, Title: "Bridge", DueAt: &due, Text: "The bridge closes on March 3."})
		must(err)
		claim := storetest.AddClaim(t, s, n.Editor, article, "March 3").ClaimID
		tokens := map[string]string{}
		for name, r := range map[string]models.Reader{"editor": n.Editor, "reviewer": n.Reviewer} {
			tokens[name], err = s.CreateCalendar(ctx, r)
			must(err)
		}
		want := func(when, editor, reviewer string) {
			t.Helper()
			for name, entries := range map[string]string{"editor": editor, "reviewer": reviewer} {
				if got := calendarOf(t, s, tokens[name]); got != entries {
					t.Errorf("%s, the calendar of the %s has %q, want %q", when, name, got, entries)
				}
			}
		}
		all := fmt.Sprintf("article %d done=false", article.ID)
		want("at first", all, "")
		must(s.AssignArticle(ctx, n.Editor, article.ID, models.NewAssignment{Person: n.Reviewer.UserID, DueAt: &own, Version: 1}))
		want("with an assignment", all, fmt.Sprintf("assignment %d done=false", article.ID))
		_, err = s.AssignClaim(ctx, n.Editor, claim, models.NewAssignment{Person: n.Reviewer.UserID, Version: 1})
		must(err)
		assigned := fmt.Sprintf("assignment %d done=false; claim %d March 3", article.ID, claim)
		want("with a claim", all, assigned+" done=false")
		_, err = s.Annotate(ctx, n.Reviewer, claim,
			models.AnnotationInput{Status: "sourced", Version: 2, Evidence: countEvidence})
		must(err)
		want("with a verdict", all, assigned+" done=true")
		must(s.TrashArticle(ctx, n.Editor, article.ID))
		want("in the trash", "", "")
	})
}

// An address becomes invalid when a new one replaces it, when it is revoked, and when the password, role or account changes.
func TestCalendarAddressEnds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		ctx := t.Context()
		for _, c := range []struct {
			name string
			end  func() error
		}{
			{"a new address", func() error { _, err := s.CreateCalendar(ctx, n.Reviewer); return err }},
			{"it was revoked", func() error { return s.RevokeCalendar(ctx, n.Reviewer) }},
			{"a changed password", func() error { return s.ChangePassword(ctx, n.Reviewer, storetest.Password, "another long password") }},
			{"another role", func() error { return s.SetRole(ctx, n.Admin, n.Reviewer.UserID, n.Desk.ID, models.Writer) }},
			{"the account was closed", func() error { return s.DisableUser(ctx, n.Admin, n.Reviewer.UserID) }},
		} {
			token, err := s.CreateCalendar(ctx, n.Reviewer)
			if err == nil && calendarOf(t, s, token) == "no calendar" {
				t.Errorf("before %s, there is no calendar", c.name)
			}
			if err == nil {
				err = c.end()
			}
			if got := calendarOf(t, s, token); err != nil || got != "no calendar" {
				t.Errorf("after %s: %q, %v", c.name, got, err)
			}
		}
		if _, err := s.CreateCalendar(ctx, n.Reviewer); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a closed account makes an address: %v", err)
		}
		if got := calendarOf(t, s, ""); got != "no calendar" {
			t.Errorf("no token: %q", got)
		}
	})
}

// To a user who checks blind, a calendar entry is the same before and after somebody else's verdict.
func TestCalendarHidesVerdictsFromBlindReaders(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := blindDesk(t, s)
		article := storetest.AddArticle(t, s, n)
		claim := storetest.AddClaim(t, s, n.Reviewer, article, "€12 million")
		due := time.Now().Add(24 * time.Hour)
		must(s.AssignClaim(ctx, n.Editor, claim.ClaimID, models.NewAssignment{Person: n.SecondReviewer.UserID, DueAt: &due, Version: 1}))(t)
		token := must(s.CreateCalendar(ctx, n.SecondReviewer))(t)
		entries := func() string {
			t.Helper()
			r := must(s.ReaderByCalendar(ctx, token))(t)
			return fmt.Sprintf("%+v", must(s.Calendar(ctx, r))(t))
		}
		before := entries()
		annotateCurrent(t, s, n, n.Reviewer, claim, models.AnnotationInput{Status: "disputed", Note: "It was 13."})
		if after := entries(); after != before || !strings.Contains(before, "€12 million") {
			t.Errorf("a verdict changed %s into %s", before, after)
		}
		annotateCurrent(t, s, n, n.SecondReviewer, claim, models.AnnotationInput{Status: "disputed", Note: "It was 14."})
		if entries() == before {
			t.Error("the user's own verdict changes nothing")
		}
	})
}
