package sentence

import (
	"strings"
	"testing"
)

// The pieces are invented. A line is "region: paragraph", or "region" alone in brackets after a line end
// that ends no paragraph.
var regionCases = []struct{ convention, piece string }{
	{"everything above the copy", `
kicker: World
headline: Flood reaches the lower town as dam gives way
headline: Mayor asks the coast for help
byline: Jane Doe in Port Amal
dateline: June 24, 2021 · 5 min read
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday.
body: Nobody was hurt.`},
	{"label first, job and address", `
dateline: Thursday 24 June 2021 13.26 BST
kicker: Opinion | The Editors
headline: A dam is a promise
byline: By Ana M. Silva
byline: Senior political correspondent
byline: ana.silva@example.org
body: Every generation builds one, and every generation forgets who has to look after it when the engineers have gone home.`},
	{"place as kicker", `
kicker: South Sudan:
headline: Army says it holds the bridge
byline: Reuters
dateline: Updated 24 June 2021, 6:05 p.m. EDT
body: The army said on Thursday that it holds the only bridge over the river north of the capital.`},
	{"standfirst of a whole sentence above the byline", `
headline: Flood reaches the lower town
body: Two metres of water in one night, and the pumps came late.
byline: By Jane Doe and Omar Haddad
dateline: 24 June 2021
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday morning.`},
	{"name with the agency below it", `
headline: Flood reaches the lower town
byline: Jane Doe
byline: BBC News, Kabul
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday morning.`},
	{"reporting from", `
headline: The market that never closes
byline: REPORTING FROM LAGOS
body: At four in the morning the first lorries come over the bridge, and the traders have been awake for an hour.`},
	{"staff reporter", `
headline: The market that never closes
byline: Staff reporter
dateline: Lagos, 24 June 2021
body: At four in the morning the first lorries come over the bridge, and the traders have been awake for an hour.`},
	{"an agency's opening is copy", `
headline: Flood reaches the lower town
body: PORT AMAL, June 24 (Xinhua) -- The river rose by two metres overnight and reached the lower town.
body: PORT AMAL (AP) — Nobody was hurt.`},
	{"an agency's place and date on a line of their own", `
headline: Flood reaches the lower town
dateline: PORT AMAL, June 24 (Xinhua) --
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday.`},
	{"credits below the copy", `
headline: Flood reaches the lower town
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday.
byline: (Reporting by Jo Lee in Port Amal; Editing by Ana Roth)`},
	{"a headline that ends in letters", `
headline: Flood victims sue the U.S.
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday.`},
	{"captions", `
headline: Flood reaches the lower town
caption: FILE PHOTO: The dam in May 2019. REUTERS/Ines Roth
caption: Pictured: Ana Silva outside the town hall.
caption: (L-R) Ana Silva, Omar Haddad and Jo Lee at the bridge.
caption: A boat on Main Street. [Ines Roth/Al Jazeera]
caption: In this June 5, 2021, file photo provided by the army, soldiers fill bags with sand.
caption: People wait for a ferry in Port Amal, June 5, 2021. Ines Roth/Getty Images
caption: The dam in 1960. Credit...Ines Roth for The Daily Post
caption: The mayor at the bridge. Handout via REUTERS
caption: The mayor at the bridge. (Ines Roth/The Daily Post via AP)
caption: The mayor at the bridge. (ABC News: Ines Roth)
caption: The house in 1960. (Courtesy of the Silva family)
caption: Sand bags in the street (Symbolbild)
caption: Photo by Ines Roth
caption: Image: The lower town from the air.
body: The river rose by two metres overnight and reached the lower town, the mayor said on Thursday.
caption: Soldiers fill bags with sand in Port Amal. (AP Photo/Ines Roth).
body: He showed her the photo (the one by the river).
body: They asked for more money (see the map).
body: Both sides agreed to it (government/opposition).
body: He said the photo was taken on/off the record, by an aide.
body: The plan was dropped (AFP).`},
	{"pull quotes", `
headline: Flood reaches the lower town
body: The river rose by two metres overnight. “We had no time to carry anything out of the house,” Ana Silva said.
quote box: “We had no time to carry anything”
body: “I am staying,” she said.
body: “They told us to leave in the morning, and then nobody came to fetch us.”
quote box: “The pumps came a day late.”
quote box: — Omar Haddad, engineer
body: The mayor did not answer questions about the pumps on Thursday.
quote box: “A dam is a promise” — Ana Silva`},
	{"lists", `
body: The army has brought what the mayor had asked for in her letter of Tuesday night:
list: 1) boats
list: 2) pumps
body: The council then asked for three things more, and the army agreed to one of them:
list: (a) bread
list: (b) water
list: (c) blankets
body: 1. FC Union won the match that was played for the victims of the flood in the capital.
body: A. Smith said he had seen it.
list: ① stay at home
list: ② boil the water
list: i. the bridge
list: ii. the dam
body: * * *
headline: ## What comes next
body: #flood was the word of the day.`},
	{"the page's own words", `
body: Home
kicker: News
kicker: World
headline: Rescuers search for survivors after a landslide
body: Share
dateline: Published
dateline: 8 August 2021
byline: By Al Amal Staff
caption: Image source, Getty Images
caption: Image caption, The road to the village in July
body: Rescuers searched through mud and rubble on Saturday for survivors of a landslide that buried a village.
body: Share`},
	{"who and when on one line", `
headline: Rescuers search for survivors
byline: Reuters · June 24, 2021
body: Rescuers searched through mud and rubble on Saturday for survivors of a landslide that buried a village.`},
	{"dates within a chronicle", `
headline: A week of rain
body: How the river came to the town, day by day and hour by hour, from the reports of our correspondents on both of its banks.
body: June 24, 2021
body: The rain begins.`},
	{"initials and scores", `
body: The winners of the race were named in the evening by the club, and the mayor handed out the cups.
body: A. B. Clark was first.
body: B. D. Evans was second.
body: 3. Oktober, sagte er, sei zu spät.
body: He is the author of "Rowing: A Life" (Picture Press, 2019).
body: The prize went to J. Roe (Photo Club of Leeds).
body: She posted an image: a boat, upside down.
body: Photo by the river: a walk`},
	{"addresses, salutations and cells are no headlines", `
body: Dear readers,
body: https://example.org/flood
body: 2,032 km
headline: What the flood left behind
body: Rescuers searched through mud and rubble on Saturday for survivors of a landslide that buried a village.`},
	{"direct speech with dashes is no list", `
body: Никто не знал, что вода поднимется так быстро, рассказывают жители нижнего города.
body: - Мы ничего не успели вынести, - сказала Анна.
body: — Я остаюсь, — добавила она.`},

	{"German", `
kicker: Politik
headline: Hochwasser erreicht die Unterstadt
byline: Von Anna Vogel, Hamburg
dateline: Aktualisiert am 24. Juni 2021, 13:26 Uhr
caption: Ein Boot auf der Hauptstraße. Foto: Ines Roth/dpa
body: Der Fluss stieg über Nacht um zwei Meter und erreichte die Unterstadt, wie die Bürgermeisterin mitteilte.
body: Von Anfang an war klar, dass die Pumpen zu spät kommen.
list: – Sand
list: – Boote
caption: Symbolbild: Sandsäcke vor einem Haus.`},
	{"French", `
kicker: Monde
headline: La crue atteint la ville basse
byline: Par Jeanne Morel
dateline: Publié le 24 juin 2021 à 13h26, mis à jour le 25 juin 2021
caption: Un bateau dans la grande rue, le 24 juin. Photo : Inès Roth / AFP
body: La rivière est montée de deux mètres pendant la nuit et a atteint la ville basse, a dit la maire jeudi.
body: Par endroits, l'eau a déjà baissé.
body: « Nous restons », dit-elle.`},
	{"Spanish", `
kicker: Internacional
headline: La crecida llega a la ciudad baja
byline: Por Ana Ruiz
dateline: Actualizado: 24 de junio de 2021, 13:26
caption: Foto de archivo: el dique en 2019. EFE/Inés Roth
body: El río subió dos metros durante la noche y llegó a la ciudad baja, dijo el jueves la alcaldesa.
body: Por la mañana el agua había bajado.`},
	{"Russian", `
kicker: В мире
headline: Вода дошла до нижнего города
byline: Автор: Анна Волкова
dateline: 24 июня 2021, 13:26
caption: Лодка на главной улице. Фото: Инес Рот / РИА Новости
body: Река поднялась за ночь на два метра и дошла до нижнего города, сообщила в четверг мэр.`},
	{"Turkish", `
kicker: Dünya
headline: Sel aşağı kente ulaştı
byline: Haber: Ayşe Kaya
dateline: Güncelleme: 24 Haziran 2021 13:26
caption: Ana caddede bir tekne. (Fotoğraf: Ines Roth)
body: Nehir bir gecede iki metre yükseldi ve aşağı kente ulaştı, dedi belediye başkanı perşembe günü.`},
	{"Arabic", `
kicker: العالم
headline: الفيضان يصل إلى المدينة السفلى
byline: كتب: سامر حداد
dateline: آخر تحديث: ٢٤ يونيو ٢٠٢١ الساعة ١٣:٢٦
caption: قارب في الشارع الرئيسي (تصوير: إيناس روت)
body: ارتفع النهر مترين خلال الليل ووصل إلى المدينة السفلى، كما قالت رئيسة البلدية يوم الخميس.
list: ١. قوارب
list: ٢. مضخات
caption: صورة: السد في عام 1960.`},
	{"Persian", `
kicker: جهان
headline: سیل به شهر پایین رسید
byline: نویسنده: سارا امینی
dateline: تاریخ انتشار: ۳ تیر ۱۴۰۰ - ۱۳:۲۶
caption: عکس: قایقی در خیابان اصلی
body: رودخانه در یک شب دو متر بالا آمد و به شهر پایین رسید، شهردار روز پنجشنبه گفت.
list: ۱- قایق
list: ۲- پمپ
list: ۳- نان`},
	{"Pashto", `
headline: سېلاب ښکته ښار ته ورسېد
byline: لیکوال: زرغونه وردګ
dateline: خپور شوی: ۲۴ جون ۲۰۲۱
caption: انځور: په لویه لار کې بېړۍ
body: سیند په یوه شپه کې دوه متره پورته شو او ښکته ښار ته ورسېد، د ښار مشرې د پنجشنبې په ورځ وویل.`},
	{"Urdu", `
kicker: پاکستان
headline: سیلاب زیریں شہر تک پہنچ گیا
byline: ویب ڈیسک
dateline: اپ ڈیٹ: 24 جون 2021
caption: مرکزی سڑک پر ایک کشتی۔ فوٹو: اے ایف پی
body: دریا ایک رات میں دو میٹر بلند ہوا اور زیریں شہر تک پہنچ گیا، میئر نے جمعرات کو کہا۔`},
	{"Hindi", `
kicker: दुनिया
headline: बाढ़ निचले शहर तक पहुँची
byline: लेखक: अनिता वर्मा
dateline: प्रकाशित: 24 जून 2021, 13:26
caption: फोटो: मुख्य सड़क पर एक नाव
body: नदी एक रात में दो मीटर ऊपर आ गई और निचले शहर तक पहुँच गई, महापौर ने गुरुवार को कहा।
list: १. नाव
list: २. पंप`},
	{"Chinese", `
kicker: 国际
headline: 洪水漫入下城
dateline: 2021年6月24日 13:26 来源：新华社
byline: 本报记者 李明
caption: 图为6月24日，一艘小船驶过主街。（新华社记者李明摄）
body: 市长周四表示，河水一夜之间上涨两米，漫入下城，数百名居民已经离开家园，暂住在山上的学校里。
caption: 士兵在装沙袋。新华社记者 李明 摄
list: 一、小船
list: 二、水泵`},
}

