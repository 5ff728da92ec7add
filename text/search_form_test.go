package text

import "testing"

func TestSearchForm(t *testing.T) {
	for s, want := range map[string]string{
		"Café, ÉTÉ":           "cafe, ete",
		"Łódź straße Øresund": "lodz strasse oresund",
		"Đặng Văn Đức":        "dang van duc",
		"Œuvre, Æsop, þing":   "oeuvre, aesop, thing",
		"Αθήνα ΤΗΣ της":       "αθηνα τησ τησ",
		"مُحَمَّد":            "محمد",
		"أحمد إلى مدرسة":      "احمد الي مدرسه",
		"می\u200cگوید":        "ميگويد",
		"שָׁלוֹם":             "שלום",
		"Ver\u00adfassung":    "verfassung",
		"٣٥ ۳۵":               "35 35",
		"北京市":                 " 北  京  市 ",
		"대통령은":                " 대  통  령  은 ",
		"हिन्दी":              "हिन्दी",
		"ＡＢＣ ﬁn":              "abc fin",
		"東京 Tower":            " 東  京  tower",
		"plain words, 70%.":   "plain words, 70%.",
	} {
		if got := SearchForm(s); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
