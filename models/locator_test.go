package models

import "testing"

func TestCheckLocator(t *testing.T) {
	for kind, cases := range map[SourceKind]struct{ good, bad []string }{
		"document":  {[]string{"p. 12", "pp. 3–5", "page 7, second column", "¶ 4", "para 3", "§ 12", "Section 2.1", "p. xii"}, []string{"see tape", "the report", "somewhere", "12:30", "top", "page", "help 3"}},
		"recording": {[]string{"12:30", "1:02:30", "from 0:59 to 1:10", "00:12"}, []string{"see tape", "p. 3", "the middle", "12", "99:99", "12:300"}},
		"web page":  {[]string{"paragraph 2", "p. 1", "para. 4", "2:15"}, []string{"see tape", "the page", "below", "see page"}},
		"data":      {[]string{"table 2, row 14", "sheet Ports", "cell B7", "column C", "p. 3"}, []string{"see tape", "the file"}},
		"person":    {[]string{"0:12:30", "notes, p. 2"}, []string{"see tape", "on the phone"}},
	} {
		for _, s := range append(cases.good, "", "  ") {
			if err := CheckLocator("x", kind, s); err != nil {
				t.Errorf("%s, %q: %v", kind, s, err)
			}
		}
		for _, s := range cases.bad {
			if err := CheckLocator("x", kind, s); err == nil {
				t.Errorf("%s: %q is no locator, but was accepted", kind, s)
			}
		}
	}
	for _, kind := range SourceKinds {
		if LocatorHint(kind) == "" || CheckLocator("x", kind, "see tape") == nil {
			t.Errorf("%s accepts any locator", kind)
		}
	}
}
