"""Two numbers with a slash that are no day and month: “5/6 people”, “5/6 pm”, “3/4 cup”, “rated 4/5”, “open 24/7”.

without_fractions("table for 5/6 people, 7/8")    'table for  , 7/8'
"""

import re
from functools import cache

from nodes.date_words import any_of, said
from nodes.other_numbers import COUNTED, MONEY

_HOURS = "am, pm, a m, p m, oclock, o'clock, h, hs, hrs, hours, horas, बजे, baje"  # “5/6 in the morning” is a day
_PARTS = """
    cup, cups, star, stars, kg, kilo, kilos, litre, litres, liter, liters, taza, tazas, estrella, estrellas, litro, litros
    xícara, xícaras, estrela, estrelas, कप, तारे, सितारे, किलो, كوب, نجمة, نجوم, كيلو, cangkir, gelas, bintang
"""
_RATED = """
    rated, rated it, rating, rating of, rating is, score, score of, score is, puntuación, puntuación de, calificación
    calificación de, avaliação, avaliação de, रेटिंग, تقييم, skor
"""
_OPEN = """
    open, opened, available, work, works, running, abierto, abierta, abiertos, disponible, disponibles, atienden
    aberto, aberta, abertos, disponível, disponíveis, atendem, खुला, खुले, उपलब्ध, مفتوح, مفتوحة, متاح, متوفر, buka
"""
_SERVICE = "support, service, help, delivery, soporte, servicio, suporte, serviço, atendimento, सेवा, layanan"
_COUNTED, _PART, _RATES, _ALWAYS, _SERVED = (
    any_of(said(some)) for some in (f"{COUNTED}, {MONEY}, {_HOURS}", _PARTS, _RATED, _OPEN, _SERVICE)
)
_END = r"(?![\w\u0900-\u0963])"  # to Python, vowel signs of Hindi are no part of a word
_WHOLE = r"(?![\d/.-]*\d)"  # no year behind it
_NO_DAY = rf"""(?<![\w.:/-])(?:
      (?:{_ALWAYS})[ ]24/7{_WHOLE} | 24/7[ ](?:{_SERVED}){_END}    # “24/7 works for me” is the 24th
    | (?:(?P<rated>{_RATES})[ ])?(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}}){_WHOLE}
      (?(rated)|[ ]?(?:(?:(?:of|of[ ]a|de)[ ])?(?P<part>{_PART}){_END}|[$€£₹]|(?:[ap][.]m|{_COUNTED}){_END})(?![ ]?:?[ ]?\d))
    )"""


@cache  # it takes a while, which is not to be part of every start
def _no_day() -> re.Pattern[str]:
    return re.compile(_NO_DAY, re.VERBOSE)


def without_fractions(text: str) -> str:
    """Of a text in small letters, without accents."""
    return _no_day().sub(lambda match: match[0] if _is_day(match) else " ", text)


def _is_day(match: re.Match[str]) -> bool:
    """“31/1 for people” and “12/5 pm” count nothing upwards."""
    if match["one"] is None:
        return False
    one, two = int(match["one"]), int(match["two"])
    return one > two or (one == two and not (match["rated"] or match["part"]))
