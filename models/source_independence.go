package models

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"linecheck/text"
)

// Independence reports how many of some sources are independent of each other, at most enough. Where they are fewer, why names two of them
// and says what they share, as the beginning of a sentence. Another source never makes the number smaller.
func (d Desk) Independence(sources []Source, enough int) (n int, why string) {
	if enough < 1 || len(sources) == 0 {
		return 0, ""
	}
	all := make([]provenance, len(sources))
	for i, s := range sources {
		all[i] = d.provenanceOf(s)
	}
	named := slices.DeleteFunc(slices.Clone(all), func(p provenance) bool { return !p.named })
	search := independentSearch{enough: enough}
	search.extend(0, named)
	n = max(search.most, 1) // a source without a publisher and an address is one beside no other
	if n < enough {
		why = sharedByTwo(all)
	}
	return n, why
}

// sharedByTwo says what the first two sources share that are not independent; "" where each two are.
func sharedByTwo(all []provenance) string {
	for i, b := range all {
		for _, a := range all[:i] {
			if shared := a.shares(b); shared != "" {
				return fmt.Sprintf("“%s” and “%s” %s", shortened(a.title), shortened(b.title), shared)
			}
		}
	}
	return ""
}

// independentSearch looks for sources of which each two are independent.
type independentSearch struct{ enough, most, steps int }

// searchSteps bounds the search. Thirty sources that share nothing in a pattern need fewer; beyond it the largest number found counts.
const searchSteps = 20_000

// extend adds each of the candidates in turn to so many sources that are independent of them all.
func (s *independentSearch) extend(have int, candidates []provenance) {
	s.most = max(s.most, have)
	for i, c := range candidates {
		if s.steps++; s.most >= s.enough || s.steps > searchSteps || have+len(candidates)-i <= s.most {
			return
		}
		var rest []provenance
		for _, o := range candidates[i+1:] {
			if c.shares(o) == "" {
				rest = append(rest, o)
			}
		}
		s.extend(have+1, rest)
	}
}

// provenance is what tells a source from another.
type provenance struct {
	title     string // as messages name it
	words     string // the title, for comparison
	address   string // as addresses are compared
	doi       string
	site      string // the registrable domain; "" where many publishers share it
	publisher string
	from      string // the agency or press release that it repeats
	pointer   bool   // its address leads to a page that it does not name: a resolver, a short address of an archive
	named     bool   // it names a publisher or an address
}

// provenanceOf reads what a source says of where it comes from.
func (d Desk) provenanceOf(s Source) provenance {
	p := provenance{title: s.Title, words: publisherWords(s.Title), publisher: PublisherName(s.Publisher), from: PublisherName(s.From)}
	if s.Confidential {
		p.title = ConfidentialSource
	}
	p.address = Address(cmp.Or(s.URL, TitleAddress(s.Title)))
	p.doi = DOI(p.address)
	if p.doi == "" {
		p.doi = DOI(s.Title)
	}
	host, _, _ := strings.Cut(p.address, "/")
	p.pointer = slices.Contains(pointers, host)
	if p.address != "" && !p.pointer {
		if p.site = siteOf(host); d.sharesSite(p.site) || d.sharesSite(host) {
			p.site = ""
		}
	}
	p.named = p.publisher != "" || p.address != "" && (!p.pointer || p.doi != "")
	return p
}

// sharesSite reports whether the desk has named a site as one on which many publishers stand.
func (d Desk) sharesSite(site string) bool {
	return slices.Contains(strings.Fields(d.SharedSites), site)
}

// shares says what two sources share that keeps them from being independent, such as "are at the same address (example.org/a)"; ""
// for nothing.
func (p provenance) shares(o provenance) string {
	switch {
	case p.address != "" && p.address == o.address:
		return fmt.Sprintf("are at the same address (%s)", shortened(p.address))
	case p.doi != "" && p.doi == o.doi, p.isDOIOf(o), o.isDOIOf(p):
		return fmt.Sprintf("have the same DOI (%s)", shortened(p.doi+strings.TrimPrefix(o.doi, p.doi)))
	case (p.pointer || o.pointer) && p.words != "" && p.words == o.words:
		return "have the same title, and one of them is an address that only leads to the page"
	case p.from != "" && p.from == o.from, p.from != "" && p.from == o.publisher, o.from != "" && o.from == p.publisher:
		return fmt.Sprintf("both rest on the same copy (%s)", shortened(p.from+strings.TrimPrefix(o.from, p.from)))
	case p.publisher != "" && p.publisher == o.publisher:
		return "have the same publisher"
	case p.site != "" && p.site == o.site:
		return fmt.Sprintf("are on the same site (%s)", shortened(p.site))
	case !p.named || !o.named:
		return "do not both name a publisher or an address"
	}
	return ""
}

