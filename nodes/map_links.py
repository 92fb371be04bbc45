"""Places in links of maps that write them in a way of their own, and not as “19.0760, 72.8777”.

points_in("https://www.openstreetmap.org/?mlat=52.5&mlon=13.4#map=15/52.6/13.5")    {(52.5, 13.4)}
middles_in("https://www.openstreetmap.org/#map=15/52.6/13.5")                       {(52.6, 13.5)}
"""

import re

from nodes.coordinates import Points

_DEGREES = r"(-?\d{1,3}(?:\.\d{1,20})?)(?![\d.])"
_PAIR = rf"{_DEGREES}(?:,|%2C)(?:[ +]|%20)?{_DEGREES}"
_LINK = re.compile(r"(?:https?://|(?<!\S)\w[\w-]*(?:\.[a-z][\w-]*)+/|\bgeo:)\S+", re.IGNORECASE)
_ESCAPED = re.compile(r"(?:%[0-9a-f]{2})+", re.IGNORECASE)
_POINTS = (
    re.compile(rf"[?&]mlat={_DEGREES}&mlon={_DEGREES}", re.IGNORECASE),  # OpenStreetMap
    re.compile(rf"!3d{_DEGREES}!4d{_DEGREES}"),  # Google, as a browser shows the address of a place
    re.compile(rf"(?:[?&](?:ll=|to=ll\.)|\bgeo:){_PAIR}", re.IGNORECASE),  # Waze, Apple; RFC 5870
)
_MIDDLES = (
    re.compile(rf"\#map=\d{{1,2}}(?:\.\d+)?/{_DEGREES}/{_DEGREES}"),
    re.compile(rf"/@{_PAIR}"),  # Google: beside the place, as much as the panel covers
)
_YANDEX = r"(\byandex\.\S{0,300}?[?&])"
_YANDEX_POINT = re.compile(rf"{_YANDEX}(?:pt|(?:whatshere|poi)(?:\[|%5B)point(?:\]|%5D))={_PAIR}", re.IGNORECASE)
_YANDEX_MIDDLE = re.compile(rf"{_YANDEX}ll={_PAIR}", re.IGNORECASE)
_2GIS = r"(\b2gis\.\S{0,300}?)"
_2GIS_POINT = re.compile(rf"{_2GIS}/(?:geo|firm)/(?:\d{{1,20}}/)?{_PAIR}", re.IGNORECASE)
_2GIS_MIDDLE = re.compile(rf"{_2GIS}[?&]m={_PAIR}", re.IGNORECASE)
_LABELLED = re.compile(rf"\bgeo:[^\s?]{{0,60}}\?(?:[^\s?]{{0,300}}&)?q={_PAIR}", re.IGNORECASE)
_NOWHERE = re.compile(r"\bgeo:0(?:\.0+)?,0(?:\.0+)?(?=\?)", re.IGNORECASE)


def usual(text: str) -> str:
    """The text with its links as others would write them: Yandex and 2GIS have the longitude first, Android marks what stands
    behind ``geo:0,0?q=``, and signs may be escaped."""
    said = _NOWHERE.sub(" ", _LABELLED.sub(r" geo:\1,\2", text))
    for points in (_YANDEX_POINT, _2GIS_POINT):
        said = points.sub(r"\1&mlat=\3&mlon=\2", said)
    for middles in (_YANDEX_MIDDLE, _2GIS_MIDDLE):
        said = middles.sub(r"\1/@\3,\2", said)
    return _LINK.sub(_unescaped, said)


def _unescaped(link: re.Match[str]) -> str:
    """After all else: a link ends where a space stands."""
    spaced = link[0].replace("+", " ")
    return _ESCAPED.sub(lambda signs: bytes.fromhex(signs[0].replace("%", "")).decode(errors="replace"), spaced)


def points_in(text: str) -> Points:
    """What a link marks, or leads to."""
    return {(float(one), float(two)) for points in _POINTS for one, two in points.findall(text)}


def middles_in(text: str) -> Points:
    """What is in the middle of a map that marks nothing."""
    return {(float(one), float(two)) for middles in _MIDDLES for one, two in middles.findall(text)}


def without_middles(text: str) -> str:
    for middles in _MIDDLES:
        text = middles.sub(" ", text)
    return text
