package anchor

// English words with which sentences refer back, or seem to: closed classes, and the most frequent members
// of the open classes in news. If a word is missing, a recheck is not suggested.

// leadIns may precede the words with which a sentence refers back.
var leadIns = parsePhrases("but|and|yet|so|still ,|however ,|meanwhile ,|moreover ,|furthermore ,|also ,|now|later ,|eventually ,|finally ,|nevertheless ,|nonetheless ,|today ,|in fact ,|of course ,|" +
	"in addition ,|afterwards ,|afterward ,|initially ,|at first ,|instead ,|sometimes|perhaps")

// connectives refer back by relating the sentence to the one before it.
var connectives = parsePhrases("as a result|as a consequence|consequently|therefore|thus|hence|accordingly|for this reason|for that reason|for these reasons|because of this|because of that|because of these|" +
	"by contrast|in contrast ,|conversely|on the contrary|on the other hand|in response ,|in turn ,|as such ,|instead ,|likewise|similarly|for example|for instance|in that case|in this way|in this case|" +
	"since then|until then|by then|by that time|at that time|at the same time|at this point|at that point|after that|before that|despite this|despite that|in doing so|that is why|this is why|to this end|to that end|" +
	"in other words|in that year|that same year|that year|that day|that night|the same day|the same year|shortly after|shortly afterwards|soon after ,|soon afterwards|the following year|the following day|the next day|the next year")

// honorifics begin with a pronoun that refers to nobody.
var honorifics = wordSet("majesty excellency highness holiness honour honor lordship royal imperial")

// Words that identify an expletive "it": words before and after the verb, verbs of seeming, words of
// weather and hours, judgements on the following clause ("it is hard to say"), and words that count only if
// a clause follows.
var (
	modalVerbs   = wordSet("will would may might can could shall should must has had have did does do not never also then later")
	copulas      = wordSet("is was be been being isn't wasn't were remains remained became becomes become")
	adverbs      = wordSet("not now also still however very so too quite often always never thus therefore only more most less even perhaps probably generally widely commonly usually currently then almost rather")
	seemingVerbs = wordSet("seems seemed seem appears appeared appear happens happened follows followed turns turned transpires transpired emerged emerges rained rains snowed snows hailed matters mattered takes took")
	weatherWords = wordSet("raining snowing hailing cold hot warm dark late early sunny windy foggy dawn dusk midnight noon spring summer autumn winter morning evening night time monday tuesday wednesday thursday friday saturday " +
		"sunday january february march april may june july august september october november december half quarter nearly one two three four five six seven eight nine ten eleven twelve")
	judgementAdjectives = wordSet("useful helpful possible impossible necessary important essential vital hard difficult easy easier harder better best worth useless unusual customary unclear clear obvious decided agreed announced " +
		"interesting wise illegal sufficient enough tempting conceivable noteworthy ironic remarkable surprising sad")
	likelihoodAdjectives = wordSet("likely unlikely certain uncertain doubtful true false said believed thought reported estimated expected hoped feared alleged claimed")
)

// Words that identify a demonstrative that does not refer back: times and things relative to the reader
// ("this week"), words before which "that" is a conjunction, and words between a demonstrative and its
// noun.
var (
	deicticNouns = wordSet("year years week weeks month months morning afternoon evening weekend summer winter spring autumn season century decade time monday tuesday wednesday thursday friday saturday sunday january february " +
		"march april may june july august september october november december article page list section site website day days past coming last next one")
	clauseOpeners = wordSet("the a an he she it they we i you his her their its my our no there all some any every many most such this these those one two three if when what who which at in on as by")
	nounModifiers = wordSet("a an new old other latest same first second third former recent final early later large small two three various different many few")
	kindNouns     = wordSet("kind kinds sort sorts type types form forms")
)

// prepositions may precede a demonstrative or a pronoun that opens a sentence.
var prepositions = parsePhrases("in|after|before|at|by|during|for|from|with|on|under|despite|following|of|among|to|because of|due to|through|as a result of|in response to|in addition to|besides|like|unlike|against|without|according to|along with|" +
	"one of|some of|most of|many of|all of|each of|both of|none of|two of|three of|several of|half of|part of|upon|since|until|within|between|around|about|over")

// countNouns refer to things counted before: "the two met".
var countNouns = wordSet("two three four five latter former pair duo trio others rest")

// anaphoricNouns are nouns that news uses for something mentioned before.
var anaphoricNouns = wordSet("group company firm organization organisation agency outfit team club party band militia gang movement union charity body council committee commission institute institution university school hospital bank " +
	"number figure total sum amount rate share percentage estimate statistic increase decrease rise drop decline change loss result finding survey poll study report document letter statement remark comment claim allegation accusation charge " +
	"attack assault bombing blast explosion shooting killing murder raid strike operation offensive incident accident crash collision fire blaze flood storm hurricane earthquake disaster outbreak battle siege clash protest riot demonstration uprising war conflict " +
	"deal agreement treaty accord pact plan proposal project program programme scheme measure law bill act ban rule ruling verdict decision vote election trial case lawsuit investigation inquiry hearing move effort campaign mission expedition " +
	"man men woman women boy girl child children brother sister couple pair duo trio victim suspect defendant spokesman spokeswoman spokesperson official officer minister analyst expert observer author writer artist scientist researcher investigator prosecutor lawyer judge driver pilot " +
	"troop militant soldier fighter rebel protester student passenger resident survivor family patient worker player " +
	"film movie book novel poem play album song single show series episode magazine newspaper paper game ship vessel boat aircraft plane helicopter train vehicle car building house castle church bridge dam tower station airport road line " +
	"town village city district province region area island site place country state kingdom empire river lake mountain system process method technique event festival ceremony tournament match race")

// verbForms are verb forms that are hardly ever nouns, and adverbs that precede verbs.
var verbForms = wordSet("is are was were be been has have had will would can could may might must shall should did does do also then later now soon never always still ever again often usually generally currently originally eventually " +
	"says said told became began took made came went won lost left met sold grew rose fell held found led ran saw got gave wrote built bought brought sent paid kept put set cut hit broke spoke stood sat lay knew thought felt " +
	"fled drew flew fought drove drank ate hid bit bled chose froze rode shook shot sank sang slept swam swore threw woke wore fought sought taught caught struck spent meant read quit shut spread burst cost hurt let means includes remains contains consists serves operates plans wants hopes claims denies shows suggests makes takes gives gets goes comes " +
	"occurs happens appears seems becomes begins ends runs leads needs uses provides allows requires covers features follows lies stands lives works plays tells adds uses owns holds offers carries refers caused alone themselves itself himself herself " +
	"doesn't don't didn't won't can't")

// speechVerbs are the verbs with which news attributes a statement.
var speechVerbs = wordSet("said says added told claimed noted argued warned insisted explained wrote observed opined recalled stressed concluded")
