package sentence

// The sets are written without zero-width joiners, which lookups ignore.

// The words with which newsrooms mark text that is not body, in the languages the desk reads: English,
// German, French, Spanish, Italian and Portuguese, Russian, Turkish, Arabic, Persian, Pashto, Urdu, Hindi,
// Chinese.

// agencyNames occur in photo credits and in place of an author.
var agencyNames = newPhraseSet(
	"ap|afp|reuters|associated press|the associated press|agence france-presse|bloomberg|bloomberg news|upi|pa|pa media|pa wire|press association|getty|getty images|alamy|shutterstock|istock|epa|epa-efe|wam|qna|ani|pti|ians|app|yonhap|kyodo|kyodo news|xinhua|xinhua news agency|bbc|bbc news|cnn|al jazeera|npr|voa|rfe|rl|tolonews|pajhwok|khaama press|anadolu|anadolu agency|nurphoto|zuma|zuma press|sipa|sipa usa|abaca|handout|supplied|abc news|staff and agencies|news agencies|agencies|wire reports|imago|imago images|picture alliance|picture-alliance",
	"dpa|apa|kna|epd|sid|keystone|keystone-sda|ddp|afp deutschland|belga|anp|efe|europa press|notimex|ansa|adnkronos|lusa|ritzau|ntb|tt|pap|mti|maxppp|hans lucas",
	"tass|тасс|риа новости|ria novosti|интерфакс|interfax|sputnik|коммерсантъ|рбк|мия россия сегодня|унн|укринформ",
	"aa|anadolu ajansı|dha|i̇ha|iha|anka",
	"رويترز|فرانس برس|أ ف ب|أ.ف.ب|د ب أ|أسوشيتد برس|الأناضول|وكالات|شينخوا|الجزيرة نت|بي بي سي",
	"ایرنا|ایسنا|فارس|تسنیم|مهر|ایلنا|رویترز|خبرگزاری فارس|خبرگزاری فرانسه|پژواک|طلوع نیوز|باختر|آژانس باختر",
	"ویب ڈیسک|اے پی پی|اے ایف پی|روئٹرز|نیوز ڈیسک|एजेंसी|एजेंसियां|पीटीआई|भाषा|रॉयटर्स|एएफपी|आईएएनएस|वेब डेस्क",
	"بی بی سی|بی بی سی اردو|بی بی سی اردو ڈاٹ کام|بیبیسی|بیبیسی فارسی|بی بی سی فارسی|बीबीसी|बीबीसी हिंदी|बीबीसी न्यूज़ हिंदी|bbc news türkçe|bbc news mundo|bbc news brasil|bbc中文|bbc news 中文|русская служба би-би-си|би-би-си|deutsche welle|dw",
	"新华社|新華社|中新社|中新网|新华网|人民网|人民日报|路透社|法新社|美联社|美聯社|央视新闻|中央社|视觉中国|东方ic|环球网|澎湃新闻")

// photoLabels open a caption or a credit, before a colon.
var photoLabels = newPhraseSet(
	"photo|photos|file photo|file photos|picture|pictured|pictures|picture credit|image|images|image credit|image source|image caption|photo credit|photo by|photo courtesy|photographs|photograph|photographer|caption|photo caption|credit|credits|file|file image|handout|illustration|graphic|map|video|watch|above|pictured above|from left|left to right|l-r",
	"foto|fotos|bild|bilder|archivfoto|archivbild|symbolbild|symbolfoto|bildunterschrift|bildquelle|quelle|grafik|fotoquelle|image d'archives|photo d'archives|photo d’archives|crédit|crédits|crédit photo|crédits photo|légende|infographie|imagen|fotografía|foto de archivo|imagen de archivo|crédito|pie de foto|foto cortesía|fotografia|imagem|crédito da foto|didascalia",
	"фото|фотография|фотографии|снимок|на фото|на снимке|фото из архива|архивное фото|иллюстрация|источник фото|fotoğraf|fotoğraflar|görsel|resim|arşiv|arşiv fotoğrafı|temsili fotoğraf",
	"صورة|الصورة|صور|تصوير|مصدر الصورة|صورة أرشيفية|عکس|عکاس|تصویر|عکس از|منبع عکس|عکس آرشیوی|انځور|انځورونه|تصوير|فوټو|فوٹو|تصاویر|تصویر کا ذریعہ|فائل فوٹو",
	"फोटो|फ़ोटो|तस्वीर|चित्र|छवि|फोटो साभार|फाइल फोटो|छायाचित्र|图|图片|图片来源|图源|图说|照片|摄影|摄|图片说明|资料图|圖|圖片|圖片來源|圖源|攝影|攝|供图|图为")

