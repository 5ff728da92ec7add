package handlers_test

// hostileText is what a text can hold to break a page, a count of characters, or a reader's trust in their eyes.
const hostileText = "Say \u202Etxt.exe\u202C twice. The price of a\u200Bb\u00ADc is \u2066hidden\u2069 here.\n\n" +
	"A family 👩‍👩‍👧‍👦 and a flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 cost 5 coins. Cafe\u0301 and Z\u0336a\u0336l\u0336g\u0336o\u0336 met on May 3.\n\n" +
	"He wrote <script>document.title='owned'</script> & </textarea> ]]> &amp; <img src=x onerror=alert(1)> in 1999. It is \"quoted\" 'so'.\n\n" +
	"پل قدیمی ۱۲ سال بسته بود و 4,000 نفر از آن گذشتند. The word \u0627\u0644\u0633\u0644\u0627\u0645 stands in 7 lines.\n\n" +
	"Longest: DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ended in 1940."
