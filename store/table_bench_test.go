package store_test

import (
	"testing"

	"linecheck/models"
	"linecheck/store/storetest"
)

// BenchmarkTable reads an article of 2,000 sentences with 3,000 claims as a table, for a normal and for a
// blind reader.
func BenchmarkTable(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	news := storetest.Newsroom(b, s)
	article := storetest.CheckedArticle(b, s, news, 2000, 3000)
	blind := news.SecondReviewer
	blind.Desks = []models.DeskRole{{DeskID: news.Desk.ID, Role: models.Reviewer, Blind: true}}
	for name, who := range map[string]models.Reader{"whole": news.Auditor, "sealed": blind} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Table(ctx, who, article.ID); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAuditLog reads the newest page of the audit log of the same article.
func BenchmarkAuditLog(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	news := storetest.Newsroom(b, s)
	article := storetest.CheckedArticle(b, s, news, 2000, 3000)
	for b.Loop() {
		if _, err := s.AuditLog(ctx, news.Auditor, models.AuditFilter{ArticleID: article.ID}, models.Page{}); err != nil {
			b.Fatal(err)
		}
	}
}