// imageLabels open a caption or a credit before a comma.
var imageLabels = newPhraseSet("image source|image caption|image credit|media caption|picture caption|bildquelle|bildbeschreibung|crédit photo|légende image|légende média|fuente de la imagen|pie de foto|fonte da imagem|legenda da foto|автор фото|подпись к фото|fotoğraf altı yazısı|kaynak|مصدر الصورة|التعليق على الصورة|منبع تصویر|توضیح تصویر|د انځور سرچینه|د انځور تشریح|تصویر کا ذریعہ|تصویر کا کیپشن|इमेज स्रोत|इमेज कैप्शन|तस्वीर का स्रोत|图像来源|图像加注文字|圖像來源|圖像加註文字")

// phraseKey is the length, in bytes, of the prefixes that index captionPhrases. Most paragraphs need a
// single lookup.
const phraseKey = 3

// captionPhrases open a caption without a colon.
var captionPhrases = groupByPrefix([]string{"FILE -", "FILE –", "FILE —", "FILE PHOTO", "File photo", "(FILE", "(File photo", "Pictured above", "Pictured here", "Pictured left", "Pictured from left", "This photo taken", "This handout", "This file photo", "This undated photo", "A file photo", "An undated photo", "From left:", "From left,", "From left to right", "Left to right:", "Screenshot of ", "Archivbild", "Archivfoto", "Symbolbild", "Symbolfoto",
	"Photo d'archive", "Photo d’archive", "Photo prise ", "Foto de archivo", "Foto tomada ", "Фото из архива", "Архивное фото", "На фото ", "На снимке ", "Arşiv fotoğraf", "Fotoğrafta ",
	"صورة أرشيفية", "صورة من الأرشيف", "عکس آرشیوی", "फाइल फोटो", "فائل فوٹو", "图为", "圖為", "资料图", "資料圖", "资料照片", "資料照片", "،تصویر کا ", "تصویر کا ذریعہ", "تصویر کا کیپشن", "منبع تصویر", "توضیح تصویر", "مصدر الصورة", "التعليق على الصورة", "इमेज स्रोत", "इमेज कैप्शन", "图像来源", "图像加注文字", "د انځور سرچینه", "د انځور تشریح", "▲", "△", "◎", "© "})

// photoWords are the words for a photograph in credits.
var photoWords = newPhraseSet("photo|photos|file photo|picture|pictures|image|images|photograph|photographs|photography|credit|credits|courtesy|foto|fotos|bild|crédit|crédits|imagen|imágenes|imagem|fotografía|фото|снимок|fotoğraf|görsel|صورة|تصوير|عکس|تصویر|انځور|فوٹو|فوتو|फोटो|फ़ोटो|तस्वीर|图|图片|圖|圖片|照片|摄影|摄|攝影")

// creditConnectors connect the word for a photograph with the photographer's name.
var creditConnectors = newPhraseSet("by|credit|courtesy|von|de|par|di|provided")

// dateLabels occur in a line with the date of publication, at its beginning or within it.
var dateLabels = newPhraseSet(
	"first|published|last|latest|updated|update|modified|posted|created|issued|release|date|time",
	"veröffentlicht|aktualisiert|zuletzt|stand|erstellt|publié|publiée|publie|mis|mise|à|jour|modifié|publicado|publicada|actualizado|actualizada|última|actualización|atualizado|fecha|pubblicato|aggiornato|aggiornamento",
	"опубликовано|обновлено|дата|публикации|обновления|giriş|yayınlanma|yayın|tarihi|güncelleme|güncellenme|güncellendi|son|tarih",
	"نشر|نُشر|نُشرت|تاريخ|النشر|آخر|تحديث|حُدّث|تاریخ|انتشار|بهروزرسانی|بروزرسانی|به|روز|شده|آخرین|زمان|خپور|خپره|شوی|شوې|خپرېدو|نېټه|نوې|شائع|اشاعت|اپ|ڈیٹ|وقت|تازہ|ترین",
	"प्रकाशित|प्रकाशन|अपडेट|अद्यतन|अंतिम|तिथि|发|發|布|佈|时|時|间|間|更|新|刊|登|出|版")

