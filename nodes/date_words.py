"""Days, weekdays and months as people say them in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

import re
from collections.abc import Iterable

from engine.number_words import HOURS, NUMBERS
from engine.small_words import WISHES
from nodes.manners import MANNERS
from nodes.phrases import Phrases, bare_words, phrases
from nodes.time_words import MARKS

_AWAY = {
    (0,): "today, tonight, hoy, hoje, hj, आज, aaj, اليوم, النهارده, hari ini",
    (1,): "tomorrow, tmrw, tmr, tomorow, mañana, amanhã, غدا, غد, بكرة, بكرا, besok, bsk, esok",
    (-1,): "yesterday, ayer, ontem, أمس, امبارح, مبارح, kemarin",
    (2,): """
        day after tomorrow, day after tmrw, day after tmr, day after tomorow, pasado mañana
        depois de amanhã, dps de amanhã, بعد غد, بعد بكرة, بعد بكرا, lusa, besok lusa
    """,
    (
        -2,
    ): "day before yesterday, anteayer, antier, antes de ayer, anteontem, أول أمس, قبل أمس, kemarin lusa, kemarin dulu",
    (1, -1): "कल, kal",  # both: what else is asked decides
    (2, -2): "परसों, परसो, parso, parson",
    (): "la mañana, por la mañana, tomorrow's, today's",
}
_WEEKDAYS = {
    0: "monday, mon, lunes, segunda-feira, segunda feira, segunda, सोमवार, somvar, somwar, الاثنين, اثنين, senin",
    1: """
        tuesday, tue, tues, martes, terça-feira, terça feira, terça, मंगलवार, mangalvar, mangalwar
        الثلاثاء, ثلاثاء, selasa
    """,
    2: """
        wednesday, wed, miércoles, quarta-feira, quarta feira, quarta, बुधवार, budhvar, budhwar
        الأربعاء, اربعاء, rabu
    """,
    3: """
        thursday, thu, thurs, jueves, quinta-feira, quinta feira, quinta
        गुरुवार, बृहस्पतिवार, वीरवार, guruvar, guruwar, الخميس, خميس, kamis
    """,
    4: """
        friday, fri, viernes, sexta-feira, sexta feira, sexta, शुक्रवार, shukravar, shukrawar
        الجمعة, جمعة, jumat, jum'at
    """,
    5: "saturday, sat, sábado, शनिवार, shanivar, shaniwar, السبت, سبت, sabtu",
    6: "sunday, sun, domingo, रविवार, इतवार, ravivar, raviwar, itvar, itwar, الأحد, احد, minggu, ahad",
}
_SHORT_WEEKDAYS = {  # other words, too, in a sentence; “mar” alone is also March
    0: "lun, seg",
    1: "ter",
    2: "mié, qua",
    3: "jue, qui",
    4: "vie, sex",
    5: "sáb",
    6: "dom",
}
# too often other words, as “the sun”, “la segunda” (the second), اثنين (two) and “minggu ini” (this week)
_SHORT_OR_OTHER = "mon, tue, tues, wed, thu, thurs, fri, sat, sun, segunda, اثنين, احد, minggu"
_MONTHS = {
    1: "january, jan, enero, ene, janeiro, जनवरी, يناير, كانون الثاني, januari",
    2: "february, feb, febrero, fevereiro, fev, फ़रवरी, فبراير, شباط, februari, pebruari",
    3: "march, mar, marzo, março, मार्च, مارس, آذار, maret",
    4: "april, apr, abril, abr, अप्रैल, أبريل, نيسان",
    5: "may, mayo, maio, mai, मई, مايو, أيار, mei",
    6: "june, jun, junio, junho, जून, يونيو, حزيران, juni",
    7: "july, jul, julio, julho, जुलाई, يوليو, تموز, juli",
    8: "august, aug, agosto, ago, अगस्त, أغسطس, آب, agustus, agu, ags, agt",
    9: "september, sep, sept, septiembre, setiembre, setembro, set, सितंबर, सितम्बर, سبتمبر, أيلول",
    10: "october, oct, octubre, outubro, out, अक्टूबर, अक्तूबर, أكتوبر, تشرين الأول, oktober, okt",
    11: "november, nov, noviembre, novembro, नवंबर, नवम्बर, نوفمبر, تشرين الثاني, nopember",
    12: "december, dec, diciembre, dic, dezembro, dez, दिसंबर, दिसम्बर, ديسمبر, كانون الأول, desember, des",
}
# “next Friday” is tomorrow to some on a Thursday, and a week later to others: no word of these, as अगले and depan
_BESIDE = """
    on this coming el este la esta en próximo próxima que q viene a o na no nesta neste em vem hari ini को ko يوم في pada
    القادم القادمة المقبل المقبلة الجاي الجاية
