package claim

import "testing"

// findingCases are invented articles with their findings. Those without one look as if they had one.
var findingCases = []struct{ lang, text, want string }{
	{
		"en",
		"A bus fell into a ravine near Tarma on Sunday, killing 21 passengers, police said.\n\nRelatives of the 24 passengers killed in the accident waited at the hospital.",
		"contradiction: 21 or 24 passengers\n",
	},
	{
		"en",
		"Judge Marianne Okafor ruled on Tuesday that the wall may stay.\n\n“It is a matter of history,” said Ms Okofor.",
		"contradiction: Okafor or Okofor\n",
	},
	{
		"en",
		"The Kessler Institute was founded in 1964 by two doctors.\n\nToday 300 people work there. When the Kessler Institute was founded in 1946, there were five.",
		"contradiction: 1964 or 1946\n",
	},
	{
		"en",
		"Hanna Vogt, 29, won the race on Sunday.\n\nIt was her first. Vogt, 26, trains in Bern.",
		"contradiction: 29 or 26\n",
	},
	{
		"en",
		"The city sold the harbour building for $4.5 million last year.\n\nThe investor who bought the building for $5.4 million is not known.",
		"contradiction: 4,500,000 or 5,400,000 USD\n",
	},
	{
		"en",
		"The tunnel is 12 kilometres long and cost more than planned.\n\nThe 21-kilometre tunnel opens in June.",
		"contradiction: 12 or 21 kilometres\n",
	},
	{
		"en",
		"Teachers ended a two-week strike on Friday.\n\nDuring the three-week strike, children stayed at home.",
		"contradiction: 2 or 3 weeks\n",
	},
	{
		"en",
		"The parliament adopted the budget with 78 votes on Monday.\n\nThe 87 votes for the budget were more than the premier had hoped for.",
		"contradiction: 78 or 87 vote\n",
	},
	{
		"en",
		"Lisa Brandt was elected mayor on 3 June.\n\nSince Brandt was elected on 13 June, she has made no speech.",
		"contradiction: 3 June or 13 June\n",
	},
	{
		"en",
		"Ravna lost 2-0 to Eller on Sunday.\n\nAfter Sunday's 3-0 defeat against Eller, the coach of Ravna resigned.",
		"contradiction: 2-0 or 3-0\n",
	},
	{
		"en",
		"Police arrested five men in the harbour on Thursday night.\n\nThe six men arrested in the harbour deny everything.",
		"contradiction: 5 or 6 men\n",
	},
	{
		"en",
		"The choir has 60 singers: 24 sopranos, 18 altos, 12 tenors and 9 basses.",
		"sum: 24 + 18 + 12 + 9 = 63, the text says 60\n",
	},
	{
		"en",
		"Of the 80 councillors, 41 voted for the plan, 32 voted against it and 12 abstained.",
		"sum: 41 + 32 + 12 = 85, the text says 80\n",
	},
	{
		"en",
		"According to the poll, 52 percent are for the road, 41 percent are against it and 13 percent are undecided.",
		"sum: 52 + 41 + 13 = 106 percent\n",
	},
	{
		"en",
		"Rents rose from 800 to 1,000 euros, or 20 percent, in two years.",
		"sum: 800 to 1,000 is 25 percent, the text says 20\n",
	},
	{
		"en",
		"In 18 of the 40 samples, or 55 percent, they found lead.",
		"sum: 18 / 40 = 45 percent, the text says 55\n",
	},
	{
		"en",
		"The tank weighs 60 tonnes (112,000 pounds).",
		"sum: 60 t = 132,277.36 lb, the text says 112,000\n",
	},
	{
		"en",
		"The €12 million plan sets aside €6 million for parks, €4 million for paths and €3 million for lamps.",
		"sum: 6,000,000 + 4,000,000 + 3,000,000 = 13,000,000, the text says 12,000,000\n",
	},
	{
		"en",
		"Membership fell by 15, from 90 to 70, in a year.",
		"sum: 90 to 70 is 20, the text says 15\n",
	},
	{
		"en",
		"A third of the 60 houses, or 25, are empty.",
		"sum: A third of 60 is 20, the text says 25\n",
	},
	{
		"de",
		"Die Sitzung war am Dienstag, dem 6. Juni 2018, in Linz.",
		"calendar: 6 June 2018 is a Wednesday, the text says Tuesday\n",
	},
	{
		"fr",
		"Le traité a été signé le lundi 12 mars 2019 à Nice.",
		"calendar: 12 March 2019 is a Tuesday, the text says Monday\n",
	},
	{
		"fr",
		"Né en 1931, il est mort en 2004 à l'âge de 83 ans.",
		"calendar: 2004 - 1931 = 73, the text says 83\n",
	},
	{
		"de",
		"Der Bus hatte 50 Fahrgäste: 20 Männer, 25 Frauen und 9 Kinder.",
		"sum: 20 + 25 + 9 = 54, the text says 50\n",
	},
	{
		"de",
		"In der Umfrage waren 48 Prozent dafür, 39 Prozent dagegen und 18 Prozent unentschieden.",
		"sum: 48 + 39 + 18 = 105 percent\n",
	},
	{
		"es",
		"El tratado se firmó el martes 12 de marzo de 2019.",
		"",
	},
	{
		"en",
		"He led the bank from 1990 to 1999, a total of twelve years.",
		"calendar: 1999 - 1990 = 9, the text says 12\n",
	},
	{
		"en",
		"Two tests: in the first, 40 people took part; in the second, 60 people took part.\n\nThe results agree.",
		"",
	},
	{
		"en",
		"Eva Lund, 45, and her daughter Pia Lund, 19, live there. Lund, who works at the port, wants to stay.",
		"",
	},
	{
		"en",
		"The 737 has 160 seats. The A320 has 180 seats and flies farther.",
		"",
	},
	{
		"en",
		"The first bridge is 200 metres long. The other bridge is 300 metres long.",
		"",
	},
	{
		"en",
		"The shop sold 300 bikes in March. In April the shop sold 400 bikes.",
		"",
	},
	{
		"en",
		"Norway beat Sweden 4-1 on Monday. On Tuesday Norway beat Denmark 2-1.",
		"",
	},
	{
		"en",
		"Austria will pay €3 million for the school. Austrian officials had offered €2 million for the school.",
		"",
	},
	{
		"en",
		"The Orlan oil field produces 40,000 barrels a day, its owner says.\n\nThe field, which produces 60,000 barrels a day, will close.",
		"contradiction: 40,000 or 60,000 bbl\n",
	},
	{
		"en",
		"Born in 1962, the singer died on Friday aged 48.\nPublished: March 3, 2020",
		"",
	},
}

func TestFindings(t *testing.T) {
	for _, c := range findingCases {
		found := NewArticle(c.text, c.lang, AnalyzeText(c.text, c.lang), When{}).Check()
		if got := formatFindings(dropNameRepeats(found, c.want)); got != c.want {
			t.Errorf("%s\n got %swant %s", c.text, got, c.want)
		}
	}
}