// dateNames are months, weekdays and words relative to today.
var dateNames = newPhraseSet(
	"jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|ago",
	"januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|heute|gestern",
	"janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|aujourd'hui",
	"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|ene|abr|ago|dic|lunes|martes|miércoles|jueves|viernes|sábado|domingo|hoy|ayer|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro",
	"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|сегодня|вчера|назад",
	"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|bugün|dün|önce",
	"يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|السبت|الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|أمس|اليوم",
	"فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|ژانویه|فوریه|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر|شنبه|یکشنبه|دوشنبه|سهشنبه|سه شنبه|چهارشنبه|پنجشنبه|پنجشنبه|جمعه|حمل|ثور|جوزا|سرطان|اسد|سنبله|میزان|عقرب|قوس|جدی|دلو|حوت|پیش",
	"جنوري|فبروري|اپریل|می|جون|جولای|اګست|اکتوبر|نومبر|جنوری|فروری|مارچ|مئی|جولائی|اگست|ستمبر|دسمبر|پیر|منگل|بدھ|جمعرات|ہفتہ|اتوار|آج",
	"जनवरी|फरवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर|सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|年|月|日|前|周|週")

// dateWords are other words in dates and times.
var dateWords = newPhraseSet(
	"st|nd|rd|th|h|at|on|in|of|the|am|pm|a|p|m|local|hours|hour|hrs|minutes|minute|mins|days|day|weeks|week",
	"um|uhr|den|vor|stunden|minuten|tagen|le|er|il|y|heures|heure|minutes|jours|de|del|el|las|hace|horas|alle|ore|о|в|г|года|часов|час|минут|мск|по|saat|gün|dakika",
	"في|الساعة|بتوقيت|غرينتش|جرينتش|مكة|المكرمة|ص|م|هـ|ساعات|ساعة|قبل|منذ|ساعت|ه|ش|د|کال|بجے|سے|बजे|को|सोम|मंगल|की|घंटे|पहले|日|时|時|分|秒|点|點|星|期|一|二|三|四|五|六|天|上|下|午|晨|晚|早|于|於|北|京|小|钟|鐘|讯|訊")

// readingWords occur in the reading time of an article.
var readingWords = newPhraseSet("read|reading|temps|tiempo|tempo|lesezeit|lecture|lectura|lettura|leitura|чтения|чтение|okuma|قراءة|مطالعه|مطالعہ|पढ़ें|阅读|min|мин|dk|dakikalık")

// authorLabels name the author before a colon or slash.
var authorLabels = newPhraseSet(
	"by|author|authors|text|story|words|written by|reporting|reporter|source|text by|editor|editing|autor|autorin|von|bericht|texte|auteur|auteure|par|propos recueillis par|por|texto|autora|redacción|fuente|di|testo|autore",
	"автор|авторы|текст|корреспондент|источник|haber|yazan|yazar|muhabir|kaynak|بقلم|كتب|كتبت|إعداد|تحرير|الكاتب|المصدر|نویسنده|گزارش|گزارشگر|خبرنگار|نوشته|نوشتهٔ|منبع|لیکوال|لیکونکی|خبریال|راپور|راپورټ|سرچینه|تحریر|رپورٹ|رپورٹر|ماخذ|نامہ نگار|लेखक|लेखिका|रिपोर्ट|रिपोर्टर|संवाददाता|स्रोत|द्वारा",
	"作者|记者|記者|文|撰文|编辑|編輯|责任编辑|責任編輯|来源|來源|通讯员|执笔|编译")

// authorWords precede the author's name without a colon; workWords precede authorWords.
var (
	authorWords = newPhraseSet("by|von|par|por|door|di|av|af|przez|بقلم")
	workWords   = newPhraseSet("written|story|text|words|reporting|reported|additional|edited|editing|compiled|analysis|opinion|reportage|texte|texto|propos|recueillis|ein|eine|bericht|kommentar|analyse|essay|gastbeitrag|comment|interview")
)

// reporterTitles precede the name of a Chinese reporter without punctuation.
var reporterTitles = []string{"本报记者", "新华社记者", "本報記者", "新華社記者", "本刊记者", "特约记者", "实习记者", "记者 ", "記者 "}

// jobWords are jobs in a newsroom; jobModifiers qualify them.
var (
	jobWords     = newPhraseSet("reporter|reporters|correspondent|correspondents|editor|editors|writer|writers|columnist|journalist|bureau|newsroom|desk|contributor|agencies|redaktion|korrespondent|korrespondentin|reporterin|redakteur|redakteurin|redacción|redaccion|corresponsal|rédaction|correspondant|correspondante|envoyé|редакция|корреспондент|muhabir|muhabiri|haber merkezi|المراسل|مراسل|مراسلنا|خبرنگار|نامہ نگار|نمائندہ|संवाददाता")
	jobModifiers = newPhraseSet("staff|senior|chief|our|own|special|political|politics|foreign|affairs|news|business|economics|economy|finance|sports|sport|science|health|defence|defense|diplomatic|world|international|national|education|environment|climate|security|technology|crime|city|legal|media|arts|culture|religion|africa|asia|europe|middle|east|south|north|america|data|deputy|managing|editorial|web|online|digital|the|and|of|for|board|investigations|la|notre|spécial|nuestra|nuestro|nuestros|unsere|unser|eigener|наш|خاص|विशेष")
)

