package store_test

import (
	"encoding/json"
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// An address may be typed with white space around it.
func TestVerifyAcceptsPaddedAddresses(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		news := storetest.Newsroom(t, s)
		article := storetest.AddArticle(t, s, news)
		if err := setOwnAddress(t, s, news.Editor, article.ID, " https://paper.example/bridge ", " https://copy.example/7 \n\n\nhttps://mirror.example"); err != nil {
			t.Fatal(err)
		}
		verify(t, s)
	})
}

// Words that a withdrawn draft had lost may have another place in the previous draft, and are then in no
// other revision.
func TestVerifyAcceptsClaimsLostByAWithdrawnDraft(t *testing.T) {
	t.Parallel()
	withRevisionTest(t, func(v revisionTest) {
		cost := v.claim("€12 million")
		v.draft(v.fixture.Writer, "Repairs cost €12 million.\n\n", "")
		v.checkClaim(cost.ClaimID, models.Lost, models.Unchecked, "€12 million")
		v.ok(v.s.WithdrawRevision(ctx, v.fixture.Writer, v.article.ID, 2))
		_, err := v.s.PlaceClaim(
			ctx,
			v.fixture.SecondReviewer,
			cost.ClaimID,
			v.card(cost.ClaimID).Version,
			models.Selection{Sentence: v.sentence("The old bridge closes").ID, FirstWord: 2, LastWord: 3},
		)
		v.ok(err)
		verify(v.t, v.s)
	})
}

// The words of lost claims in imported articles are not checked.
func TestVerifyAcceptsLostClaimsOfImportedArticles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		desk := must(s.AddDesk(ctx, "Archive"))(t)
		editor := storetest.AddPerson(t, s, "Nora New", "nora@example.org", models.Editor, desk)
		var file models.ArticleFile
		if err := json.Unmarshal(readSample(t), &file); err != nil {
			t.Fatal(err)
		}
		changed := 0
		for i := range file.Claims {
			for j := range file.Claims[i].Occurrences {
				if o := &file.Claims[i].Occurrences[j]; o.Placement == models.Lost {
					o.Prefix, changed = "elsewhere ", changed+1
					break
				}
			}
		}
		if changed == 0 {
			t.Fatal("the sample has no lost claim")
		}
		must(s.ImportArticle(ctx, editor, desk.ID, "article.json", encodeFile(t, file)))(t)
		verify(t, s)
	})
}
