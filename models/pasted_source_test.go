package models

import "testing"

func TestParsePasted(t *testing.T) {
	for pasted, want := range map[string]PastedSource{
		"https://harbour-gazette.example/2026/11/30/eleven-ships-wait": {Kind: "web page", Title: "eleven ships wait",
			URL: "https://harbour-gazette.example/2026/11/30/eleven-ships-wait"},
		"https://city.example/register":    {Kind: "web page", Title: "city.example/register", URL: "https://city.example/register"},
		"https://www.city.example/":        {Kind: "web page", Title: "city.example", URL: "https://www.city.example/"},
		"  https://city.example/a_b.html.": {Kind: "web page", Title: "a b", URL: "https://city.example/a_b.html"},
		"https://city.example/count\nEleven vessels lay at the outer anchorage.\nTwo left.": {Kind: "web page", Title: "city.example/count",
			URL: "https://city.example/count", Quote: "Eleven vessels lay at the outer anchorage.\nTwo left."},
		"Traffic count\r\nhttps://city.example/count\r\n“4,112 a day”": {Kind: "web page", Title: "Traffic count",
			URL: "https://city.example/count", Quote: "4,112 a day"},
		"Traffic count – https://city.example/count": {Kind: "web page", Title: "Traffic count", URL: "https://city.example/count"},
		"“4,112 cars a day” https://city.example/count": {Kind: "web page", Title: "city.example/count",
			URL: "https://city.example/count", Quote: "4,112 cars a day"},
		"https://city.example/count#:~:text=4%2C112%20a": {Kind: "web page", Title: "city.example/count",
			URL: "https://city.example/count", Quote: "4,112 a"},
		"https://city.example/count#:~:text=the,day": {Kind: "web page", Title: "city.example/count", URL: "https://city.example/count"},
		"10.1000/xyz123":         {Kind: "web page", Title: "doi:10.1000/xyz123", URL: "https://doi.org/10.1000/xyz123"},
		"doi: 10.1000/xyz123":    {Kind: "web page", Title: "doi:10.1000/xyz123", URL: "https://doi.org/10.1000/xyz123"},
		"ISBN 978-0-306-40615-7": {Kind: "document", Title: "ISBN 978-0-306-40615-7"},
		"0-306-40615-2":          {Kind: "document", Title: "ISBN 0-306-40615-2"},
		"ines.calder@union.example": {Kind: "person", Title: "ines.calder@union.example",
			Contact: "ines.calder@union.example"},
		"Ines Calder <ines@union.example>":             {Kind: "person", Title: "Ines Calder", Contact: "ines@union.example"},
		"Ines Calder, +44 20 7946 0000":                {Kind: "person", Title: "Ines Calder", Contact: "+44 20 7946 0000"},
		"+44 20 7946 0000":                             {Kind: "person", Title: "+44 20 7946 0000", Contact: "+44 20 7946 0000"},
		"Case C-131/12, para 20":                       {Kind: "document", Title: "Case C-131/12", Locator: "para 20"},
		"[2019] UKSC 41":                               {Kind: "document", Title: "[2019] UKSC 41"},
		"1 BvR 16/13":                                  {Kind: "document", Title: "1 BvR 16/13"},
		"1:22-cv-01234":                                {Kind: "document", Title: "1:22-cv-01234"},
		`C:\files\Weekly bulletin 48.pdf`:              {Kind: "document", Title: "Weekly bulletin 48.pdf"},
		"/home/nadia/bulletin.docx":                    {Kind: "document", Title: "bulletin.docx"},
		"bulletin 48.pdf":                              {Kind: "document", Title: "bulletin 48.pdf"},
		"Weekly bulletin 48, p. 3":                     {Title: "Weekly bulletin 48", Locator: "p. 3"},
		"Weekly bulletin 48":                           {Title: "Weekly bulletin 48"},
		"Budget 2025-2026":                             {Title: "Budget 2025-2026"},
		"“Losses to all operators: 14.1 million.”":     {Quote: "Losses to all operators: 14.1 million."},
		"Port authority, press office\nLosses: 14.1 m": {Title: "Port authority, press office", Quote: "Losses: 14.1 m"},
		"": {},
	} {
		if got := ParsePasted(pasted); got != want {
			t.Errorf("%q:\n got %+v\nwant %+v", pasted, got, want)
		}
	}
}

// Pasted text fills only the fields that are empty.
func TestWithPastedKeepsWhatWasTyped(t *testing.T) {
	got := NewEvidence{
		Title: "Register",
		Class: "primary",
		Kind:  "web page",
	}.WithPasted(
		ParsePasted("https://city.example/register\n4,112"),
	)
	want := NewEvidence{Title: "Register", URL: "https://city.example/register", Quote: "4,112", Class: "primary", Kind: "web page"}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
