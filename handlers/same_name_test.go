package handlers_test

import (
	"strings"
	"testing"

	"linecheck/handlers/sitetest"
	"linecheck/models"
	"linecheck/store/storetest"
)

// Two users of a desk with the same name are distinguished wherever a name is printed.
func TestSameNamesAtADeskAreDistinguished(t *testing.T) {
	eachDoor(t, "Repairs cost 12 million.", func(t *testing.T, d *doorDesk) {
		claim := d.claim("12 million").ID
		d.giveVerdict(d.reviewer, claim, "sourced", 201)
		before := d.fixture.Reviewer.Name
		twin := storetest.AddPerson(t, d.store, " "+strings.ToUpper(before)+"\u200b", "twin@example.org", models.Reviewer, d.fixture.Desk)
		local, _, _ := strings.Cut(d.fixture.Reviewer.Email, "@")
		want := before + " (" + local + ")"
		if !strings.Contains(twin.Name, "(twin)") {
			t.Errorf("who came second is printed as %+q", twin.Name)
		}
		is := d.do(d.editor, "GET", "/claims/1", "", 200)
		if got := is.Annotations[0].Reviewer; got != want {
			t.Errorf("the API prints %+q, want %+q", got, want)
		}
		v := d.pagesAs(d.editor)
		for _, address := range []string{d.article + "/sentences/1", d.article + "/print", d.article + "/record"} {
			if !strings.Contains(sitetest.VisibleText(v.Page(address).Find("main")), want) {
				t.Errorf("%s does not print %q", address, want)
			}
		}
		if !strings.Contains(docxText(t, v.Get(d.article+"/print.docx")), want) {
			t.Errorf("the Word file does not print %q", want)
		}
		row := sitetest.ParseCSV(t, []byte(v.Get(d.article+"/annotations.csv").Text), models.AnnotationColumns)[0]
		if row["reviewer"] != want || row["reviewer_email"] != d.fixture.Reviewer.Email {
			t.Errorf("annotations.csv has %q <%s>", row["reviewer"], row["reviewer_email"])
		}
		storetest.AddPerson(t, d.store, before, "elsewhere@example.org", models.Reviewer, d.fixture.OtherDesk)
		if again := d.do(d.editor, "GET", "/claims/1", "", 200).Annotations[0].Reviewer; again != want {
			t.Errorf("somebody at another desk changed that to %+q", again)
		}
		d.verified()
	})
}
