package models

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Pairs of sources with what they share; "" if they are independent.
func TestSourcesAreIndependent(t *testing.T) {
	source := func(title, publisher, url string) Source { return Source{Title: title, Publisher: publisher, URL: url} }
	from := func(title, publisher, url, from string) Source {
		return Source{Title: title, Publisher: publisher, URL: url, From: from}
	}
	const (
		apart     = ""
		address   = "at the same address"
		doi       = "the same DOI"
		title     = "the same title"
		copied    = "the same copy"
		publisher = "the same publisher"
		site      = "on the same site"
		unnamed   = "do not both name"
	)
	for _, c := range []struct {
		name, want string
		a, b       Source
	}{
		{"two publishers at two sites", apart,
			source("A", "Herald", "https://herald.example/a"),
			source("B", "Gazette", "https://gazette.example/b")},
		{"two publishers without addresses", apart, source("A", "Herald", ""), source("B", "Gazette", "")},
		{"a publisher and another's address", apart,
			source("A", "Herald", ""),
			source("B", "", "https://gazette.example/b")},
		{"two addresses without publishers", apart,
			source("A", "", "https://herald.example/a"),
			source("B", "", "https://gazette.example/b")},
		{"the same title by two publishers", apart,
			source("Budget 2025", "City of A", ""),
			source("Budget 2025", "City of B", "")},

		{"one address under two names", address,
			source("A", "Herald", "https://herald.example/a"),
			source("B", "Gazette", "http://www.herald.example/a/")},
		{"one address, once without a scheme", address,
			source("A", "Herald", "https://herald.example/a"),
			source("B", "Gazette", "herald.example/a")},
		{"one address with a tracking parameter", address,
			source("A", "", "https://herald.example/a?utm_source=x"),
			source("B", "", "https://herald.example/a#top")},
		{"a page for phones", address,
			source("A", "Herald", "https://m.herald.example/a"),
			source("B", "Gazette", "https://herald.example/a/amp")},
		{"a title that is the address", address,
			source("https://herald.example/a", "", ""),
			source("B", "Gazette", "https://herald.example/a")},
		{"an archive of the page", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "Archive", "https://web.archive.org/web/2026/https://herald.example/a")},
		{"an archive without a scheme", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "Archive", "https://web.archive.org/web/20260101id_/herald.example/a")},
		{"two archives of one page", address,
			source("A", "", "https://web.archive.org/web/2025/http://herald.example/a"),
			source("A", "", "https://archive.ph/2026.01.01-1/https://herald.example/a")},
		{"an archive's short address", title,
			source("Dam breaks", "", "https://archive.ph/AbCd1"),
			source("Dam breaks", "Herald", "https://herald.example/a")},
		{"an archive of another page", apart,
			source("A", "Herald", "https://herald.example/a"),
			source("B", "Gazette", "https://web.archive.org/web/2026/https://gazette.example/b")},
		{"a cache", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "Search engine", "https://webcache.googleusercontent.com/search?q=cache:herald.example/a")},
		{"a cache of light pages", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "", "https://herald-example.cdn.ampproject.org/c/s/herald.example/a")},
		{"a link that is counted", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "", "https://www.google.com/url?q=https://herald.example/a&sa=U")},

		{"a machine's translation", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "Translator", "https://herald-example.translate.goog/a?_x_tr_sl=en&_x_tr_tl=de")},
		{"a machine's translation by parameter", address,
			source("A", "Herald", "https://herald.example/a"),
			source("A", "", "https://translate.google.com/translate?sl=en&tl=de&u=https://herald.example/a")},
		{"the paper's own translation", site,
			source("A", "Herald", "https://herald.example/en/a"),
			source("A", "Herald Deutsch", "https://herald.example/de/a")},
		{"the translation at a host of its own", site,
			source("A", "", "https://de.herald.example/a"),
			source("A", "", "https://en.herald.example/a")},

		{"a mirror at the same site", site,
			source("A", "Register", "https://mirror1.register.example/a"),
			source("A", "Mirror", "https://mirror2.register.example/a")},
		{"two hosts below a public suffix", apart,
			source("A", "Herald", "https://herald.co.uk/a"),
			source("B", "Gazette", "https://gazette.co.uk/b")},
		{"one registrable domain below it", site,
			source("A", "Herald", "https://news.herald.co.uk/a"),
			source("B", "Gazette", "https://sport.herald.co.uk/b")},
		{"two people's pages at one host for pages", apart,
			source("A", "Ann", "https://ann.github.io/a"),
			source("B", "Bob", "https://bob.github.io/b")},
		{"one site in two spellings", site,
			source("A", "Bücher", "https://bücher.example/a"),
			source("B", "Buecher", "https://xn--bcher-kva.example/b")},
		{"one machine", site,
			source("A", "Herald", "http://192.0.2.7/a"),
			source("B", "Gazette", "http://192.0.2.7/b")},
		{"two machines", apart,
			source("A", "Herald", "http://192.0.2.7/a"),
			source("B", "Gazette", "http://192.0.2.8/b")},
		{"a repository that is not named as one", site,
			source("A", "Lab A", "https://repository.example/1"),
			source("B", "Lab B", "https://repository.example/2")},
		{"a repository of many publishers", apart,
			source("A", "Lab A", "https://shared.example/1"),
			source("B", "Lab B", "https://shared.example/2")},
		{"one publisher in that repository", publisher,
			source("A", "Lab A", "https://shared.example/1"),
			source("B", "Lab A", "https://shared.example/2")},
		{"one address in that repository", address,
			source("A", "Lab A", "https://shared.example/1"),
			source("B", "Lab B", "https://shared.example/1")},

		{"one publisher at two sites", publisher,
			source("A", "BBC", "https://bbc.com/a"),
			source("B", "BBC", "https://bbc.co.uk/b")},
		{"one publisher in capitals", publisher, source("A", "The Herald", ""), source("B", "HERALD", "")},
		{"one publisher in two Unicode forms", publisher,
			source("A", "Zürcher Tagblatt", ""),
			source("B", "Zu\u0308rcher Tagblatt", "")},
		{"one publisher in wide letters", publisher, source("A", "Herald", ""), source("B", "Ｈｅｒａｌｄ", "")},
		{"one publisher with a hidden character", publisher,
			source("A", "Herald", ""),
			source("B", "Her\u200bald", "")},
		{"one publisher with and without Inc.", publisher,
			source("A", "Herald, Inc.", ""),
			source("B", "Herald", "")},
		{"one publisher as Ltd. and GmbH", publisher,
			source("A", "Herald Media Ltd.", ""),
			source("B", "Herald Media GmbH & Co. KG", "")},
		{"one publisher as S.A.", publisher, source("A", "Le Soir S.A.", ""), source("B", "Le Soir", "")},
		{"one group as the publisher of two papers", publisher,
			source("A", "Axel Springer SE", "https://welt.de/a"),
			source("B", "Axel Springer", "https://bild.de/b")},
		{"ß and ss", publisher, source("A", "Straßenblatt", ""), source("B", "Strassenblatt", "")},
		{"names that only begin alike", apart, source("A", "Herald", ""), source("B", "Herald on Sunday", "")},

		{"wire copy in two papers", copied,
			from("A", "Herald", "https://herald.example/a", "dpa"),
			from("B", "Gazette", "https://gazette.example/b", "Deutsche Presse-Agentur")},
		{"wire copy and the agency", copied,
			from("A", "Herald", "https://herald.example/a", "AP"),
			source("B", "The Associated Press", "https://apnews.com/b")},
		{"a press release in two papers", copied,
			from("A", "Herald", "", "Ministry of Works"),
			from("B", "Gazette", "", "Ministry of Works")},
		{"a press release and its issuer", copied,
			source("A", "Ministry of Works", "https://works.example/a"),
			from("B", "Gazette", "", "ministry of works")},
		{"copy of two agencies", apart, from("A", "Herald", "", "AFP"), from("B", "Gazette", "", "Reuters")},
		{"copy of one agency and own work", apart, from("A", "Herald", "", "AFP"), source("B", "Gazette", "")},

		{"a DOI and its publisher's page", doi,
			source("A", "", "https://doi.org/10.1038/s41586-020-2649-2"),
			source("A", "Nature", "https://www.nature.com/articles/s41586-020-2649-2")},
		{"a DOI in the publisher's address", doi,
			source("A", "", "https://doi.org/10.1126/science.abc1234"),
			source("B", "Science", "https://www.science.org/doi/full/10.1126/science.abc1234")},
		{"a DOI in the title", doi,
			source("Study, doi:10.1126/SCIENCE.abc1234", "Library", ""),
			source("B", "Science", "https://www.science.org/doi/10.1126/science.abc1234")},
		{"a DOI in a parameter", doi,
			source("A", "", "https://dx.doi.org/10.1371/journal.pone.0185809"),
			source("B", "PLOS", "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0185809")},
		{"a preprint's versions", doi,
			source("A", "", "https://doi.org/10.1101/2020.01.01.123456"),
			source("B", "bioRxiv", "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full")},
		{"two DOIs", apart,
			source("A", "", "https://doi.org/10.1038/s41586-020-2649-2"),
			source("B", "", "https://doi.org/10.1126/science.abc1234")},

		{"two bare titles", unnamed, source("A", "", ""), source("B", "", "")},
		{"a bare title and a page", unnamed,
			source("A", "", ""),
			source("B", "Herald", "https://herald.example/a")},
		{"a publisher that nobody sees", unnamed, source("A", "\u200b", ""), source("B", "Herald", "")},
		{"a short address that names nothing", unnamed,
			source("A", "", "https://archive.ph/AbCd1"),
			source("B", "Herald", "https://herald.example/a")},
	} {
		t.Run(c.name, func(t *testing.T) {
			desk := Desk{Secondaries: 2, SharedSites: "other.example\nshared.example"}
			for _, both := range [][]Source{{c.a, c.b}, {c.b, c.a}} {
				n, why := desk.Independence(both, 2)
				switch {
				case c.want == apart && (n != 2 || !why.IsZero()):
					t.Errorf("%d sources (%s), want 2", n, why)
				case c.want != apart && (n != 1 || !strings.Contains(why.String(), c.want)):
					t.Errorf("%d sources, because they %q; want 1, because they are or have %s", n, why, c.want)
				case c.want != apart && !(strings.Contains(why.String(), both[0].Title) && strings.Contains(why.String(), both[1].Title)):
					t.Errorf("%q does not name both", why)
				}
			}
		})
	}
}

