"""Numbers beside a date that are plainly no day: hours, people, money, a room, a house. In six languages.

without_other_numbers("table for two, 5 may at 7")    ' ,5 may '
"""

import re
from functools import cache

from nodes.date_words import ARTICLES, FILLERS, HOUR_WORDS, JOINS, MONTHS, NUMBER_WORDS, any_of, said

COUNTED = """
    people, persons, person, pax, of us, guests, adults, kids, children, seats, tickets, rooms, nights
    personas, persona, invitados, comensales, adultos, niños, niñas, plazas, entradas, boletos, habitaciones, noches
    pessoas, pessoa, convidados, crianças, lugares, ingressos, quartos, noites
    लोग, लोगों, व्यक्ति, व्यक्तियों, मेहमान, मेहमानों, बच्चे, log, logon
    شخص, أشخاص, أفراد, ضيوف, بالغين, أطفال, مقاعد, تذاكر, ليال, ليالي
    orang, org, tamu, anak, kursi, tiket
"""
MONEY = """
    dollar, dollars, usd, euro, euros, eur, pounds, gbp, rupees, rs, inr, pesos, mxn, reais, brl, rupiah, rp, idr, ribu
    रुपये, रुपए, ريال, درهم, جنيه, دينار, دولار, percent
"""
_GROUPS = """
    we are, we're, we will be, we'll be, table for, table of, party of, group of, family of
    somos, seremos, vamos ser, mesa para, mesa de, grupo de, família de
    हम, نحن, احنا, مجموعة من, meja untuk, meja buat, rombongan
"""
_PLACES = """
    apt, apartment, flat, room, house, suite, unit, apto, apartamento, depto, departamento, casa, piso, habitación, sala
    bloco, andar, kamar, rumah, blok, मकान, घर, कमरा, फ्लैट, شقة, غرفة, بيت, منزل, number, número, nomor, नंबर, رقم
"""
_STREETS = "calle, avenida, avda, carrera, rua, jalan, jl, गली, सड़क, شارع"
_STREETS_BEHIND = "street, road, avenue, ave, lane, drive"
_HOURS_BEFORE = "at, a las, a la, às, jam, pukul, الساعة"
_HOURS_BEHIND = """
    am, pm, oclock, o'clock, h, hs, hrs, hours, horas, hora, बजे, baje, in the morning, in the afternoon
    in the evening, at night, de la mañana, de la tarde, de la noche, da manhã, da tarde, da noite
    صباحا, ظهرا, عصرا, مساء, ليلا
"""

_NOT_AT = "after, before, después de, depois de, depois, antes de, setelah, sesudah, sebelum, بعد, قبل"
_NOT_AT_BEHIND = "के बाद, से पहले, ke baad, se pehle"


def _phrases(some: str) -> str:
    return any_of(said(some))


_MONTH, _JOIN, _SMALL = any_of(MONTHS), any_of({*JOINS, "s/d"}), any_of(FILLERS | ARTICLES)
_END = r"(?![\w\u0900-\u0963])"  # to Python, vowel signs of Hindi are no part of a word
_NUMBER = rf"(?:\d{{1,3}}|{any_of(NUMBER_WORDS)})"
_HOUR = rf"(?:(?:[01]?\d|2[0-4])(?:[:h]\d\d(?::\d\d)?|h)?(?!\d)|{any_of(HOUR_WORDS)})"
_AND = rf"(?:[ ]?[-\u2013][ ]?|[ ](?:{_JOIN})[ ])"  # “2-3 pm”, “3 or 4 people”
_PART_OF_DAY = rf"(?:[ap][.]?[ ]?m\b[.]?|{_phrases(_HOURS_BEHIND)}){_END}"
_CLOCK = rf"(?:(?:[01]?\d|2[0-4])[:h]\d\d(?::\d\d)?(?!\d)(?:[ ]?{_PART_OF_DAY})?|{_HOUR}[ ]?{_PART_OF_DAY})"
_AFTER = rf"(?:(?:{_phrases(_NOT_AT)})[ ](?:(?:las|la|das|the)[ ])?)?"  # “after 5 pm tomorrow” is tomorrow
_AFTER_IT = rf"(?:[ ](?:{_phrases(_NOT_AT_BEHIND)}){_END})?"
_NO_DAY = "".join(rf"(?<!\b{article}[ ])" for article in sorted(ARTICLES - {"the"}))  # “el 5 de la tarde” is a day
_AMOUNT = r"\d{1,3}(?:[.,]?\d{3}){0,4}(?:[.,]\d\d)?"
_NAME = rf"(?:[ ](?!(?:{_MONTH}){_END})[^\W\d_][^\s\d,.]*)"
_NO_DATE = rf"""{_END}(?![ ]?[-/.:&\u2010-\u2015][ ]?\d|[ ](?:(?:{_SMALL})[ ])?(?:{_MONTH}){_END}
    |[ ](?:{_JOIN})[ ](?:(?:{_SMALL})[ ])*\d)"""  # “at 3 or 4 May” are two days
_OTHERS = rf"""(?<![\w.:/-]) (?:
      (?P<date>
          \d{{1,2}}(?:st|nd|rd|th|o|a)?(?:[ ](?:{_SMALL})){{0,2}}[ ](?:{_MONTH}){_END}
        | (?:{_MONTH})[ ]\d{{1,2}}(?=[ ]?[-\u2013][ ]?{_CLOCK})                              # “May 5 - 6 pm” is the 5th
        | (?:{_MONTH})[ ]\d{{1,2}}[ ](?:(?:{_JOIN})[ ]|\u0648){_CLOCK} )                     # “May 5 or 6 pm” is in doubt
    | \u0648?{_NO_DAY}{_AFTER}(?:{_HOUR}{_AND})?{_CLOCK}{_AFTER_IT}
    | {_AFTER}(?:{_phrases(_HOURS_BEFORE)})[ ](?:(?:{_HOUR}{_AND})?{_CLOCK}|{_HOUR}(?:{_AND}{_HOUR})?{_NO_DATE})
    | a[ ]uma{_END}                                                                          # à uma
    | (?:(?:for|para|untuk)[ ])?[\u0644\u0648]?{_NUMBER}(?:{_AND}{_NUMBER})?[ ]?(?:{_phrases(COUNTED)}){_END}
    | (?:{_phrases(_GROUPS)})[ ]{_NUMBER}{_NO_DATE}
    | (?:[a-z]{{0,2}}[$€£₹]|(?:{_phrases(MONEY)})[.]?)[ ]?{_AMOUNT}{_NO_DATE}
    | {_AMOUNT}[ ]?(?:[$€£₹%](?![ ]?\d)|(?:{_phrases(MONEY)}){_END})
    | (?:(?:{_phrases(_PLACES)})[.]?[ ](?:(?:{_phrases(_PLACES)}|no|nr)[.]?[ ])?|\#[ ]?)\d{{1,5}}{_NO_DATE}
    | (?:{_phrases(_STREETS)})[.]?{_NAME}{{0,3}}[ ,]{{1,2}}\d{{1,5}}{_NO_DATE}
    | \d{{1,5}}{_NAME}{{1,2}}[ ](?:{_phrases(_STREETS_BEHIND)}){_END}
    )"""


@cache  # it takes a while, which is not to be part of every start
def _others() -> re.Pattern[str]:
    return re.compile(_OTHERS, re.VERBOSE)


def without_other_numbers(text: str) -> str:
    """Of a text in small letters, without accents."""
    return _others().sub(lambda found: found["date"] or " ", text)
