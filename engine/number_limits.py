"""Words that make a number only a limit of what is meant, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian.

is_only_a_limit(("less", "than"), ())         True
is_only_a_limit((), ("people", "at", "most"))  True
"""

import re
from typing import TypeAlias

from engine.replies_text import bare_words

Words: TypeAlias = tuple[str, ...]
LEADING = 6  # words before a number that are looked at
APART = 2  # words between a number and what stands behind it: “5 years or older”
_BEFORE = """
    than, under, over, below, above, beyond, at least, at most, at the most, up to, until, till, minimum, min, maximum, max
    más de, más que, mayor de, mayor a, mayor que, mayores de, mayores que, menor de, menor a, menor que, menores de, menores que
    superior a, inferior a, encima de, debajo de, hasta, como mucho, a lo sumo, a partir de
    mínimo, mínima, máximo, máxima
    mais de, mais que, mais do que, maior de, maior que, maior do que, menor do que, maiores de, maiores que
    acima de, abaixo de, até
    कम से कम, ज़्यादा से ज़्यादा, अधिक से अधिक, न्यूनतम, अधिकतम, kam se kam, zyada se zyada, jyada se jyada
    أقل من, أكثر من, أكبر من, أصغر من, أعلى من, أدنى من, فوق, تحت, على الأقل, على الأكثر, حتى, لغاية, حد أقصى, حد أدنى
    kurang dari, lebih dari, di atas, diatas, di bawah, dibawah, minimal, maksimal, maksimum, maks
    paling sedikit, paling banyak, paling kurang, paling lama, setidaknya, sekurangnya, sedikitnya, sampai, sampe, hingga
"""
_BEHIND = """
    or more, or fewer, or older, or younger, or above, or over, or under, or below, or higher, or lower, or up
    and more, and up, and over, and above, and older, and under, and below, at least, at most, at the most
    at minimum, at maximum, minimum, maximum, max
    o más, o mayor, o menor, para arriba, para abajo, en adelante, como mucho, como máximo, como mínimo
    a lo sumo, por lo menos, al menos, máximo, mínimo
    ou mais, para cima, para baixo, em diante, pelo menos, no máximo, no mínimo
    से कम, से ज़्यादा, से अधिक, से ऊपर, से नीचे, से बड़ा, से छोटा, तक, या ज़्यादा, या अधिक, या कम, कम से कम
    se kam, se zyada, se jyada, se upar, se niche, se neeche, tak
    على الأقل, على الأكثر, فما فوق, فأكثر, فأقل, وأكثر, أو أكثر, أو أقل, حد أقصى, حد أدنى, كحد أقصى, كحد أدنى, بحد أقصى, بحد أدنى
    atau lebih, atau kurang, ke atas, keatas, ke bawah, kebawah, minimal, maksimal, paling sedikit, paling banyak
"""
_FILLERS = "a, an, the, of, about, around, de, el, la, los, las, unos, unas, o, os, um, uns, rs, rp, usd, eur"


def _either(phrases: str) -> str:
    """The phrases, separated by commas or on lines of their own, as a pattern for bare words."""
    listed = (" ".join(bare_words(phrase)) for phrase in re.split(r"[,\n]", phrases))
    return "|".join(sorted(filter(None, listed), key=len, reverse=True))


_LED_BY = re.compile(rf"(?<!\S)(?:{_either(_BEFORE)})(?:[ ](?:{_either(_FILLERS)}))*$")
_FOLLOWED_BY = re.compile(  # “5 more or less” is about five
    rf"(?:\S+[ ]){{0,{APART}}}?(?:{_either(_BEHIND)}|(?<!more[ ])or[ ]less)(?!\S)"
)


def is_only_a_limit(before: Words, behind: Words) -> bool:
    """Whether what stands beside a number says that another one is meant: “over 18”, *5 o más*, 5 से कम."""
    return bool(_LED_BY.search(" ".join(before[-LEADING:])) or _FOLLOWED_BY.match(" ".join(behind)))
