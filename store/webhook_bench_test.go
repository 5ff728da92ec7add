package store_test

import (
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// BenchmarkAnnotateWithWebhook stores a verdict that changes a claim's status, at a desk without webhooks,
// and at one with a webhook for every event.
func BenchmarkAnnotateWithWebhook(b *testing.B) {
	for name, told := range map[string]bool{"nobody": false, "a webhook": true} {
		b.Run(name, func(b *testing.B) {
			s := storetest.Open(b, storetest.SQLite(b))
			news := storetest.Newsroom(b, s)
			article := storetest.AddArticle(b, s, news)
			claim := storetest.AddClaim(b, s, news.Reviewer, article, "4,000 people").ClaimID
			if told {
				form := models.WebhookForm{Name: "CMS", Address: "https://cms.example/", Claims: true, Gates: true, SignOffs: true}
				if _, err := s.CreateWebhook(ctx, news.Admin, news.Desk.ID, form); err != nil {
					b.Fatal(err)
				}
			}
			version := 1
			for b.Loop() {
				said := models.AnnotationInput{Status: []string{"disputed", "unverified"}[version%2], Version: version, Note: "Not so."}
				if _, err := s.Annotate(ctx, news.Reviewer, claim, said); err != nil {
					b.Fatal(err)
				}
				version++
			}
		})
	}
}
