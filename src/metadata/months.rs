//! Words of dates in many languages. Data only.

#[rustfmt::skip]
/// Names of the months in lower case: full forms in the cases dates use, and usual short ones; a full stop after
/// them is no part. Where two languages disagree about a word, the row stands in [`MONTHS_OF`].
pub(super) const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "jän", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro",
      "januari", "janúar", "tammikuuta", "tammikuu", "stycznia", "styczeń", "sty", "ledna", "leden", "led", "januára",
      "január", "januára", "január", "ianuarie", "ian", "ocak", "oca", "января", "январь", "янв", "січня", "січень",
      "січ", "ιανουαρίου", "ιαν", "يناير", "كانون الثاني", "ינואר", "जनवरी", "styczen", "януари", "siječnja",
      "januarja", "jaanuar", "janvāris", "janvārī", "sausio", "gener", "urtarrilak", "januaari"],
    &["february", "feb", "februar", "feber", "février", "févr", "fév", "fevrier", "fevr", "febrero", "febbraio",
      "fevereiro", "fev", "februari", "febr", "febrúar", "helmikuuta", "helmikuu", "lutego", "luty", "lut", "února",
      "únor", "úno", "februára", "február", "februarie", "şubat", "şub", "февраля", "февраль", "фев", "февр",
      "лютого", "лютий", "лют", "φεβρουαρίου", "φεβ", "فبراير", "شباط", "פברואר", "फ़रवरी", "फरवरी", "февруари",
      "veljače", "februarja", "veebruar", "februāris", "februārī", "vasario", "febrer"],
    &["march", "mar", "märz", "mär", "mrz", "mars", "marzo", "março", "marco", "maart", "mrt", "marts", "maaliskuuta",
      "maaliskuu", "marca", "marzec", "března", "březen", "bře", "marec", "március", "márc", "martie", "mart", "марта",
      "март", "мар", "березня", "березень", "бер", "μαρτίου", "μαρ", "مارس", "آذار", "מרץ", "मार्च", "maret",
      "ožujka", "märts", "kovo", "març"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "apríl", "huhtikuuta", "huhtikuu", "kwietnia",
      "kwiecień", "kwi", "dubna", "duben", "dub", "apríla", "április", "ápr", "aprilie", "nisan", "nis", "апреля",
      "апрель", "апр", "квітня", "квітень", "квіт", "απριλίου", "απρ", "أبريل", "إبريل", "ابريل", "نيسان", "אפריל",
      "अप्रैल", "април", "travnja", "aprila", "aprīlis", "aprīlī", "balandžio"],
    &["may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maj", "maí", "toukokuuta", "toukokuu", "maja", "května",
      "květen", "kvě", "mája", "máj", "május", "máj", "mayıs", "мая", "май", "травня", "травень", "трав", "μαΐου",
      "μαϊου", "μαΐ", "مايو", "أيار", "מאי", "मई", "svibnja", "maijs", "maijā", "gegužės", "maig"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "júní", "kesäkuuta", "kesäkuu", "czerwca",
      "czerwiec", "cze", "června", "červen", "čvn", "júna", "jún", "június", "iunie", "iun", "haziran", "haz", "июня",
      "июнь", "июн", "червня", "червень", "черв", "ιουνίου", "ιουν", "يونيو", "حزيران", "יוני", "जून", "юни", "lipnja",
      "junija", "juuni", "jūnijs", "jūnijā", "birželio", "juny"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "júlí", "heinäkuuta", "heinäkuu",
      "lipca", "lipiec", "lip", "července", "červenec", "čvc", "júla", "júl", "július", "iulie", "iul", "temmuz", "tem",
      "июля", "июль", "июл", "липня", "липень", "ιουλίου", "ιουλ", "يوليو", "تموز", "יולי", "जुलाई", "юли", "srpnja",
      "julija", "juuli", "jūlijs", "jūlijā", "liepos", "juliol"],
    &["august", "aug", "août", "aout", "agosto", "ago", "agosto", "augustus", "augusti", "ágúst", "elokuuta", "elokuu",
      "sierpnia", "sierpień", "sie", "srpna", "srpen", "srp", "augusta", "augusztus", "ağustos", "ağu", "августа",
      "август", "авг", "серпня", "серпень", "серп", "αυγούστου", "αυγ", "أغسطس", "آب", "אוגוסט", "अगस्त", "agustus",
      "kolovoza", "avgusta", "augusts", "augustā", "rugpjūčio", "agost"],
    &["september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "set", "setembro", "syyskuuta",
      "syyskuu", "września", "wrzesień", "wrz", "září", "zář", "septembra", "szeptember", "szept", "septembrie",
      "eylül", "eyl", "сентября", "сентябрь", "сен", "сент", "вересня", "вересень", "вер", "σεπτεμβρίου", "σεπ",
      "سبتمبر", "أيلول", "ספטמבר", "सितंबर", "सितम्बर", "септември", "rujna", "septembris", "septembrī", "rugsėjo",
      "setembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "október",
      "lokakuuta", "lokakuu", "października", "październik", "paź", "října", "říjen", "říj", "októbra", "octombrie",
      "ekim", "eki", "октября", "октябрь", "окт", "жовтня", "жовтень", "жовт", "οκτωβρίου", "οκτ", "أكتوبر",
      "تشرين الأول", "אוקטובר", "अक्टूबर", "октомври", "oktobra", "oktoober", "oktobris", "oktobrī", "spalio"],
    &["november", "nov", "novembre", "noviembre", "novembro", "nóvember", "marraskuuta", "marraskuu", "listopadu",
      "listopada", "listopad", "lis", "novembra", "noiembrie", "noi", "kasım", "kas", "ноября", "ноябрь", "ноя",
      "листопада", "листопад", "лист", "νοεμβρίου", "νοε", "نوفمبر", "تشرين الثاني", "נובמבר", "नवंबर", "नवम्बर",
      "ноември", "studenoga", "studenog", "novembris", "novembrī", "lapkričio", "nopember"],
    &["december", "dec", "dezember", "dez", "décembre", "déc", "decembre", "diciembre", "dic", "dicembre", "dezembro",
      "desember", "des", "joulukuuta", "joulukuu", "grudnia", "grudzień", "gru", "prosince", "prosinec", "pro",
      "decembra", "decembrie", "aralık", "ara", "декабря", "декабрь", "дек", "грудня", "грудень", "груд",
      "δεκεμβρίου", "δεκ", "ديسمبر", "كانون الأول", "דצמבר", "दिसंबर", "दिसम्बर", "декември", "prosinca", "detsember",
      "decembris", "decembrī", "gruodžio", "desembre"],
];

