"""Numbers and places in a list as people say them in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from engine.numbers_to_hundred import TO_A_HUNDRED
from engine.phrase_tables import phrases
from engine.replies_text import bare_words
from engine.small_words import COUNTERS, POLITE, WISHES

NUMBERS = {
    0: "zero, cero, शून्य, صفر, nol",
    1: "one, una, uno, uma, um, एक, ek, واحد, واحدة, وحدة, satu",
    2: "two, dos, dois, duas, दो, do, اثنين, اثنان, ثنتين, dua",
    3: "three, tres, três, तीन, teen, ثلاثة, ثلاث, تلاتة, tiga",
    4: "four, cuatro, quatro, चार, char, chaar, اربعة, اربع, empat",
    5: "five, cinco, पांच, पाँच, paanch, panch, خمسة, خمس, lima",
    6: "six, seis, छह, छः, छे, chhe, ستة, ست, enam",
    7: "seven, siete, sete, सात, saat, سبعة, سبع, tujuh",
    8: "eight, ocho, oito, आठ, aath, ثمانية, ثماني, تمانية, delapan",
    9: "nine, nueve, nove, नौ, nau, تسعة, تسع, sembilan",
    10: "ten, diez, dez, दस, عشرة, عشر, sepuluh",
    11: "eleven, once, onze, ग्यारह, gyarah, احد عشر, حداشر, sebelas",
    12: "twelve, doce, doze, बारह, barah, اثنا عشر, اتناشر, dua belas",
    13: "thirteen, trece, treze, तेरह, ثلاثة عشر, tiga belas",
    14: "fourteen, catorce, catorze, quatorze, चौदह, اربعة عشر, empat belas",
    15: "fifteen, quince, quinze, पंद्रह, خمسة عشر, lima belas",
    16: "sixteen, dieciséis, dezesseis, dezasseis, सोलह, ستة عشر, enam belas",
    17: "seventeen, diecisiete, dezessete, dezassete, सत्रह, سبعة عشر, tujuh belas",
    18: "eighteen, dieciocho, dezoito, अठारह, ثمانية عشر, delapan belas",
    19: "nineteen, diecinueve, dezenove, dezanove, उन्नीस, تسعة عشر, sembilan belas",
    20: "twenty, veinte, vinte, बीस, عشرون, عشرين, dua puluh",
    25: "twenty five, twenty-five, veinticinco, vinte e cinco, dua puluh lima",
    30: "thirty, treinta, trinta, तीस, ثلاثون, ثلاثين, tiga puluh",
    40: "forty, cuarenta, quarenta, चालीस, اربعون, اربعين, empat puluh",
    45: "forty five, forty-five, cuarenta y cinco, quarenta e cinco, empat puluh lima",
    50: "fifty, cincuenta, cinquenta, पचास, خمسون, خمسين, lima puluh",
}
HOURS = {  # in Arabic the hours are places, of the feminine
    1: "الواحدة",
    2: "الثانية",
    3: "الثالثة",
    4: "الرابعة",
    5: "الخامسة",
    6: "السادسة",
    7: "السابعة",
    8: "الثامنة",
    9: "التاسعة",
    10: "العاشرة",
    11: "الحادية عشرة, الحادية عشر",
    12: "الثانية عشرة, الثانية عشر",
}
LAST = -1
_PLACES = {
    LAST: "last, último, última, a última, आखिरी, अंतिम, aakhiri, الأخير, الأخيرة, terakhir",
    1: "first, 1st, primero, primera, primer, primeiro, primeira, a primeira,"
    "पहला, पहली, पहले, pehla, pehli, الأول, الأولى, pertama",
    2: "second, 2nd, segundo, segunda, दूसरा, दूसरी, दूसरे, dusra, doosra, dusri, الثاني, kedua",
    3: "third, 3rd, tercero, tercera, tercer, terceiro, terceira, a terceira, तीसरा, तीसरी, तीसरे, teesra, tisra, الثالث, ketiga",
    4: "fourth, 4th, cuarto, cuarta, quarto, quarta, चौथा, चौथी, चौथे, chautha, الرابع, keempat",
    5: "fifth, 5th, quinto, quinta, पाँचवाँ, पाँचवीं, पांचवां, الخامس, kelima",
    6: "sixth, 6th, sexto, sexta, छठा, छठी, السادس, keenam",
    7: "seventh, 7th, séptimo, séptima, sétimo, sétima, सातवाँ, सातवीं, السابع, ketujuh",
    8: "eighth, 8th, octavo, octava, oitavo, oitava, आठवाँ, आठवीं, الثامن, kedelapan",
    9: "ninth, 9th, noveno, novena, nono, nona, नौवाँ, नौवीं, التاسع, kesembilan",
    10: "tenth, 10th, décimo, décima, दसवाँ, दसवीं, العاشر, kesepuluh",
}
# What is another word elsewhere counts in this language, or behind a word such as “option”: Lima is a town, a Portuguese
# “segunda” a Monday, an English “once” no eleven.
UNSURE = {
    **dict.fromkeys(("once", "segunda", "quinta", "sexta"), "es"),
    **dict.fromkeys(("do", "teen", "saat", "char"), "hi"),
    **dict.fromkeys(("um", "sete"), "pt"),
    **dict.fromkeys(("lima", "enam"), "id"),
    **dict.fromkeys(("quarta", "cuarto", "quarto"), ""),  # Wednesday, a quarter, a room
}
_BEHIND = "वाला वाली वाले wala wali wale"
_BESIDE = f"el la lo o yang yg {_BEHIND}"  # no plural: “los dos” are both, and so are “the two”
_BESIDE_A_PLACE = "the"
_BESIDE_A_COUNTER = "the a as"  # “a segunda opção”; a second is a short time


class Said(NamedTuple):
    """A number; whether it is a place in a list; and whether a word such as “option” says so."""

    number: int
    is_place: bool
    is_counted: bool


SAID_NUMBERS, SAID_PLACES = (
    {**phrases(TO_A_HUNDRED), **phrases(NUMBERS)},
    {**phrases(HOURS), **phrases(_PLACES)},
)
_AROUND, _AFTER, _AROUND_A_PLACE, _AROUND_A_COUNTER = (
    frozenset(bare_words(some)) for some in (_BESIDE, _BEHIND, _BESIDE_A_PLACE, _BESIDE_A_COUNTER)
)
_COUNTERS = COUNTERS - {"no"}  # “no one” is nobody
MANNERS = POLITE | WISHES
_BEFORE_DIGITS, _AFTER_DIGITS = COUNTERS | _AROUND | {"a"}, _COUNTERS | _AFTER  # “a 2” is Portuguese
_DIGITS = re.compile(r"(?:ال|n[or]?|ke-?)?(\d{1,4})")
_PLACE = re.compile(r"(\d{1,4})(?:st|nd|rd|th|[oa]|er|[drtmvn][oa]|रा|री|ला|ली|था|थी|वां|वीं)")


def said(text: str, language: str | None = None) -> Said | None:
    """What the whole text says, besides words such as “option” and “please”."""
    words = bare_words(text)
    meant = without_manners(words)
    rest = _without(meant, _COUNTERS)
    counted = not _COUNTERS.isdisjoint(meant)
    if not counted and not is_sure(rest, language):
        return None
    bare = _without(rest, _AROUND | _AROUND_A_COUNTER if counted else _AROUND)
    if (number := SAID_NUMBERS.get(bare)) is not None:
        is_clear = counted or meant == trimmed(words, POLITE)  # “I'll take one” is no first
        return Said(number, is_place=False, is_counted=counted) if is_clear else None
    place = _place(bare) or _place(_without(bare, _AROUND_A_PLACE))
    return None if place is None else Said(place, is_place=True, is_counted=counted)


def _place(bare: tuple[str, ...]) -> int | None:
    """``2º`` is a second, too."""
    written = _PLACE.fullmatch(" ".join(bare))
    return int(written[1]) if written else SAID_PLACES.get(bare)


def said_in_digits(some: tuple[str, ...]) -> Said | None:
    """``2``, ``option number 2``, ``la 2 por favor``; but not ``2 kg``."""
    meant = without_manners(some)
    found = [(at, one) for at, word in enumerate(meant) if (one := _DIGITS.fullmatch(word))]
    if len(found) != 1:
        return None
    ((at, one),) = found
    before, after = meant[:at], meant[at + 1 :]
    if not (set(before) <= _BEFORE_DIGITS and set(after) <= _AFTER_DIGITS):
        return None
    return Said(int(one[1]), is_place=False, is_counted=not COUNTERS.isdisjoint((*before, *after)))


def without_manners(some: tuple[str, ...]) -> tuple[str, ...]:
    """Without “please” and “I want” at its ends."""
    return trimmed(some, MANNERS)


def trimmed(some: tuple[str, ...], around: frozenset[str]) -> tuple[str, ...]:
    """Without such words at its ends."""
    kept = [at for at, word in enumerate(some) if word not in around]
    return some[kept[0] : kept[-1] + 1] if kept else ()


def _without(some: tuple[str, ...], around: frozenset[str]) -> tuple[str, ...]:
    """“The second one” is the second."""
    kept = tuple(word for word in some if word not in around)
    return kept[:-1] if kept[-1:] == ("one",) and kept[:-1] in SAID_PLACES else kept


def number_in_words(text: str, language: str) -> int | None:
    """A number, not a place: “a third” is neither three nor the third of them."""
    found = said(text, language)
    return found.number if found and not found.is_place else None


def values_in(title: str, language: str | None = None) -> frozenset[int]:
    """All numbers and places that a title speaks of, in words or digits."""
    parts = {(part,) for word in bare_words(title) for part in (word, *word.split("-"))}
    sure = [part for part in parts if is_sure(part, language)]
    spoken = {table[part] for part in sure for table in (SAID_NUMBERS, SAID_PLACES) if part in table}
    return frozenset({*spoken, *(int(part) for (part,) in parts if part.isdecimal())})


def is_sure(words: tuple[str, ...], language: str | None, unsure: Mapping[str, str] = UNSURE) -> bool:
    """Whether none of them is rather another word in this language."""
    spoken = (language or "").replace("_", "-").partition("-")[0].lower()
    return all(unsure.get(word, spoken) == spoken for word in words)
