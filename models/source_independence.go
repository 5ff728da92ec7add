package models

import (
	"cmp"
	"slices"
	"strings"

	"linecheck/text/message"
	"linecheck/text/web"
)

// Independence returns how many sources are independent of each other, at most enough. If there are fewer,
// why names two of them and what they share, as the start of a sentence. Adding a source never lowers the
// number.
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
	n = max(search.best, 1) // a source without a publisher and an address counts only alone
	if n < enough {
		why = describeShared(all)
	}
	return n, why
}

// describeShared describes what the first two dependent sources share; "" if all are independent.
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

// independentSearch searches for the largest set of pairwise independent sources.
type independentSearch struct{ enough, best, steps int }

// maxSearchSteps limits the search. Thirty sources that share things without a pattern need fewer steps.
// After the limit, the largest number found counts.
const maxSearchSteps = 20_000

// extend tries each candidate as an addition to have sources that are independent of all candidates.
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

// sourceIdentity contains what is compared to tell whether two sources are independent.
type sourceIdentity struct {
	title        string // for messages
	words        string // the title, for comparison
	address      string // normalized for comparison
	doi          string
	site         string // the registrable domain; "" if many publishers share it
	publisher    string
	from         string // the agency or press release that it repeats
	isRedirect   bool   // its address redirects to an unknown page: a resolver, or a short address of an archive
	isIdentified bool   // it has a publisher or an address
}

// identityOf derives the identity of a source.
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

// sharesSite reports whether the desk's policy lists a site as one with many publishers.
func (d Desk) sharesSite(site string) bool {
	return slices.Contains(strings.Fields(d.SharedSites), site)
}

// shares describes what two sources share that makes them dependent, such as "are at the same address
// (example.org/a)"; "" for nothing.
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

// isDOIOf reports whether the other's address ends with the DOI's suffix, which publishers' pages often do:
// 10.1038/d41586-020-1 and nature.com/articles/d41586-020-1.
func (p sourceIdentity) isDOIOf(o sourceIdentity) bool {
	_, suffix, found := strings.Cut(p.doi, "/")
	const shortest = 6 // a shorter suffix, such as "2020", is not specific enough
	return found && o.doi == "" && len(suffix) >= shortest &&
		slices.Contains(
			strings.FieldsFunc(strings.ToLower(o.address), func(r rune) bool { return strings.ContainsRune("/?&=", r) }),
			suffix,
		)
}

// redirectHosts are hosts whose addresses do not identify the page to which they lead.
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
