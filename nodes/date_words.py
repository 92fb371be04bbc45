"""Days, weekdays and months as people say them in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

import re
from collections.abc import Iterable

from engine.number_words import HOURS, NUMBERS
from nodes.phrases import bare_words, phrases

_AWAY = {
    (0,): "today, tonight, hoy, hoje, आज, aaj, اليوم, النهارده, hari ini",
    (1,): "tomorrow, tmrw, tomorow, mañana, amanhã, غدا, غد, بكرة, بكرا, besok, esok",
    (-1,): "yesterday, ayer, ontem, أمس, امبارح, مبارح, kemarin",
    (2,): "day after tomorrow, pasado mañana, depois de amanhã, بعد غد, بعد بكرة, lusa, besok lusa",
    (
        -2,
    ): "day before yesterday, anteayer, antier, antes de ayer, anteontem, أول أمس, قبل أمس, kemarin lusa, kemarin dulu",
    (1, -1): "कल, kal",  # both: what else is asked decides
    (2, -2): "परसों, parso, parson",
    (): "la mañana, por la mañana, tomorrow's, today's",
}
_WEEKDAYS = {
    0: "monday, mon, lunes, segunda-feira, segunda, सोमवार, الاثنين, اثنين, senin",
    1: "tuesday, tue, tues, martes, terça-feira, terça, मंगलवार, الثلاثاء, ثلاثاء, selasa",
    2: "wednesday, wed, miércoles, quarta-feira, quarta, बुधवार, الأربعاء, اربعاء, rabu",
    3: "thursday, thu, thurs, jueves, quinta-feira, quinta, गुरुवार, बृहस्पतिवार, वीरवार, الخميس, خميس, kamis",
    4: "friday, fri, viernes, sexta-feira, sexta, शुक्रवार, الجمعة, جمعة, jumat, jum'at",
    5: "saturday, sat, sábado, शनिवार, السبت, سبت, sabtu",
    6: "sunday, sun, domingo, रविवार, इतवार, الأحد, احد, minggu, ahad",
}
_MONTHS = {
    1: "january, jan, enero, ene, janeiro, जनवरी, يناير, كانون الثاني, januari",
    2: "february, feb, febrero, fevereiro, fev, फ़रवरी, فبراير, شباط, februari, pebruari",
    3: "march, mar, marzo, março, मार्च, مارس, آذار, maret",
    4: "april, apr, abril, abr, अप्रैल, أبريل, نيسان",
    5: "may, mayo, maio, mai, मई, مايو, أيار, mei",
    6: "june, jun, junio, junho, जून, يونيو, حزيران, juni",
    7: "july, jul, julio, julho, जुलाई, يوليو, تموز, juli",
    8: "august, aug, agosto, ago, अगस्त, أغسطس, آب, agustus, agu, ags",
    9: "september, sep, sept, septiembre, setiembre, setembro, set, सितंबर, सितम्बर, سبتمبر, أيلول",
    10: "october, oct, octubre, outubro, out, अक्टूबर, अक्तूबर, أكتوبر, تشرين الأول, oktober, okt",
    11: "november, nov, noviembre, novembro, नवंबर, नवम्बर, نوفمبر, تشرين الثاني, nopember",
    12: "december, dec, diciembre, dic, dezembro, dez, दिसंबर, दिसम्बर, ديسمبر, كانون الأول, desember, des",
}
# “next Friday” is tomorrow to some on a Thursday, and a week later to others: no word of these, as अगले and depan
_BESIDE = """
    on this coming el este la esta en próximo próxima que viene a o na no nesta neste em vem hari ini को يوم في pada
    القادم القادمة المقبل المقبلة الجاي الجاية
"""
# between two days, as in “from 3 to 5 March” and “3 or 4 March”, and what may stand before each of them
_JOINS = """
    to or and till until through thru a al hasta y o u e ou até ao à से या और तक se ya aur tak إلى لغاية حتى أو و
    sampai hingga sd s d atau dan ke