/// Words that mean another month in one language.
pub(super) const MONTHS_OF: &[(&str, &str, u8)] =
    &[("hr", "listopada", 10), ("hr", "listopad", 10), ("lt", "liepos", 7)];

#[rustfmt::skip]
/// Words that may stand between the parts of a date or between date and time.
pub(super) const BETWEEN: &[&str] = &[
    "de", "del", "of", "the", "st", "nd", "rd", "th", "er", "à", "a", "at", "um", "kl", "klo", "ore", "alle", "alle ore",
    "o", "godz", "в", "о", "в", "saat", "om", "às", "as", "los", "las", "den", "am", "on", "uhr", "h", "г", "р", "rok",
    "roku", "ב", "в", "năm", "ngày", "lúc", "pukul", "jam", "की", "को", "م", "في", "το", "στις",
];

#[rustfmt::skip]
/// Words that tell a change from a publication; compared as beginnings of words.
pub(super) const UPDATED: &[&str] = &[
    "updat", "modif", "revis", "edited", "changed", "amended", "aktualis", "geändert", "überarbeitet", "letzte änderung",
    "bearbeitet", "mis à jour", "mise à jour", "màj", "maj ", "actualis", "actualiz", "aggiorna", "ultima modifica",
    "atualiz", "bijgewerkt", "gewijzigd", "laatste update", "uppdaterad", "senast", "ändrad", "opdater", "ændret", "oppdater",
    "endret", "sist", "päivitet", "muokattu", "uppfært", "aktualiz", "zaktualiz", "zmienion", "upraven", "změn",
    "frissít", "módos", "actualiz", "güncelle", "son güncelle", "обновл", "изменен", "оновлен", "змінен", "ενημέρ", "تحديث",
    "آخر تحديث", "עודכן", "עדכון", "更新", "最終更新", "修正", "수정", "업데이트", "최종", "cập nhật", "diperbarui", "अपडेट", "अद्यतन", "last ",
];

#[rustfmt::skip]
/// Words that tell a publication; compared as beginnings of words.
pub(super) const PUBLISHED: &[&str] = &[
    "publish", "posted", "post date", "first ", "released", "issued", "created", "written on", "veröffentlich", "erschien",
    "publiziert", "stand", "erstellt", "publi", "posté", "créé", "creado", "pubblicat", "creato", "criado", "gepubliceerd", "geplaatst",
    "publicer", "skapad", "julkaistu", "luotu", "birt", "publikov", "vydán", "opublik", "dodano", "megjelen", "közzé",
    "yayın", "oluştur", "giriş", "опублик", "создан", "опубл", "створен", "δημοσ", "نشر", "فورסם", "פורסם", "公開", "発行", "投稿",
    "掲載", "发布", "發布", "입력", "등록", "게재", "작성", "đăng", "diterbitkan", "प्रकाशित", "पोस्ट",
];

/// Zones by their letters, in minutes east of Greenwich. Letters that mean several zones stand for the one most
/// pages mean; `ET`, `PT` and the like name no offset and are left out.
pub(super) const ZONES: &[(&str, i16)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("bst", 60),
    ("west", 60),
    ("cet", 60),
    ("mez", 60),
    ("wat", 60),
    ("cest", 120),
    ("mesz", 120),
    ("cat", 120),
    ("sast", 120),
    ("eet", 120),
    ("eest", 180),
    ("msk", 180),
    ("eat", 180),
    ("trt", 180),
    ("ist", 330),
    ("pkt", 300),
    ("gst", 240),
    ("npt", 345),
    ("sgt", 480),
    ("hkt", 480),
    ("myt", 480),
    ("awst", 480),
    ("wib", 420),
    ("ict", 420),
    ("jst", 540),
    ("kst", 540),
    ("acst", 570),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
    ("brt", -180),
    ("ast", -240),
    ("adt", -180),
    ("est", -300),
    ("edt", -240),
    ("cst", -360),
    ("cdt", -300),
    ("mst", -420),
    ("mdt", -360),
    ("pst", -480),
    ("pdt", -420),
    ("akst", -540),
    ("akdt", -480),
    ("hst", -600),
];
