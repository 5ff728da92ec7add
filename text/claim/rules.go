package claim

// rule finds one form of claim. Tests use its name, and readers see its reason.
type rule struct {
	name    string
	kind    Kind
	why     string
	starts  class // required class of its first token
	capital bool  // or it begins at any capitalised word
	find    func(f *analyzer, i int) (first, end int, v Value, ok bool)
}

// compoundRuleName is the name of the rule for words before a noun, which take no preposition.
const compoundRuleName = "compound span"

// timeRules are tried in this order; the first match wins. Adjacent matches are joined.
var timeRules = []rule{
	{"date in figures", Date, "a date: does it agree with the records and with its day of the week?", digits, false, dateInFigures},
	{"age with a hyphen", Age, "an age: does it agree with the year of birth?", digits | cardinal, false, ageWithHyphen},
	{"age in years", Age, "an age: does it agree with the year of birth?", digits | cardinal, false, ageInYears},
	{"aged", Age, "an age: does it agree with the year of birth?", 0, false, ageRule},
	{"age between commas", Age, "an age: does it agree with the year of birth?", digits, false, ageBetweenCommas},
	{"day and month", Date, "a date: does it agree with the records and with its day of the week?", digits | ordinal, false, dayAndMonth},
	{"month and day", Date, "a date: does it agree with the records and with its day of the week?", month, false, monthAndDay},
	{"month", Date, "a month: is it the right one, and of the right year?", month, false, monthAlone},
	{"day of the week", Date, "a day of the week: does it agree with the date?", weekday | shortDay, false, dayOfTheWeek},
	{"time of day", Date, "a time of day: is it right, and in which time zone?", digits | cardinal | dayPart, false, timeOfDay},
	{"decade", Date, "a decade: is it the right one?", digits | decadeWord, false, decadeRule},
	{"century", Date, "a century: is it the right one?", ordinal | digits, false, centuryRule},
	{"part of a period", Date, "a part of a year or a month: is it the right one?", ordinal | digits, false, partOfPeriod},
	{
		"span of time",
		Date,
		"a span of time: do the dates at its ends bear it out?",
		digits | cardinal | scale | manyScale | determiner | adverb | vague,
		false,
		spanOfTime,
	},
	{compoundRuleName, Date, "a span of time: do the dates at its ends bear it out?", timeUnit, false, compoundSpan},
	{"year", Date, "a year: is it the right one?", digits, false, yearRule},
	{"day told from today", Date, "a day told from the day of publishing: which date is that?", dayWord, false, relativeDay},
	{
		"time told from today",
		Date,
		"a time told from the day of publishing: which dates are that?",
		nearTime | determiner,
		false,
		relativeTime,
	},
	{"holiday", Date, "a holiday: which date was it that year?", holiday, false, holidayRule},
	{"day by name", Date, "a holiday: which date was it that year?", timeUnit | dayPart, false, dayByName},
	{"early or late", Date, "a part of a period: is it the right one?", nearTime, false, earlyOrLate},
	{"season", Date, "a season: of which year?", season, false, seasonRule},
	{"period by name", Date, "a time that other words have to fix: which one is it?", determiner | ordinal, false, periodByName},
	{"many of a unit", Date, "a span of time without a figure: how long was it?", timeUnit, false, barePluralUnit},
}

// numberRules apply to every token outside times.
var numberRules = []rule{
	{
		"share",
		Measurement,
		"a share: of what whole, and who worked it out?",
		digits | cardinal | scale | manyScale | fraction | determiner,
		false,
		percentageRule,
	},
	{
		"sum of money",
		Measurement,
		"a sum of money: in which currency, and who counted?",
		digits | cardinal | scale | manyScale | currency | determiner | fraction,
		false,
		sumOfMoney,
	},
	{
		"measure",
		Measurement,
		"a measure: is the figure right, and is the unit?",
		digits | cardinal | scale | manyScale | determiner | fraction,
		false,
		measurementRule,
	},
	{
		"fraction",
		Number,
		"a share in words: of what whole, and who worked it out?",
		cardinal | fraction | determiner | digits,
		false,
		fractionRule,
	},
	{"result", Number, "a result: is it the right way round?", digits, false, resultRule},
	{"number", Number, "a number: who counted, and when?", digits | cardinal | scale | manyScale | determiner | fraction, false, countRule},
}

// wordRules apply to every token.
var wordRules = []rule{
	{"person with a title", Name, "a name with a title: are both spelt and held so today?", honorific | job, true, personWithTitle},
	{"person and what they are", Title, "what somebody is: do they hold that office, and did they then?", 0, true, personAndTitle},
	{"name", Name, "a name: is it spelt so?", 0, true, properName},
	{"place by its sort", Place, "a place: does it lie there, and is it called so?", placeNoun, true, placeByNoun},
	{"place after a preposition", Place, "a place: did it happen there?", preposition, false, placeAfter},
	{
		"superlative",
		Superlative,
		"a superlative: by whose measure, and since when?",
		greatest | ordinal | determiner | digits,
		false,
		superlativeRule,
	},
	{"place in an order", Superlative, "a place in an order: who counted?", ordinal | digits, false, ordinalRule},
	{"comparison", Superlative, "a comparison: do both figures bear it out?", compare | cardinal | digits, false, comparisonRule},
	{"law", Law, "a law: does it say so, and is it in force?", lawNoun | preposition, true, lawRule},
	{"court case", Law, "a court case: are its parties named so?", 0, true, courtCaseRule},
	{"poll", Poll, "a poll: who asked whom, how many, and when?", pollNoun, false, pollRule},
	{"event", Event, "an event: did it happen so, and is it called so?", eventNoun | digits, true, eventRule},
	{"product", Product, "a product: is it named so?", product, false, productRule},
	{"number left open", Other, "a number that is left open: how many were there?", vague | manyScale, false, vagueNumber},
}
