package web

import (
	"slices"
	"strings"
	"unicode"

	"linecheck/text"
)

// PublisherName returns the name of a publisher or agency in a normal form for comparison. It ignores
// compatibility variants, case, punctuation, a leading "The" and legal forms, maps Greek and Cyrillic
// letters to the Latin ones they look like, and maps the large agencies to one name each.
func PublisherName(s string) string {
	name := normalizePublisherWords(s)
	if known := agencies[name]; known != "" {
		return known
	}
	return name
}

func normalizePublisherWords(s string) string {
	var b strings.Builder
	for _, r := range FoldConfusables(s) {
		switch {
		case strings.ContainsRune(".'’ʼ`´", r), isHidden(r): // "S.A." is "SA"
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

// legalForms are words at the end of a name that do not identify the publisher.
var legalForms = strings.Fields(`inc incorporated ltd limited llc llp lp plc corp corporation co company and pty pvt
	gmbh mbh ag se kg kgaa ohg ug ev eg sa sas sarl sasu spa srl bv nv vof ab as asa aps oy oyj hf doo dd sro zrt kft nyrt rt
	ooo oao pao zao ao
	kk gk sdn bhd pte tbk sl sae sab cv ltda eireli`)

// agencies maps names of the large news agencies to their short names.
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

func isHidden(r rune) bool {
	_, hidden := text.HiddenName(r)
	return hidden
}
