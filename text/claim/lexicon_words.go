package claim

import (
	"iter"
	"strings"
)

// splitWords returns the words of a list separated by spaces.
func splitWords(s string) iter.Seq[string] { return strings.FieldsSeq(s) }

// wordLists has the words of each class, in lower case.
var wordLists = []struct {
	class class
	words string
}{
	{
		0,
		`a a.m. about above according accused across ad add additional advised after afternoon afterwards age aged ages ago aid al all alleged
		allegedly also
		although am amendment an and anniversary announce announced announces announcing another any approximately april are around article as
		asked assured at
		au august autumn b barrel bc bce be became because been before being believe believed believes best between bigger bin birthday border
		branded business
		but by calendar called calling calls cannot capital ce celsius cent central centuries century chapter claim claimed claiming claims
		clause coast coming
		company confirm confirmed consecutive consider considered considers country couple cubic current da dawn day daylight days de decade
		decades decided
		declared declares defence defense del demanded den deny der described describes describing di didn't directive don't dos double doubt
		dr du dubbed
		during each earlier early east eastern el elect emeritus entire estimate eve evening ever every expect expects express fahrenheit fall
		faster fear feel
		few fewer final find first flight following for found fri full g gallon general greater group gulf half hand has he head heard hence
		her herald higher
		him his hope hoped hopes hospital hour hours how i ibn if ii in indicate informed into ipad iphone is it its jr july june just justice
		k kilogram know
		l la label labeled labelled lady lake larger last late later latest le least less let let's light litre lives local long lower m many
		march may
		mentioned mi mid midday midnight minister minus minute minutes mirror mon monday month months more morning most mount mountain
		multiple my name near
		nearly new next night nights no noon north northeastern northern northwestern not note notified now number numerous o'clock of
		officially old olds
		olympics on once one only opening or other our out outside over p.m. pa pacific page paragraph past people per percent percentage
		person place please
		pm point pointed points police poll polled port post pound pre preceding previous previously prior procent proposed proposition
		provincial prozent
		publicly purportedly quarter quarters quoted rand real recalled recent recommended record report reported reportedly reports
		resolution respondents
		responsibility reveal river road round route rs ruled rumored rumoured said same sat saw say says season seasons second seconds
		section semester serves
		several share she short show showed showing shown shows side since so sole some south southeastern southern southwestern spring sq
		square sr stadium
		standard state stated states station still straight street subsequent suggest summer sun sunday supposedly survey surveyed t telegraph
		tells than that
		the their them there these they thing think thinks this those though thought through time times to today told ton tonight tonne too
		top triple turned
		turning turns twice ul under understood unique united university unprecedented until upcoming urged us v van version versus very von
		vs warn was we wed
		week weekend weekends weeks went were west western when whether which while who whole why winter with woman won wonder wondered
		working worst would
		writes written wrote year years yesterday you decides
		процента процентов – —`,
	}, // words that rules name
	{
		month,
		"january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
	},
	{weekday, "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"},
	{shortDay, "mon tue tues wed thu thur thurs fri sat sun"},
	{timeUnit, `second seconds minute minutes hour hours day days night nights weekend weekends week weeks fortnight fortnights month months
		quarter quarters year years decade decades century centuries millennium millennia semester semesters trimester generation generations`},
	{
		dayPart,
		"eve morning mornings afternoon afternoons evening evenings night nights noon midnight midday dawn dusk sunrise sunset nightfall",
	},
	{season, "spring summer autumn fall winter"},
	{dayWord, "today yesterday tomorrow tonight overnight"},
	{holiday, "christmas easter ramadan thanksgiving halloween hanukkah diwali eid yom passover nowruz"},
	{
		zone,
		"utc gmt est edt cst cdt mst mdt pst pdt cet cest bst ist jst aest aedt acst awst nzst nzdt nzt sgt hkt msk eet eest wib pkt et pt",
	},
	{
		cardinal,
		`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
		twenty thirty forty fourty fifty sixty seventy eighty ninety`,
	},
	{scale, "hundred thousand million billion trillion dozen lakh crore"},
	{manyScale, "tens dozens scores hundreds thousands millions billions trillions"},
	{
		ordinal,
		`first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
		eighteenth nineteenth twentieth thirtieth fortieth fiftieth hundredth thousandth`,
	},
	{
		fraction,
		"half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths seventh sevenths eighth eighths tenth tenths ½ ⅓ ⅔ ¼ ¾ ⅛",
	},
	{percent, "percent % pct percentage per_cent ٪ ％ ‰"},
	{
		currency,
		`$ € £ ¥ ₹ ₽ ₩ ₪ ₺ ₫ ₱ ₦ dollar dollars euro euros pound yen yuan rupee rupees rouble roubles ruble rubles peso pesos franc francs
		krona kronor
		krone won cent cents pence shilling shillings rand dinar dinars riyal riyals rial rials lira baht ringgit rupiah naira real reais
		zloty forint
		usd eur gbp jpy cny inr rub aud cad nzd chf rs renminbi shekel shekels dirham dirhams hryvnia`,
	},
	{unitName, `seats seat votes vote points point goals goal runs wickets overs laps lap degrees degree times people persons deaths cases
		shares copies barrels passengers jobs homes troops soldiers`},
	{determiner, "the a an this that these those his her its their our my your whose another each every any some no all both such"},
	{
		function,
		`the a an this that these those and or but nor so yet if because while although though when where who whom which what why how than as
		at by for from in into of off on onto out over to under up upon with within without about above across after against along among
		around before
		behind below beneath beside between beyond despite down during except inside like near outside since through throughout till toward
		towards until via
		i you he she it we they me him her us them his its their our my your is are was were be been being am has have had having do does did
		will would shall
		should may might must can could not no there here then also just only very too still even now more less later earlier ago last next
		per however meanwhile
		said says say told according amid plus versus vs whose both either neither each every any some such other another don't didn't isn't
		wasn't won't`,
	},
	{decadeWord, "twenties thirties forties fifties sixties seventies eighties nineties"},
	{
		preposition,
		"on in at since by until till during before after over for within from between through throughout around about as of to near outside inside across into",
	},
	{
		nearTime,
		`last next past previous following coming same recent upcoming preceding current earlier subsequent final first entire whole previous
		early late mid
		later other few several many two three four five six seven eight nine ten`,
	},
	{
		saying,
		`argue insist contend maintain allege explain said says say saying told tells stated states explained explains argued argues insisted
		insists commented remarked replied responded
		tweeted retweeted quipped reiterated asserted contended maintained according quoted opined testified alleged alleges exclaimed recounted
		cautioned emphasised emphasized stressed`,
	},
	{
		thinking,
		`announced announces announce reported reports report claimed claims claim confirmed confirms confirm denied denies deny warned warns warn
		added adds adding noted notes note admitted admits admit acknowledged acknowledges believes believe believed thinks think thought
		knows know knew
		feels feel felt hopes hope hoped expects expect expected fears fear feared suggested suggests suggest indicated indicates indicate
		showed shows show shown
		found finds find revealed reveals reveal estimated estimates estimate predicted predicts predict concluded concludes observed observes
		declared declares
		promised promises vowed vows pledged asked asks demanded wrote writes written recalled remembered agreed agrees doubted doubts
		understood understands
		learned learnt heard proposed recommended ruled decided described describes called disclosed conceded hinted complained speculated
		accused advised urged boasted joked mentioned pointed realized realised saw saying assured informed notified claiming stating
		announcing reporting confirming denying warning noting explaining arguing suggesting indicating showing revealing insisting
		acknowledging alleging
		suspected assume assumes assumed guess imagine determined discovered demonstrated implied proved calculated writes
		writing reads reasoned mused lamented joking jokes tweeting tweets posted
		believing thinking hoping fearing considered consider considers thinks worries worried wonder wondered`,
	},
	{
		job,
		`president vice-president chancellor premier minister secretary senator governor mayor congressman congresswoman representative ambassador
		spokesman spokeswoman spokesperson chairman chairwoman chairperson chair director chief head leader commander general colonel captain
		lieutenant
		sergeant major admiral officer judge justice lawyer attorney prosecutor professor doctor dr analyst expert economist scientist researcher
		journalist reporter editor correspondent author writer actor actress singer musician artist coach manager player striker goalkeeper
		midfielder defender driver pilot king queen prince princess pope bishop archbishop cardinal rabbi imam sheikh ayatollah mullah founder
		co-founder ceo cfo executive owner advisor adviser aide deputy candidate activist campaigner resident witness victim
		suspect teacher student engineer architect historian biologist astronomer physicist chemist physician surgeon nurse detective inspector
		superintendent constable sheriff commissioner councillor councilor counsel envoy diplomat consul treasurer speaker whip mp mep emir
		sultan emperor
		warlord insurgent rapper comedian footballer swimmer skier cyclist racer boxer swimmer sprinter champion medalist skipper referee umpire
		ex-president ex-governor ex-minister ex-commander editor-in-chief firefighter policeman paramedic farmer shopkeeper businessman
		businesswoman entrepreneur millionaire billionaire philanthropist organizer organiser observer bassist guitarist drummer vocalist
		director-general`,
	},
	{
		honorific,
		`mr mrs ms miss dr prof gen col lt capt sgt maj cmdr adm sen rep gov rev sir dame lord lady fr st hon pres judge justice president senator
		king queen prince princess pope sheikh mullah`,
	},
	{
		placeNoun,
		`district districts province provinces city cities town towns village villages county counties state states region regions river
		rivers lake
		lakes island islands mountain mountains mount airport street road avenue square bridge park valley bay gulf strait sea ocean peninsula
		prefecture
		municipality suburb suburbs neighborhood neighbourhood borough port harbor harbour capital territory territories coast desert border
		station
		hospital university stadium`,
	},
	{
		country,
		`afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh barbados belarus
		belgium
		belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria burundi cambodia cameroon canada chad chile china colombia congo
		croatia cuba cyprus
		denmark djibouti ecuador egypt england eritrea estonia ethiopia fiji finland france gabon gambia georgia germany ghana greece
		greenland grenada guatemala
		guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya
		kiribati kosovo kuwait
		kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia maldives
		mali malta mauritania
		mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal netherlands nicaragua
		niger nigeria norway
		oman pakistan palau palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa scotland senegal
		serbia seychelles
		singapore slovakia slovenia somalia spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand togo
		tonga tunisia
		turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu vatican venezuela vietnam wales yemen zambia zimbabwe
		europe asia africa america london paris berlin moscow beijing tokyo washington kabul baghdad tehran jerusalem cairo delhi mumbai
		sydney melbourne
		toronto ottawa rome madrid vienna brussels geneva doha dubai`,
	},
	{
		greatest,
		`most least largest biggest smallest highest lowest oldest youngest longest shortest fastest slowest richest poorest best worst deadliest
		strongest weakest busiest heaviest greatest tallest deepest latest earliest newest hottest coldest warmest wettest driest closest
		farthest furthest
		only sole unprecedented record record-breaking unique top fewest safest costliest bloodiest hardest easiest wealthiest rarest smartest
		broadest`,
	},
	{
		lawNoun,
		"act law bill constitution amendment treaty convention directive regulation ordinance decree code accord protocol resolution agreement statute charter",
	},
	{
		eventNoun,
		`election elections referendum earthquake hurricane cyclone typhoon flood war summit conference olympics championship championships
		cup festival massacre bombing attack revolution uprising coup battle tournament parade ceremony marathon protest protests strike crash
		games final
		expo forum prix`,
	},
	{pollNoun, "poll polls survey surveys pollster pollsters polling respondents surveyed polled"},
	{
		group,
		`police officials authorities witnesses experts analysts scientists researchers residents observers critics supporters prosecutors
		lawyers reporters media
		investigators rescuers doctors firefighters organizers organisers campaigners activists government ministry department agency
		spokesperson reports
		sources source statement report study researchers police army military court council company`,
	},
	{
		plural,
		`states people men women children police cattle sheep fish aircraft spacecraft personnel staff youth deer species series offspring
		lives wives wolves
		feet teeth mice geese criteria phenomena data alumni bacteria countrymen policemen fishermen firemen gunmen servicemen congressmen crew`,
	},
	{
		opinion,
		`should must ought hope think believe want need like love great good bad better best wrong right important terrible disaster wonderful
		maybe perhaps proud respect thank please sorry glad happy`,
	},
	{future, "will shall going won't i'll we'll he'll they'll you'll would could might may"},
	{firstPerson, "i we me us my our i'm i've i'd we've we're i'll we'll myself ourselves"},
	{
		pastBe,
		"was were had did been went came made took voted passed cut raised signed gave lost won spent got left became began increased dropped doubled created fell rose grew paid said supported opposed",
	},
	{product, "boeing airbus iphone ipad windows android playstation xbox tesla toyota ford falcon soyuz kindle macbook galaxy"},
	{
		organisation,
		`university institute company corporation corp inc ltd party association committee commission council court parliament ministry
		department agency bank club team union league federation organization organisation foundation hospital school college group house
		bureau authority service force forces congress senate assembly office center centre society times post press news church`,
	},
	{vague, "numerous several many countless multiple various"},
	{compare, "than compared twice double triple times outnumber outnumbered faster slower"},
	{adverb, "approximately roughly about around nearly almost some estimated exactly precisely only just over under above below circa ca"},
	{
		modifier,
		`former ex senior local deputy vice prime chief acting assistant associate lead interim outgoing incoming late veteran top retired
		army police navy military
		government opposition foreign defence defense interior finance health education justice transport state federal presidential
		parliamentary company
		team party political medical security british american french german russian chinese japanese indian israeli afghan iraqi iranian
		pakistani u.s us uk
		u.k un u.n eu lone star professional world olympic national regional provincial district city county club campaign press white house
		union general`,
	},
	{
		0,
		`request arrest interest protest forest contest harvest honest modest conquest manifest priest northwest southwest midwest digest
		unrest invest suggest
		behest bequest budapest bucharest inquest tempest detest attest crest breast guest chest`,
	}, // only look like superlatives
	{verbForm, "is are was were has have had be been will would can could may might shall should must said says told did does do"},
}

// wordValues maps words to numbers; for a unit of time, its length in days.
var wordValues = map[string]float64{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7, "mondays": 1, "tuesdays": 2, "wednesdays": 3,
	"thursdays": 4, "fridays": 5, "saturdays": 6, "sundays": 7, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
	"fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "lakh": 1e5, "crore": 1e7,
	"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12,
	"first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
	"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000, "second": 2,
	"half": 2, "halves": 2, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifths": 5, "sixths": 6, "sevenths": 7, "eighths": 8, "tenths": 10,
	"½": 1. / 2, "⅓": 1. / 3, "⅔": 2. / 3, "¼": 1. / 4, "¾": 3. / 4, "⅛": 1. / 8,
	"yesterday": -1, "tomorrow": 1, "noon": 12 * 60, "midday": 12 * 60, "midnight": 24 * 60,
}
