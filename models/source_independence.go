package models

import (
	"cmp"
	"slices"
	"strings"

	"linecheck/text/message"
	"linecheck/text/web"
)

// Independence reports how many of some sources are independent of each other, at most enough. Where they are fewer, why names two of them
// and says what they share, as the beginning of a sentence. Another source never makes the number smaller.
func (d Desk) Independence(sources []Source, enough int) (n int, why message.Text) {
	if enough < 1 || len(sources) == 0 {
		return 0, message.Text{}
	}
	all := make([]sourceIdentity, len(sources))
	for i, s := range sources {
		all[i] = d.identityOf(s)
	}
	named := slices.DeleteFunc(slices.Clone(all), func(p sourceIdentity) bool { return !p.isIdentified })
	search := independentSearch{enough: enough}
	search.extend(0, named)
	n = max(search.best, 1) // a source without a publisher and an address is one beside no other
	if n < enough {
		why = describeShared(all)
	}
	return n, why
}

// describeShared says what the first two sources share that are not independent; "" where each two are.
func describeShared(all []sourceIdentity) message.Text {
	for i, b := range all {
		for _, a := range all[:i] {
			if shared := a.shares(b); !shared.IsZero() {
				return message.New("“%s” and “%s” %s", shorten(a.title), shorten(b.title), shared)
			}
		}
	}
	return message.Text{}
}

// independentSearch looks for sources of which each two are independent.
type independentSearch struct{ enough, best, steps int }

// maxSearchSteps bounds the search. Thirty sources that share nothing in a pattern need fewer; beyond it the largest number found counts.
const maxSearchSteps = 20_000

// extend adds each of the candidates in turn to so many sources that are independent of them all.
func (s *independentSearch) extend(have int, candidates []sourceIdentity) {
	s.best = max(s.best, have)
	for i, c := range candidates {
		if s.steps++; s.best >= s.enough || s.steps > maxSearchSteps || have+len(candidates)-i <= s.best {
			return
		}
		var rest []sourceIdentity
		for _, o := range candidates[i+1:] {
			if c.shares(o).IsZero() {
				rest = append(rest, o)
			}
		}
		s.extend(have+1, rest)
	}
}

// sourceIdentity is what tells a source from another.
type sourceIdentity struct {
	title        string // as messages name it
	words        string // the title, for comparison
	address      string // as addresses are compared
	doi          string
	site         string // the registrable domain; "" where many publishers share it
	publisher    string
	from         string // the agency or press release that it repeats
	isRedirect   bool   // its address leads to a page that it does not name: a resolver, a short address of an archive
	isIdentified bool   // it names a publisher or an address
}

// identityOf reads what a source says of where it comes from.
func (d Desk) identityOf(s Source) sourceIdentity {
	p := sourceIdentity{
		title:     s.Title,
		words:     web.PublisherName(s.Title),
		publisher: web.PublisherName(s.Publisher),
		from:      web.PublisherName(s.From),
	}
	if s.Confidential {
		p.title = ConfidentialSource
	}
	p.address = web.NormalizeAddress(cmp.Or(s.URL, web.TitleAddress(s.Title)))
	p.doi = web.DOI(p.address)
	if p.doi == "" {
		p.doi = web.DOI(s.Title)
	}
	host, _, _ := strings.Cut(p.address, "/")
	p.isRedirect = slices.Contains(redirectHosts, host)
	if p.address != "" && !p.isRedirect {
		if p.site = web.Site(host); d.sharesSite(p.site) || d.sharesSite(host) {
			p.site = ""
		}
	}
	p.isIdentified = p.publisher != "" || p.address != "" && (!p.isRedirect || p.doi != "")
	return p
}

// sharesSite reports whether the desk has named a site as one on which many publishers stand.
func (d Desk) sharesSite(site string) bool {
	return slices.Contains(strings.Fields(d.SharedSites), site)
}

// shares says what two sources share that keeps them from being independent, such as "are at the same address (example.org/a)"; ""
// for nothing.
func (p sourceIdentity) shares(o sourceIdentity) message.Text {
	switch {
	case p.address != "" && p.address == o.address:
		return message.New("are at the same address (%s)", shorten(p.address))
	case p.doi != "" && p.doi == o.doi, p.isDOIOf(o), o.isDOIOf(p):
		return message.New("have the same DOI (%s)", shorten(p.doi+strings.TrimPrefix(o.doi, p.doi)))
	case (p.isRedirect || o.isRedirect) && p.words != "" && p.words == o.words:
		return message.New("have the same title, and one of them is an address that only leads to the page")
	case p.from != "" && p.from == o.from, p.from != "" && p.from == o.publisher, o.from != "" && o.from == p.publisher:
		return message.New("both rest on the same copy (%s)", shorten(p.from+strings.TrimPrefix(o.from, p.from)))
	case p.publisher != "" && p.publisher == o.publisher:
		return message.New("have the same publisher")
	case p.site != "" && p.site == o.site:
		return message.New("are on the same site (%s)", shorten(p.site))
	case !p.isIdentified || !o.isIdentified:
		return message.New("do not both name a publisher or an address")
	}
	return message.Text{}
}

// isDOIOf reports whether the other's address ends as the DOI does, as publishers' pages often do: 10.1038/d41586-020-1 and
// nature.com/articles/d41586-020-1.
func (p sourceIdentity) isDOIOf(o sourceIdentity) bool {
	_, suffix, found := strings.Cut(p.doi, "/")
	const shortest = 6 // a shorter suffix, such as "2020", says nothing
	return found && o.doi == "" && len(suffix) >= shortest &&
		slices.Contains(
			strings.FieldsFunc(strings.ToLower(o.address), func(r rune) bool { return strings.ContainsRune("/?&=", r) }),
			suffix,
		)
}

// redirectHosts are the hosts whose addresses do not name the page to which they lead.
var redirectHosts = []string{
	"doi.org",
	"dx.doi.org",
	"hdl.handle.net",
	"archive.is",
	"archive.ph",
	"archive.today",
	"archive.li",
	"archive.vn",
	"archive.md",
	"archive.fo",
	"perma.cc",
	"ghostarchive.org",
	"webcitation.org",
	"t.co",
	"bit.ly",
	"tinyurl.com",
	"ow.ly",
	"buff.ly",
	"lnkd.in",
}