// isDOIOf reports whether the other's address ends as the DOI does, as publishers' pages often do: 10.1038/d41586-020-1 and
// nature.com/articles/d41586-020-1.
func (p provenance) isDOIOf(o provenance) bool {
	_, suffix, found := strings.Cut(p.doi, "/")
	const shortest = 6 // a shorter suffix, such as "2020", says nothing
	return found && o.doi == "" && len(suffix) >= shortest &&
		slices.Contains(strings.FieldsFunc(strings.ToLower(o.address), func(r rune) bool { return strings.ContainsRune("/?&=", r) }), suffix)
}

// pointers are the hosts whose addresses do not name the page to which they lead.
var pointers = []string{"doi.org", "dx.doi.org", "hdl.handle.net", "archive.is", "archive.ph", "archive.today", "archive.li", "archive.vn",
	"archive.md", "archive.fo", "perma.cc", "ghostarchive.org", "webcitation.org", "t.co", "bit.ly", "tinyurl.com", "ow.ly", "buff.ly",
	"lnkd.in"}

// siteOf is the registrable domain of a host as Address writes it: news.example.co.uk is example.co.uk.
func siteOf(host string) string {
	if net.ParseIP(strings.Trim(host, "[]")) != nil {
		return host
	}
	ascii, err := idna.Punycode.ToASCII(host)
	if err != nil {
		return host
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	if err != nil {
		return host // a single label, or a public suffix itself
	}
	if plain, err := idna.Punycode.ToUnicode(site); err == nil {
		return plain
	}
	return site
}

var doiShape = regexp.MustCompile(`(?i)\b10\.[0-9]{4,9}/[^\s?#&"<>]+`)

// doiEnds are what publishers' addresses put behind a DOI.
var doiEnds = regexp.MustCompile(`(?i)(v[0-9]+)?([./](full|abstract|pdf|epdf|html|meta|text|full-?text|full\.pdf|figures))?$`)

// DOI is the digital object identifier in an address or title, in lower case; "" for none.
func DOI(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		s = plain
	}
	found := strings.TrimRight(doiShape.FindString(s), ".,;)]}")
	return strings.ToLower(doiEnds.ReplaceAllString(found, ""))
}

// PublisherName is a publisher's or agency's name as names are compared: compatible characters alike, letter case, punctuation, a leading
// "The" and what only says the legal form apart, and the large agencies under one name.
func PublisherName(s string) string {
	name := publisherWords(s)
	if known := agencies[name]; known != "" {
		return known
	}
	return name
}

func hidden(r rune) bool {
	_, ok := text.Hidden(r)
	return ok
}

func publisherWords(s string) string {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
	var b strings.Builder
	for _, r := range folded {
		switch {
		case strings.ContainsRune(".'’ʼ`´", r), hidden(r): // "S.A." is "SA"
		case r == '&' || r == '+':
			b.WriteString(" and ")
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	for len(words) > 1 && slices.Contains(legalForms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// legalForms are the words at a name's end that say nothing of who it is.
var legalForms = strings.Fields(`inc incorporated ltd limited llc llp lp plc corp corporation co company and pty pvt
	gmbh mbh ag se kg kgaa ohg ug ev eg sa sas sarl sasu spa srl bv nv vof ab as asa aps oy oyj hf doo dd sro zrt kft nyrt rt
	ooo oao pao zao ao
	kk gk sdn bhd pte tbk sl sae sab cv ltda eireli`)

// agencies are the large news agencies under their short names.
var agencies = func() map[string]string {
	all := map[string]string{}
	for _, line := range strings.Split(`associated press|ap|ap news
agence france presse|afp
reuters|thomson reuters|reuters news agency
deutsche presse agentur|dpa
united press international|upi
press association|pa media|pa|pa news agency
austria presse agentur|apa
keystone sda|sda|ats|schweizerische depeschenagentur|agence telegraphique suisse
agencia efe|efe
agenzia ansa|ansa|agenzia nazionale stampa associata
tass|itar tass
xinhua|xinhua news agency|新华社
kyodo|kyodo news|共同通信
anadolu|anadolu agency|anadolu ajansı|aa
press trust of india|pti
asian news international|ani
yonhap|yonhap news agency|연합뉴스
australian associated press|aap
canadian press|cp
evangelischer pressedienst|epd
katholische nachrichten agentur|kna
algemeen nederlands persbureau|anp
tidningarnas telegrambyrå|tt
norsk telegrambyrå|ntb
polska agencja prasowa|pap
česká tisková kancelář|čtk|ctk
south african press association|sapa
islamic republic news agency|irna
bloomberg|bloomberg news`, "\n") {
		names := strings.Split(line, "|")
		for _, name := range names {
			all[name] = names[0]
		}
	}
	return all
}()