// The name of a confidential source is not in a message that everybody reads.
func TestIndependenceKeepsConfidence(t *testing.T) {
	a, b := Source{Title: "Jane Roe", Publisher: "Herald", Confidential: true}, Source{Title: "B", Publisher: "Herald"}
	if _, why := (Desk{}).Independence([]Source{a, b}, 2); strings.Contains(why.String(), "Roe") || !strings.Contains(why.String(),
		"same publisher") {
		t.Errorf("got %q", why)
	}
}

// Another source never lowers the number, and their order does not matter.
func TestMoreSourcesAreNeverFewer(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "Herald", "herald Inc.", "Gazette", "AP", "Associated Press", "Bote"})
	address := rapid.SampledFrom([]string{"", "https://a.example/1", "https://b.a.example/2", "https://c.example/1",
		"https://web.archive.org/web/2026/https://a.example/1", "https://doi.org/10.1000/abcdef", "https://d.example/abcdef"})
	one := rapid.Custom(func(t *rapid.T) Source {
		return Source{
			Title:     rapid.SampledFrom([]string{"A", "B"}).Draw(t, "title"),
			Publisher: word.Draw(t, "publisher"),
			From:      word.Draw(t, "from"),
			URL:       address.Draw(t, "address"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		sources := rapid.SliceOfN(one, 1, 8).Draw(t, "sources")
		all, _ := (Desk{}).Independence(sources, 9)
		fewer, _ := (Desk{}).Independence(sources[1:], 9)
		turned, _ := (Desk{}).Independence(append(sources[1:len(sources):len(sources)], sources[0]), 9)
		if fewer > all || all > fewer+1 || turned != all {
			t.Fatalf("%d of all, %d without the first, %d in another order", all, fewer, turned)
		}
	})
}
