package anchor

// backReferences lists the most frequent words of other languages with which a sentence refers back to the
// one before it.
var backReferences = map[string]backReferenceRules{
	"de": {
		parsePhrases("er|sie|ihm|ihnen|dies|dort|deshalb|deswegen|daher|dadurch|daraufhin|dagegen|dabei|dafür|infolgedessen|stattdessen|letzterer|letztere|letzteres|letzteren|" +
			"das ist|das war|das sei|das hat|das habe|das hatte|das wäre|das bedeutet|das heißt|im gegensatz dazu|aus diesem grund|trotz dieser|dennoch|beide|keiner von ihnen|" +
			"die gruppe|das unternehmen|die zahl|der mann|die frau|der sprecher|die sprecherin|der experte|die expertin|der angriff|der vorfall"),
		parsePhrases("dieser|diese|dieses|diesem|diesen|jener|jene|jenes|solche|seine|ihre|deren|dessen"),
		parsePhrases("diese woche|dieses jahr|dieser tage|diesen monat|diesen sommer|diesen winter|dieses wochenende|diesen montag|diesen dienstag|diesen mittwoch|diesen donnerstag|diesen freitag|" +
			"diesen samstag|diesen sonntag|dieses mal|das heißt nicht|die gruppe der|die gruppe von|die zahl der|die zahl von|der angriff auf|sie selbst"),
	},
	"fr": {
		parsePhrases("il|elle|ils|elles|cela|ceci|celui-ci|celle - ci|celui - ci|ceux - ci|celles - ci|ce dernier|cette dernière|ces derniers|ces dernières|en conséquence|par conséquent|" +
			"de ce fait|c'est pourquoi|en revanche|à l'inverse|le groupe|l'entreprise|le porte - parole|l'homme|la femme|l'attaque"),
		parsePhrases("ce|cet|cette|ces|son|sa|ses|leur|leurs|un tel|une telle|de tels|de telles"),
		parsePhrases("il y|il faut|il fallait|il faudra|il pleut|il pleuvait|il neige|il s'agit|il s'agissait|il semble|il semblait|il paraît|il reste|il est|il était|il fait|il faisait|il suffit|il existe|il convient|" +
			"cette semaine|cette année|cette nuit|ce mois|ce matin|ce soir|cet après|cet été|cet hiver|ce lundi|ce mardi|ce mercredi|ce jeudi|ce vendredi|ce samedi|ce dimanche|ce week|ces jours|" +
			"ce que|ce qui|ce qu|ce n'est|ce sont|ce dont|le groupe de|le groupe d|l'attaque de|l'attaque contre|son of|cela dit"),
	},
	"es": {
		parsePhrases("él|ella|ellos|ellas|esto|eso|aquello|por ello|por eso|por lo tanto|por tanto|en consecuencia|en cambio|por el contrario|este último|esta última|estos últimos|estas últimas|allí|ambos|ambas|" +
			"el grupo|la empresa|la cifra|el hombre|la mujer|el portavoz|la portavoz|el ataque"),
		parsePhrases("este|esta|estos|estas|ese|esa|esos|esas|aquel|aquella|aquellos|aquellas|dicho|dicha|dichos|dichas|su|sus|tal|tales"),
		parsePhrases("esta semana|esta mañana|esta tarde|esta noche|este año|este mes|este lunes|este martes|este miércoles|este jueves|este viernes|este sábado|este domingo|este fin|este verano|este invierno|" +
			"estos días|tal vez|tal como|tal y|eso sí|dicho esto|el grupo de|la cifra de|el ataque de|el ataque contra|el ataque a|aquellos que|aquellas que|su majestad"),
	},
	"ru": {
		parsePhrases("он|она|оно|они|ему|ей|им|это|поэтому|в результате|таким образом|вследствие этого|там|тогда|оба|обе|последний|в свою очередь|напротив|группа|компания"),
		parsePhrases("этот|эта|эти|этого|этой|этих|этому|этим|такие|такой|такая|его|её|ее|их"),
		parsePhrases("это время|этой весной|этим летом|этой осенью|этой зимой|этим утром|этой ночью|этим вечером|это правда|тогда как|там , где|группа из|последний раз|они же"),
	},
	"fa": {
		parsePhrases("او|وی|آنها|آن \u200c ها|آنان|ایشان|بنابراین|در نتیجه|به همین دلیل|از این رو|در مقابل|به این ترتیب|هر دو|این گروه|این شرکت"),
		parsePhrases("این|آن|همین|چنین|همان"),
		parsePhrases("این هفته|این ماه|این سال|این روزها|این که|این روز|آن که|آن چه|چنین است|همین که|همان طور"),
	},
	"ar": {
		parsePhrases("هو|هي|هم|وهو|وهي|وهم|لذلك|ولذلك|نتيجة لذلك|ونتيجة لذلك|في المقابل|وفي المقابل|بالمقابل|هؤلاء|وكان هؤلاء|كلاهما|هناك ،"),
		parsePhrases("هذا|هذه|ذلك|تلك|وهذا|وهذه|وذلك|وتلك|هؤلاء"),
		parsePhrases("هذا العام|هذا الأسبوع|هذا الشهر|هذا الصباح|هذا المساء|هذه السنة|هذه الأيام|هذه الليلة|وهو ما|ذلك أن"),
	},
	"tr": {
		parsePhrases("o|onlar|ona|onun|bunlar|bunun|buna|bunu|bu nedenle|bu yüzden|bunun üzerine|bunun sonucunda|sonuç olarak|buna karşın|orada|ikisi de|her ikisi"),
		parsePhrases("bu|şu|o|bu tür|söz konusu"),
		parsePhrases("bu yıl|bu hafta|bu ay|bu sabah|bu akşam|bu gece|bu gün|bu yaz|bu kış|bu arada|o kadar|o zaman|bu kez|bu sene"),
	},
	"zh": {
		parsePhrases("他|她|它|他们|她们|它们|他們|她們|它們|这|這|那是|那些|此|其|其中|该|該|因此|因而|所以|后者|後者|前者|相比之下|与此相反|两者|兩者"),
		parsePhrases("这个|这些|这名|这位|这家|这一|该|該|此次|其"),
		parsePhrases("这周|这个月|这个星期|这年|这几天|此外|此前|此后|此時|其他|其它|其实|其余|他人|该死|应该|其次|這週|這個月|此致|他乡|其間"),
	},
}