"""
# beside an hour “good evening” tells which half of the day, and “one for me” is none
_BESIDE_IN_FULL = """
    good morning, good afternoon, good evening, selamat pagi, selamat siang, selamat sore, selamat malam, صباح الخير, مساء الخير
    for me, para mim, pra mim, come, for, only, just, i can, solo, sólo, al, para, puedo, só, apenas, posso, pra
    सिर्फ, इस, में, بس, فقط, عندي, untuk, hanya, at noon, à tarde, pela manhã, en la mañana, en la tarde, en la noche
"""
_HOLIDAYS = "is good friday"  # and not “is good”, “Friday”
# between two days, as in “from 3 to 5 March” and “3 or 4 March”, and what may stand before each of them
_JOINS = """
    to or and till until through thru a al hasta y o u e ou até ao à से या और तक se ya aur tak إلى لغاية حتى أو و
    sampai hingga sd s d atau dan ke
"""
_ARTICLES, _BEHIND_A_DAY = "the el los dia día tanggal tgl يوم", "तारीख tarikh tareekh"
# “in 3 days”, “3 days ago”: what stands before the number and the unit, or behind them
_AHEAD = "in, en, em, dentro de, daqui a, daqui, dalam, بعد", "बाद, में, baad, mein, lagi"
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
_ONE, _FIRST = "a, an, un", "primero, primeiro, first, पहली, أول"
# “3 days after tomorrow”, “a week before 5 May”; of “3 days from 5 May” nobody knows whether they begin or end there
_AFTER = "after, from, después de, después del, depois de, depois do, dps de, setelah, sesudah, بعد"
_BEFORE = "before, antes de, antes del, antes do, sebelum, قبل"
_OTHER_SIDE = """
    after before until till después depois dps antes hasta até setelah sesudah sebelum sampai hingga بعد قبل حتى لغاية
"""
_OTHER_SIDE_BEHIND, _CASES = "बाद पहले तक baad pehle tak", "के से ke se"
_OR = "or, ou, या, أو, atau, o pasado, o el, o al"  # “o” is also “the”, and “ya” is also “yes”
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
WEEKDAYS_ALONE = Phrases(WEEKDAYS | phrases(_SHORT_WEEKDAYS))
MONTHS = {" ".join(words): month for words, month in phrases(_MONTHS).items()}
SURE_MONTHS = frozenset(MONTHS) - said(_DOUBTFUL)
JOINS, BEHIND_A_DAY = frozenset(bare_words(_JOINS)), frozenset(bare_words(_BEHIND_A_DAY))
ARTICLES = BEHIND_A_DAY | frozenset(bare_words(_ARTICLES))
OTHER_SIDE, OTHER_SIDE_BEHIND, CASES = (
    frozenset(bare_words(some)) for some in (_OTHER_SIDE, _OTHER_SIDE_BEHIND, _CASES)
)
OR = frozenset(said(_OR))
BESIDE_A_WEEKDAY = frozenset(bare_words(_BESIDE))
_IN_FULL: dict[tuple[str, ...], bool] = {
    **{(word,): True for word in BESIDE_A_WEEKDAY | WISHES},
    **{day: True for day in WEEKDAYS if " ".join(day) not in said(_SHORT_OR_OTHER)},
}
IN_FULL_WITH_MANNERS: Phrases[bool] = Phrases(
    {**MANNERS, **phrases({True: f"{_BESIDE_IN_FULL}, {MARKS}", False: _HOLIDAYS}), **_IN_FULL}
)
FILLERS = frozenset(bare_words("de del of the da do من"))
