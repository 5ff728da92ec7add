package store_test

import (
	"testing"

	"linecheck/models"
	"linecheck/store"
	"linecheck/store/storetest"
)

// searchedSentences are sentences with queries that find them.
var searchedSentences = []struct {
	lang, text string
	queries    []string
}{
	{"zh", "市政府于五月批准了新的桥梁计划。", []string{"桥梁", "新的桥梁", "批准"}},
	{"ja", "委員会は新しい橋の建設を承認した。", []string{"建設", "新しい橋"}},
	{"ko", "위원회는 새로운 다리를 승인했다.", []string{"위원회", "다리"}},
	{"th", "คณะกรรมการอนุมัติสะพานใหม่", []string{"สะพาน"}},
	{"ar", "وافَقَتِ المَدْرَسَةُ على أحمد.", []string{"المدرسه", "احمد", "وافقت"}},
	{"fa", "او می\u200cگوید ۳۵ نفر آمدند.", []string{"ميگويد", "می\u200cگوید", "35"}},
	{"he", "הָעִירִיָּה אישרה את הגשר.", []string{"העיריה אישרה", "הגשר"}},
	{"el", "Η Αθήνα ενέκρινε τη γέφυρα.", []string{"αθηνα", "ΓΕΦΥΡΑ"}},
	{"pl", "Łódź buduje most przez Wisłę.", []string{"lodz", "wisle", "Łódź"}},
	{"da", "Rådet i Ærø har godkendt broen på Møn.", []string{"aero", "mon", "radet"}},
	{"de", "Die Ver\u00adfassung gilt in der Hauptstraße.", []string{"Verfassung", "hauptstrasse"}},
	{"vi", "Hội đồng Đà Nẵng duyệt cây cầu.", []string{"da nang", "hoi dong", "cầu"}},
	{"hi", "नगर परिषद ने पुल को मंज़ूरी दी।", []string{"परिषद", "पुल"}},
}

func TestSearchInEveryScript(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		for _, c := range searchedSentences {
			article := models.NewArticle{Title: c.lang, DeskID: n.Desk.ID, Language: c.lang, Text: c.text}
			if _, err := s.CreateArticle(ctx, n.Reviewer, article); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range searchedSentences {
			for _, q := range c.queries {
				found := countResults(t, s, n.Reviewer, models.Search{Query: q, SearchKind: models.SearchSentences})
				if found[models.SearchSentences] != 1 {
					t.Errorf("%s: %q finds %d sentences, want 1", c.lang, q, found[models.SearchSentences])
				}
			}
		}
		for _, q := range []string{"梁桥", "新桥", "橋の承認"} { // the characters, but not side by side
			if found := countResults(t, s, n.Reviewer, models.Search{Query: q}); len(found) > 0 {
				t.Errorf("%q finds %v, want nothing", q, found)
			}
		}
	})
}

// A claim in a script without spaces was checked before if most of its characters stand there in order.
func TestPreviousChecksInEveryScript(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := storetest.Newsroom(t, s)
		for _, c := range []struct{ lang, checked, asked string }{
			{"zh", "市政府五月批准了新的桥梁计划", "市政府在五月批准了新的桥梁计划"},
			{"ja", "委員会は新しい橋の建設を承認した", "委員会が新しい橋の建設を承認した"},
			{"ar", "وافقت المدرسة على خطة الجسر الجديد", "وافَقَت المدرسه على خطة الجسر الجديد"},
			{"pl", "Łódź buduje nowy most przez Wisłę", "Lodz buduje nowy most przez Wisle"},
		} {
			old, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "old", DeskID: n.Desk.ID, Language: c.lang, Text: c.checked + "。"})
			if err != nil {
				t.Fatal(err)
			}
			place := storetest.AddClaim(t, s, n.Reviewer, old, c.checked)
			annotateCurrent(t, s, n, n.Reviewer, place, models.AnnotationInput{Status: "disputed", Note: "No."})
			fresh, err := s.CreateArticle(ctx, n.Reviewer, models.NewArticle{Title: "new", DeskID: n.Desk.ID, Language: c.lang, Text: c.asked + "。"})
			if err != nil {
				t.Fatal(err)
			}
			page, err := s.PreviousChecks(ctx, n.Reviewer, storetest.AddClaim(t, s, n.Reviewer, fresh, c.asked).ClaimID)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Rows) != 1 || page.Rows[0].Claim.ID != place.ClaimID {
				t.Errorf("%s: %d earlier checks, want the one of %q", c.lang, len(page.Rows), c.checked)
			}
		}
	})
}
