"""The time of day as people say it in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from typing import Literal, TypeAlias

from engine.number_words import HOURS, NUMBERS
from nodes.manners import MANNERS
from nodes.phrases import Phrases, listed, phrases

Mark: TypeAlias = Literal["am", "pm", "noon", "day", "night"]
Token: TypeAlias = tuple[str, int | str]

_BARE_HOURS = {  # خامسة, without its article
    hour: ", ".join(one.removeprefix("ال") for one in some.split(", ")) for hour, some in HOURS.items()
}
WHICH_DAY = "whichday"  # stands for the day right before an hour
# Full names, for “sex às 5” and “sun at 5” are doubtful; “friday 5” is the fifth, so an “at” has to follow.
DAYS_BEFORE_AN_HOUR = """
    today, tomorrow, day after tomorrow, monday, tuesday, wednesday, thursday, friday, saturday, sunday
    on monday, on tuesday, on wednesday, on thursday, on friday, on saturday, on sunday
    hoy, mañana, pasado mañana, lunes, martes, miércoles, jueves, viernes, sábado, domingo
    hoje, amanhã, depois de amanhã, segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira
    terça, quarta, quinta, sexta, na terça, na quarta, na quinta, na sexta, na segunda-feira, na sexta-feira
"""
ATS = "at, a las, a la, às"
WORDS: dict[Token, str] = {
    **{
        ("number", number): f"{some}, {HOURS.get(number, '')}, {_BARE_HOURS.get(number, '')}"
        for number, some in NUMBERS.items()
    },
    ("part", 15): """
        quarter, a quarter, cuarto, un cuarto, um quarto, الربع, ربع, ربعا, والربع, وربع, وربعا, seperempat
    """,
    ("part", 20): "الثلث, ثلث, ثلثا, والثلث, وثلث, وثلثا",
    ("part", 30): "media, meia, النصف, نصف, والنصف, ونصف, نص, ونص",
    ("half", 30): "half",
    ("before", 30): "setengah",  # setengah tiga is half past two
    ("shift", 15): "सवा, sava",  # सवा दो is 2:15
    ("shift", 30): "साढ़े, sadhe, saadhe",
    ("shift", -15): "पौने, paune",
    ("said", 90): "डेढ़, dedh",
    ("said", 150): "ढाई, dhai",
    ("fixed", 720): "noon, midday, mediodía, meio-dia, meio dia, منتصف النهار, tengah hari",
    ("fixed", 0): "midnight, medianoche, meia-noite, meia noite, आधी रात, منتصف الليل, tengah malam",
    ("joins", ""): "y, e, و, lewat, lebih",
    ("or", ""): "or, o, ou, या, أو, atau",
    ("past", ""): "past, after",
    ("minus", ""): "menos, kurang, إلا",
    ("to", ""): "to",
    ("by", ""): "by",
    ("till", ""): "till",
    ("for", ""): "para as, para a, para las, para la, para, pra, pras",
    ("from", ""): "से, se",  # between two hours: “5 से 6 बजे”
    # whatever stands beside it is only the latest that will do
    ("limit", ""): """
        at the latest, at latest, latest, the latest is, a más tardar, como muy tarde, como máximo, lo más tarde
        no máximo, o mais tardar, no mais tardar, على الأكثر, على أقصى تقدير, كحد أقصى
        paling lambat, selambat-lambatnya, selambatnya, maksimal, ज़्यादा से ज़्यादा, देर से देर
    """,
    # another time than the one beside it: “before 5”, “5 बजे के बाद”, “2 jam lagi”
    ("away", ""): """
        before, until, antes, antes de, después, después de, hasta, depois, depois de, dps, dps de, até
        بعد, قبل, حتى, لغاية, sampai, hingga
        setelah, sesudah, sebelum, dalam
    """,
    ("away_behind", ""): "के बाद, बाद, से पहले, पहले, तक, tak, ke baad, baad, se pehle, pehle, lagi",
    ("unit", ""): "minute, minutes, min, mins, minuto, minutos, मिनट, minat, دقيقة, دقائق, menit",
    ("unknown", ""): "at once",  # no eleven in Spanish
    ("at", ""): """
        o'clock, oclock, sharp, h, hs, hr, hrs, en punto, em ponto, बजे, बजकर, baje, تماما, tepat, jam, pukul, الساعة
    """,
    ("mark", "am"): """
        am, a m, in the morning, morning, de la mañana, por la mañana, da manhã, de manhã, de la madrugada, da madrugada
        a la mañana
        सुबह, सवेरे, subah, صباحا, الصبح, الصباح, ص, فجرا, الفجر, قبل الظهر, pagi
    """,
    ("mark", "pm"): """
        pm, p m, in the afternoon, afternoon, in the evening, evening, de la tarde, por la tarde, da tarde, de tarde
        a la tarde
        शाम, shaam, مساء, المساء, م, عصرا, العصر, بعد الظهر, sore, petang
    """,
    ("mark", "noon"): "ظهرا, الظهر",
    ("mark", "day"): "दोपहर, dopahar, siang",
    ("mark", "night"): """
        at night, night, tonight, de la noche, por la noche, da noite, de noite, à noite, a la noche, रात, raat
        ليلا, بالليل, الليل, malam
    """,
    ("day", ""): WHICH_DAY,
    ("beside", ""): """
        at, by at, around, about, maybe, please, the, a, las, la, el, los, sobre, hacia, horas, hora, às, ao, os, das
        por volta das, के, को, करीब, लगभग, ke, ko, في, على, حوالي, sekitar, kira-kira
    """,
}
BESIDE_IT: Token = ("beside", "")
TOKENS: Phrases[Token] = Phrases({**dict.fromkeys(MANNERS, BESIDE_IT), **phrases(WORDS)})
MARKS = ", ".join(", ".join(listed(some)) for (kind, _), some in WORDS.items() if kind == "mark")