// nameParticles are the particles within names.
var nameParticles = newPhraseSet("de|del|della|di|da|dos|van|von|der|den|bin|ibn|al|el|le|la|y|zu|ter|ten|and|und|et")

// sectionNames are the names of newspapers' sections and genres, as in kickers.
var sectionNames = newPhraseSet(
	"world|world news|africa|americas|asia|asia pacific|europe|middle east|us news|uk news|u.s.|uk|news|politics|business|economy|markets|technology|tech|science|health|sport|sports|football|culture|arts|books|film|music|opinion|editorial|comment|commentary|analysis|explainer|explained|feature|features|interview|investigation|special report|exclusive|breaking|breaking news|live|live updates|photos|photo|in pictures|video|environment|climate|climate change|education|travel|lifestyle|letters|letters to the editor|obituary|obituaries|society|national|international|local|region|crime|law|media|fact check|war in ukraine|the big read|briefing|profile|podcast|weather|food|style|magazine|background|dispatch|perspective|essay|column",
	"politik|ausland|inland|wirtschaft|meinung|kommentar|kultur|panorama|wissen|gesellschaft|analyse|reportage|leitartikel|gastbeitrag|hintergrund|eilmeldung|exklusiv|netzwelt|regional|lokales|feuilleton|monde|international|politique|économie|société|sciences|tribune|éditorial|enquête|décryptage|récit|portrait|entretien|afrique|asie|proche-orient|mundo|internacional|política|economía|opinión|sociedad|deportes|cultura|análisis|entrevista|reportaje|américa|última hora|mondo|politica|economia|esteri|cronaca|brasil|esportes",
	"мир|в мире|политика|экономика|общество|спорт|мнение|мнения|культура|происшествия|наука|технологии|аналитика|интервью|репортаж|новости|срочно|dünya|gündem|siyaset|politika|ekonomi|spor|yaşam|görüş|kültür|analiz|röportaj|haberler|son dakika|yazarlar",
	"العالم|عالم|سياسة|اقتصاد|رياضة|أخبار|أخبار العالم|رأي|آراء|تقرير|تقارير|تحليل|ثقافة|الشرق الأوسط|عاجل|حوار|مقالات|جهان|سیاسی|سیاست|اقتصاد|اقتصادی|بینالملل|بین الملل|ایران|ورزش|ورزشی|اجتماعی|جامعه|فرهنگ|فرهنگی|افغانستان|اخبار|تحلیل|گزارش|یادداشت|گفتوگو|خاورمیانه|نړۍ|سیمه|لوبې|سوداګري|تحليل|خبرونه|راپور|ټولنه|دنیا|پاکستان|کھیل|کاروبار|بین الاقوامی|سیاست|رائے|تجزیہ|خبریں|صحت",
	"दुनिया|देश|विश्व|राजनीति|खेल|कारोबार|राय|विचार|अंतरराष्ट्रीय|राष्ट्रीय|समाचार|विश्लेषण|व्यापार|मनोरंजन|संपादकीय|विदेश|国际|國際|国内|國內|政治|经济|經濟|社会|社會|体育|體育|文化|评论|評論|观点|觀點|时政|时评|财经|財經|世界|军事|軍事|科技|教育|健康|要闻|要聞|社论|社論|快讯|独家|深度|新闻|新聞|两岸|港澳|娱乐")

// pageFurniture are labels of a web page's own controls, which are copied along with a whole page.
var pageFurniture = newPhraseSet("home|menu|share|share this|share this article|save|print|email|copy link|link copied|listen|listen to this article|listen to article|advertisement|subscribe|sign in|log in|follow|comments|read more|skip to content|skip to main content|facebook|twitter|whatsapp|linkedin|related|most read|recommended",
	"teilen|drucken|merken|anzeige|artikel anhören|startseite|partager|imprimer|accueil|écouter|publicité|compartir|imprimir|guardar|inicio|publicidad|поделиться|печать|реклама|главная|paylaş|yazdır|ana sayfa|dinle|مشاركة|شارك|طباعة|الرئيسية|استمع|همرسانی|چاپ|خانه|شیئر|شیئر کریں|شريکول|शेयर|शेयर करें|होम|分享|打印|首页|收藏|字号")