func TestRegionCases(t *testing.T) {
	for _, c := range regionCases {
		for _, between := range []string{"\n\n", "\n \n", "\r\n"} {
			var want []Region
			var lines []string
			for l := range strings.SplitSeq(strings.TrimSpace(c.piece), "\n") {
				region, line, _ := strings.Cut(l, ": ")
				want, lines = append(want, Region(region)), append(lines, line)
			}
			checkRegions(t, c.convention, strings.Join(lines, between), lines, want)
		}
	}
}

// Two lines on their own belong together: a photograph and its credit, a pull quote and its speaker.
func TestTwoLineGroups(t *testing.T) {
	const above, below = "The river rose by two metres overnight and reached the lower town.", "The army came at noon, the mayor said on Thursday."
	for _, c := range []struct {
		first, second string
		want          Region
	}{
		{"Children play on a bridge.", "Photograph: Ines Roth/Reuters", Caption},
		{"Children play on a bridge.", "Ines Roth / Getty Images", Caption},
		{"Children play on a bridge.", "AFP", Caption},
		{"“This was the worst flood in a century”", "Ana Silva, mayor of Port Amal", QuoteBox},
		{"Children play on a bridge.", "They have no school today.", Body},
	} {
		lines := []string{above, c.first, c.second, below}
		s := above + "\n\n" + c.first + "\n" + c.second + "\n\n" + below
		checkRegions(t, "two lines", s, lines, []Region{Body, c.want, c.want, Body})
	}
}

// Direction marks and a byte order mark do not hide labels.
func TestDirectionMarksDoNotChangeRegions(t *testing.T) {
	const body = "ارتفع النهر مترين خلال الليل ووصل إلى المدينة السفلى، كما قالت رئيسة البلدية يوم الخميس."
	lines := []string{
		"\ufeffالفيضان يصل إلى المدينة السفلى",
		"\u202bكتب: سامر حداد\u202c",
		"\u200f٢٤ يونيو ٢٠٢١",
		body,
		"\u200fصورة: السد في عام 1960",
	}
	checkRegions(t, "marks", strings.Join(lines, "\n"), lines, []Region{Headline, Byline, Dateline, Body, Caption})
}

func checkRegions(t *testing.T, convention, s string, lines []string, want []Region) {
	t.Helper()
	paras := paragraphs(s, nil)
	classifyRegions(s, paras)
	if len(paras) != len(lines) {
		t.Errorf("%s: %d paragraphs, want %d", convention, len(paras), len(lines))
		return
	}
	for i, p := range paras {
		if p.region != want[i] || s[p.start:p.end] != lines[i] {
			t.Errorf("%s: %q is %s, want %s %q", convention, s[p.start:p.end], p.region, want[i], lines[i])
		}
	}
}
