package anchor

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFindBackReference(t *testing.T) {
	for sentence, want := range map[string]string{
		// pronouns
		"He took the town in May.":                             "He",
		"But she denied it.":                                   "she",
		"“They're not coming,” Smith said.":                    "They're",
		"Meanwhile, they fled.":                                "they",
		"His army took the town.":                              "His",
		"Its population is 30,000.":                            "Its",
		"It was built in 1930.":                                "It",
		"It has 40 rooms.":                                     "It",
		"It's the largest in the land.":                        "It's",
		"It was a small village of fishermen.":                 "It",
		"His Majesty opened the bridge.":                       "",
		"he:היפריון":                                           "",
		"We came.":                                             "",
		"Smith said he was there.":                             "",
		"It rained.":                                           "",
		"It is raining in Ulm.":                                "",
		"It’s raining.":                                        "",
		"It was cold.":                                         "",
		"It was 5 p.m. when the dam broke.":                    "",
		"It is clear that the dam broke.":                      "",
		"It was said that nobody came.":                        "",
		"It was Smith who broke the dam.":                      "",
		"It is hard to say.":                                   "",
		"It is likely the dam broke.":                          "",
		"It seems that nobody came.":                           "",
		"It will be built in Ulm.":                             "It",
		"It took three days to reach Ulm.":                     "",
		"It is, however, certainly possible for them to come.": "",
		"It was only with the canal that Ulm grew.":            "",
		// demonstratives
		"That figure has doubled since May.":              "That figure",
		"These troops crossed the river.":                 "These troops",
		"These two new districts fell.":                   "These two new districts",
		"Those districts fell within a week.":             "Those districts",
		"This was denied by the army.":                    "This",
		"This produces a sound.":                          "This",
		"These mostly new districts fell.":                "These mostly new districts",
		"This led to riots.":                              "This",
		"That's wrong.":                                   "That's",
		"That was in May.":                                "That",
		"This type of counting is old.":                   "This type of counting",
		"Such attacks have become common.":                "Such attacks",
		"Such as it is, the dam holds.":                   "",
		"That the dam broke is known.":                    "",
		"That he came is known.":                          "",
		"That said, nobody came.":                         "",
		"This year the dam broke.":                        "",
		"This week's vote was close.":                     "",
		"These days nobody comes.":                        "",
		"Those who came left again.":                      "",
		"Among them were two women.":                      "Among them",
		"In that battle he lost an arm.":                  "In that battle",
		"Of these, only two came back.":                   "Of these",
		"Some of those districts fell.":                   "Some of those districts",
		"After this, the army left.":                      "After this",
		"In this month the dam broke.":                    "",
		"In May the dam broke.":                           "",
		"Officials confirmed that figure.":                "that figure",
		"The mayor rejected those claims.":                "those claims",
		"The army said that groups had fled.":             "",
		"The claim was false, and he repeated this claim": "The claim",
		// nouns that name something again
		"The group has denied it.":                                  "The group",
		"The company's shares fell.":                                "The company's",
		"The number rose to 70.":                                    "The number",
		"The attacks killed nine.":                                  "The attacks",
		"The attack was the third in May.":                          "The attack",
		"The two met in Ulm.":                                       "The two",
		"The two men met in Ulm.":                                   "The two men",
		"The latter was denied.":                                    "The latter",
		"The former mayor of Ulm was there.":                        "",
		"The group of seven met in Ulm.":                            "",
		"The number of dead rose to 70.":                            "",
		"The analyst, who is also an editor, warned of it.":         "The analyst",
		"The analyst Smith warned of it.":                           "",
		"The dead were buried.":                                     "",
		"“Nobody can win,” the expert said.":                        "the expert",
		"“Nobody is safe,” he said on Monday.":                      "he",
		"The army has no chance, the analyst observed, adding that": "the analyst",
		"Thousands, according to the observer, have taken up arms.": "the observer",
		"Thousands, according to the observer in Ulm, came.":        "",
		"Both were found.":                                          "Both",
		"Both men were found.":                                      "",
		"Others fled.":                                              "Others",
		// connectives
		"As a result, the dam broke.":             "As a result",
		"As a result of the flood the dam broke.": "",
		"By contrast, Ulm grew.":                  "By contrast",
		"Therefore nobody came.":                  "Therefore",
		"Thus far nobody came.":                   "",
		"Similarly, Noor said so.":                "Similarly",
		"There he met Jones.":                     "There",
		"There are three bridges.":                "",
		"There was no dam.":                       "",
		"There, the dam broke.":                   "There",
		"":                                        "",
		"...":                                     "",
		"The":                                     "",
		"It":                                      "",
	} {
		if got, ok := FindBackReference(sentence, "en-GB"); got != want || ok != (want != "") {
			t.Errorf("%q leans with %q, want %q", sentence, got, want)
		}
	}
}

