package compare

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// dateWords are the months, the weekdays and other words that occur in dates, in lower case.
var dateWords = func() map[string]bool {
	known := map[string]bool{}
	for _, w := range strings.Fields(`
		january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur
		thurs fri sat sun am pm a.m p.m a p m noon midnight at on the of st nd rd th ago hour hours minute minutes min mins day days week weeks
		gmt utc bst est edt cst cdt mst mdt pst pdt cet cest et pt ist
		januar februar märz april mai juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag
		sonnabend sonntag uhr um am vom den der vor stunden minuten tagen mez mesz
		janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi
		dimanche le à h er
		enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre lunes martes miércoles jueves
		viernes sábado domingo de del a las el
		gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì sabato
		domenica alle ore
		janeiro fevereiro março maio junho julho setembro outubro novembro dezembro às
		januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag om uur
		января февраля марта апреля мая июня июля августа сентября октября ноября декабря понедельник вторник среда четверг пятница суббота
		воскресенье в г года мск
		يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت
		الساعة في يوم ص م
		فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر
		دسامبر شنبه یکشنبه دوشنبه چهارشنبه پنجشنبه جمعه ساعت
		जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
		सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार बजे को` + " سه\u200cشنبه") {
		known[w] = true
	}
	return known
}()

// dateNumber matches a number, a time, an ordinal, or a date in digits, in Chinese and Japanese too.
var dateNumber = regexp.MustCompile(`^(?:\p{Nd}+(?:[.,:/]\p{Nd}+)*(?:st|nd|rd|th|er|h|am|pm|t|z)?|(?:\p{Nd}+[年月日号时時分秒])+\p{Nd}*)$`)

// isDate reports whether words are a number or a date. A date consists of numbers and of words and punctuation marks that occur in dates.
func isDate(words []Word) bool {
	hasDigit := slices.ContainsFunc(words, func(w Word) bool { return strings.ContainsFunc(w.Text, unicode.IsDigit) })
	return hasDigit && !slices.ContainsFunc(words, func(w Word) bool {
		lower := strings.ToLower(w.Text)
		return !dateWords[lower] && !dateNumber.MatchString(lower) && !strings.Contains(".,-/:|·()", lower)
	})
}
