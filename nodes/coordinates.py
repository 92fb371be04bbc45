"""Latitude and longitude as people write them: “19.0760, 72.8777”, “lat: 40.4168, lng: -3.7038”, 40°25'00"N 3°42'13"W."""

import re
from typing import TypeAlias

from nodes.other_numbers import MONEY
from nodes.phrases import listed

Points: TypeAlias = set[tuple[float, float]]
EXACT = 7  # decimals that are kept of minutes and seconds: a centimetre
_SIXTIETHS = 60
_LATITUDE, _LONGITUDE = (
    rf"(?<!\w)(?:{words})[\"']?[ ]?[:=]?[ ]?"
    for words in (
        r"lat(?:itude?)?|lintang|अक्षांश|(?:خط[ ])?العرض",
        r"lng|lon(?:g(?:itude?)?)?|bujur|देशांतर|(?:خط[ ])?الطول",
    )
)
_SIGN = r"[$\u00a2-\u00a5\u20a0-\u20c0]"
_MONEY = "|".join(sorted(listed(MONEY), key=len, reverse=True))  # “10.50, 12.50 euros” are two prices
_DECIMAL = re.compile(
    rf"""(?<![\d.]) (?<!{_SIGN}) (?<!{_SIGN}[ ]) (?P<latitude>-?\d{{1,2}}\.\d{{2,15}}) [ ]?°?[ ]? (?P<south>[NS](?![A-Z]))?
    (?: [ ,;\u060c\n"] | %2C ){{1,5}} (?:{_LONGITUDE})?
    (?P<longitude>-?\d{{1,3}}\.\d{{2,15}}) (?!\d|\.\d) (?![ ]?°?[ ]?O\b) [ ]?°?[ ]? (?P<west>[EW](?![A-Z]))?
    (?![ ]?(?:{_SIGN}|(?:{_MONEY})(?!\w)))""",
    re.VERBOSE | re.IGNORECASE,
)
_TURNED = re.compile(
    rf"{_LONGITUDE}(-?\d{{1,3}}\.\d{{2,15}})[ ,;\u060c\n]{{1,5}}(?:{_LATITUDE})?(-?\d{{1,2}}\.\d{{2,15}})(?!\d|\.\d)",
    re.IGNORECASE,
)
_ANGLE = (
    r"(?<![\d.])(\d{1,3})[ ]?[°o][ ]?(?:([0-5]?\d(?:\.\d{1,15})?)[ ]?['\u2032\u2019][ ]?)?"
    r"(?:([0-5]?\d(?:\.\d{1,15})?)[ ]?(?:[\"\u201d]|['\u2032\u2019]{2})[ ]?)?"
)
_IN_DEGREES = re.compile(rf"{_ANGLE}([NS])\b[ ,;\u060c\n]{{0,3}}{_ANGLE}([EW])\b", re.IGNORECASE)


def pairs_in(text: str) -> Points:
    """Two decimal numbers with two places at least, so that “2, 3” is none, or degrees with minutes and seconds. Nobody knows
    of a longitude with an O: it is the west in Spanish, and the east in German."""
    turned, rest = {(float(two), float(one)) for one, two in _TURNED.findall(text)}, _TURNED.sub(" ", text)
    return turned | {_signed(one) for one in _DECIMAL.finditer(rest)} | _in_degrees(rest)


def _signed(match: re.Match[str]) -> tuple[float, float]:
    latitude, longitude = float(match["latitude"]), float(match["longitude"])
    south, west = ((match[side] or "").upper() in {"S", "W"} for side in ("south", "west"))
    return -latitude if south else latitude, -longitude if west else longitude


def _in_degrees(text: str) -> Points:
    found = (match.groups("0") for match in _IN_DEGREES.finditer(text))
    return {(_degrees(*one[:4]), _degrees(*one[4:])) for one in found}


def _degrees(degrees: str, minutes: str, seconds: str, side: str) -> float:
    value = round(int(degrees) + (float(minutes) + float(seconds) / _SIXTIETHS) / _SIXTIETHS, EXACT)
    return -value if side.upper() in {"S", "W"} else value
