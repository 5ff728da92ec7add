package store_test

import (
	"context"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// Namesakes from before this feature are disambiguated at the next start, once.
func TestExistingNamesakesAreDisambiguatedAtStart(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		s, files := storetest.OpenWithFiles(t, address)
		n := storetest.Newsroom(t, s)
		storetest.AddPerson(t, s, "Twin", "twin.one@example.org", models.Reviewer, n.Desk)
		storetest.AddPerson(t, s, "Other", "twin.two@example.org", models.Reviewer, n.Desk)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		storetest.Exec(t, address, "UPDATE users SET typed_name = ''")
		storetest.Exec(t, address, "UPDATE users SET name = 'Twin' WHERE email LIKE 'twin.%'")
		for range 2 {
			again, err := store.Open(context.Background(), store.Config{URL: address, Files: files})
			if err != nil {
				t.Fatal(err)
			}
			if v, err := again.Verify(context.Background()); err != nil || v.Break != "" {
				t.Errorf("verify: %q, %v", v.Break, err)
			}
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			got := storetest.ReadColumn(t, address, "SELECT name FROM users WHERE typed_name = 'Twin' ORDER BY id")
			if len(got) != 2 || got[0] != "Twin (twin.one)" || got[1] != "Twin (twin.two)" {
				t.Errorf("they are printed as %q", got)
			}
		}
		if got := storetest.ReadColumn(t, address, "SELECT action FROM events WHERE action = 'name told apart'"); len(got) != 2 {
			t.Errorf("%d events, want 2", len(got))
		}
	})
}
