package sitetest

import (
	"testing"

	"linecheck/internal/testutil"
)

// HostileText contains what may break a page, a count of characters, or mislead a reader.
const HostileText = "Say \u202Etxt.exe\u202C twice. The price of a\u200Bb\u00ADc is \u2066hidden\u2069 here.\n\n" +
	"A family 👩\u200d👩\u200d👧\u200d👦 and a flag 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f cost 5 coins. Cafe\u0301 and Z\u0336a\u0336l\u0336g\u0336o\u0336 met on May 3.\n\n" +
	"He wrote <script>document.title='owned'</script> & </textarea> ]]> &amp; <img src=x onerror=alert(1)> in 1999. It is \"quoted\" 'so'.\n\n" +
	"پل قدیمی ۱۲ سال بسته بود و 4,000 نفر از آن گذشتند. The word \u0627\u0644\u0633\u0644\u0627\u0645 stands in 7 lines.\n\n" +
	"Longest: DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ended in 1940."

// SeveralFiles are files to upload at once, by name: two articles, and a picture with the extension of a
// text.
var SeveralFiles = map[string]string{
	"bridge.txt":  "The old bridge closes on March 3, and more than four thousand people cross it every day on their way to work.\n",
	"picture.txt": "\x89PNG\r\n\x1a\n\x00\x00",
	"pont.txt":    "Le vieux pont ferme le 3 mars, alors que plus de quatre mille personnes le traversent chaque jour pour aller travailler.\n",
}

// RealArticle is a news agency's text as copied from its page. For copyright reasons it is not in this
// repository; without it the test is skipped.
func RealArticle(t testing.TB) string {
	t.Helper()
	return testutil.Shared(t, "articles/afghanistan-2021-06-24.txt")
}

// RealSentences is the number of sentences in RealArticle, counted by hand.
const RealSentences = 34