"""
_ARTICLES = "the el los dia día tanggal tgl तारीख يوم"
# “in 3 days”, “3 days ago”: what stands before the number and the unit, or behind them
_AHEAD = "in, en, em, dentro de, daqui a, dalam, بعد", "बाद, में, baad, mein, lagi"
_AGO = "hace, há, قبل, منذ", "ago, atrás, पहले, pehle, lalu, yang lalu"
_UNITS = {
    "days": "day, days, día, días, dia, dias, दिन, din, يوم, أيام, يوما, hari",
    "weeks": "week, weeks, semana, semanas, हफ़्ते, हफ़्ता, सप्ताह, أسبوع, أسابيع, minggu",
    "months": "month, months, mes, meses, mês, महीने, महीना, माह, شهر, أشهر, شهور, bulan",
    "years": "year, years, año, años, ano, anos, साल, वर्ष, سنة, سنوات, عام, أعوام, tahun",
}
_AMOUNTS = {  # a word that says how many and of what; يوم alone is also the “day” of a weekday
    (1, "days"): "sehari",
    (1, "weeks"): "أسبوع, seminggu",
    (1, "months"): "شهر, sebulan",
    (1, "years"): "سنة, عام, setahun",
    (2, "days"): "يومين",
    (2, "weeks"): "أسبوعين",
    (2, "months"): "شهرين",
    (2, "years"): "سنتين, عامين",
}
_ONE, _FIRST = "a, an, un", "primero, primeiro, first"
# “3 days after tomorrow”, “a week before 5 May”; of “3 days from 5 May” nobody knows whether they begin or end there
_AFTER = "after, from, después de, después del, depois de, depois do, setelah, sesudah, بعد"
_BEFORE = "before, antes de, antes del, antes do, sebelum, قبل"
_SINCE = "desde, a partir de, a partir del, a partir do, dari, mulai, sejak, من"
_SINCE_BEHIND = "से"  # behind the day
_NOW = "now, ahora, agora, sekarang, الآن"
_LASTING = "for, por, durante, selama, لمدة"
_DOUBTFUL = "may, mar, mai, set, out, ago, dez, آب"  # other words, too: “may I come on 3/4?”


def said(phrases: str) -> set[str]:
    """How the phrases, listed with commas or on lines of their own, look in a reply of bare words."""
    return {" ".join(bare_words(phrase)) for phrase in re.split(r"[,\n]", phrases) if phrase.strip()}


def any_of(phrases: Iterable[str]) -> str:
    """A pattern of them, a longer phrase before those inside it."""
    return "|".join(sorted((phrase.replace(" ", "[ ]") for phrase in phrases), key=len, reverse=True))


(AHEAD_BEFORE, AHEAD_BEHIND), (AGO_BEFORE, AGO_BEHIND) = map(said, _AHEAD), map(said, _AGO)
AFTER, BEFORE, SINCE, SINCE_BEHIND = map(said, (_AFTER, _BEFORE, _SINCE, _SINCE_BEHIND))
NOW, LASTING = said(_NOW), said(_LASTING)
UNITS = {word: unit for unit, some in _UNITS.items() for word in said(some)}
AMOUNTS = {word: amount for amount, some in _AMOUNTS.items() for word in said(some)}
ONE, FIRST = frozenset(said(_ONE)), frozenset(said(_FIRST))
NUMBER_WORDS = {word for some in NUMBERS.values() for word in said(some)}
HOUR_WORDS = {word for hour, some in HOURS.items() for word in said(f"{NUMBERS[hour]}, {some}")}
DAYS_AWAY, WEEKDAYS = phrases(_AWAY), phrases(_WEEKDAYS)
MONTHS = {" ".join(words): month for words, month in phrases(_MONTHS).items()}
SURE_MONTHS = frozenset(MONTHS) - said(_DOUBTFUL)
JOINS, ARTICLES = (frozenset(bare_words(some)) for some in (_JOINS, _ARTICLES))
BESIDE_A_WEEKDAY = frozenset(bare_words(_BESIDE))
FILLERS = frozenset(bare_words("de del of the da do من"))
