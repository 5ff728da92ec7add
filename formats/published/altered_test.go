package published

import (
	"math/rand/v2"
	"slices"
	"testing"

	"linecheck/formats/read"
	"linecheck/text/compare"
)

// alteredOfKind is the number of altered texts that the test draws of each kind.
const alteredOfKind = 40

// drawAlterations draws altered texts of every kind from all articles. Every run draws the same ones.
func drawAlterations(all []benchArticle) (drawn []alteration, kinds []string) {
	random := rand.New(rand.NewPCG(26, 2))
	byKind := map[string][]alteration{}
	for _, how := range textAlterations {
		kinds = append(kinds, how.kind)
	}
	for _, how := range articleAlterations {
		kinds = append(kinds, how.kind)
	}
	for _, a := range all {
		for kind, list := range a.alterations() {
			random := rand.New(rand.NewPCG(26, uint64(len(list))))
			random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			byKind[kind] = append(byKind[kind], list...)
		}
	}
	for _, kind := range kinds {
		list := byKind[kind]
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		drawn = append(drawn, list[:min(len(list), alteredOfKind)]...)
	}
	return drawn, kinds
}

// TestAlteredTexts compares each altered text, as plain text and as a page. The comparison must notice every change.
func TestAlteredTexts(t *testing.T) {
	all := benchArticles(t)
	byName := map[string]benchArticle{}
	for _, a := range all {
		byName[a.name] = a
	}
	drawn, kinds := drawAlterations(all)
	total, passed, byKind := 0, 0, map[string][3]int{}
	for i, changed := range drawn {
		original := byName[changed.article.name]
		signed := original.sign(i%2 == 0)
		count := byKind[changed.kind]
		count[0]++
		if list := signed.CompareText(changed.article.title + "\n\n" + changed.article.body()); compare.AllSame(list) {
			count[1]++
			t.Errorf("%s passes as plain text\n\t%s", changed.kind, changed.about)
		}
		template := templateNames[i/2%len(templateNames)]
		page := changed.article.page(t, template, escape, "")
		list, err := signed.ComparePage(t.Context(), page, read.Options{ContentType: "text/html; charset=utf-8"})
		if err == nil && compare.AllSame(list) {
			count[2]++
			t.Errorf("%s passes in %s\n\t%s", changed.kind, template, changed.about)
		}
		byKind[changed.kind] = count
		total++
	}
	for _, kind := range kinds {
		c := byKind[kind]
		passed += c[1] + c[2]
		t.Logf("%-32s %3d altered; %d pass as text, %d as a page", kind, c[0], c[1], c[2])
	}
	t.Logf("%-32s %d altered, %d pass", "all", total, passed)
	if total < 1000 || slices.ContainsFunc(kinds, func(kind string) bool { return byKind[kind][0] < 5 }) {
		t.Errorf("only %d altered texts were compared, or fewer than 5 of a kind", total)
	}
}