func TestFindBackReferenceInOtherLanguages(t *testing.T) {
	for _, c := range []struct{ language, sentence, want string }{
		{"de", "Er nahm die Stadt ein.", "Er"}, {"de", "Diese Zahl hat sich verdoppelt.", "Diese Zahl"}, {"de-AT", "Deshalb kam niemand.", "Deshalb"},
		{"de", "Die Gruppe bestreitet das.", "Die Gruppe"}, {"de", "Die Zahl der Toten stieg.", ""}, {"de", "Diese Woche kam niemand.", ""}, {"de", "Es regnet.", ""},
		{"fr", "Il a pris la ville.", "Il"}, {"fr", "Cette attaque a fait neuf morts.", "Cette attaque"}, {"fr", "Il pleut.", ""}, {"fr", "Il y a trois ponts.", ""}, {"fr", "Cette année, personne n’est venu.", ""},
		{"fr", "En conséquence, le pont est fermé.", "En conséquence"}, {"fr", "Ce dernier a nié.", "Ce dernier"}, {"fr", "Ce que dit Smith est faux.", ""},
		{"es", "Ella lo negó.", "Ella"}, {"es", "Esta cifra se ha duplicado.", "Esta cifra"}, {"es", "Esta semana no vino nadie.", ""}, {"es", "Por ello, nadie vino.", "Por ello"}, {"es", "Llueve.", ""},
		{"ru", "Он взял город.", "Он"}, {"ru", "Эта цифра удвоилась.", "Эта цифра"}, {"ru", "Поэтому никто не пришёл.", "Поэтому"}, {"ru", "Этим летом никто не пришёл.", ""},
		{"fa", "او شهر را گرفت.", "او"}, {"fa", "این گروه آن را رد کرد.", "این گروه"}, {"fa", "این هفته کسی نیامد.", ""}, {"fa", "آن\u200cها رفتند.", "آن\u200cها"},
		{"ar", "هو أخذ المدينة.", "هو"}, {"ar", "هذا الرقم تضاعف.", "هذا الرقم"}, {"ar", "هذا العام لم يأت أحد.", ""}, {"ar", "لذلك لم يأت أحد.", "لذلك"},
		{"tr", "O şehri aldı.", "O"}, {"tr", "Bu rakam ikiye katlandı.", "Bu rakam"}, {"tr", "Bu yıl kimse gelmedi.", ""}, {"tr", "Bu nedenle kimse gelmedi.", "Bu nedenle"},
		{"zh", "他占领了该市。", "他"}, {"zh", "他们占领了该市。", "他们"}, {"zh", "因此没有人来。", "因此"}, {"zh", "此外，没有人来。", ""}, {"zh", "其他人走了。", ""}, {"zh-Hant", "她否認了。", "她"},
		{"xx", "He came.", ""}, {"", "He came.", ""},
	} {
		if got, ok := FindBackReference(c.sentence, c.language); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q leans with %q, want %q", c.language, c.sentence, got, c.want)
		}
	}
}

func FuzzFindBackReference(f *testing.F) {
	for _, s := range []string{"It is, however, certainly possible.", "That figure’s", "“He", "他们", "آن\u200cها"} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, sentence, language string) {
		words, ok := FindBackReference(sentence, language)
		if ok != (words != "") || !strings.Contains(sentence, words) || utf8.ValidString(sentence) && !utf8.ValidString(words) {
			t.Fatalf("%q, %t of %q", words, ok, sentence)
		}
	})
}
