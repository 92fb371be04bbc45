"""Places in links of maps that write them in a way of their own, and not as “19.0760, 72.8777”.

points_in("https://www.openstreetmap.org/?mlat=52.5&mlon=13.4#map=15/52.6/13.5")    {(52.5, 13.4)}
middles_in("https://www.openstreetmap.org/#map=15/52.6/13.5")                       {(52.6, 13.5)}
"""

import re
from typing import TypeAlias

Points: TypeAlias = set[tuple[float, float]]
_DEGREES = r"(-?\d{1,3}(?:\.\d{1,20})?)(?![\d.])"
_POINTS = (
    re.compile(rf"[?&]mlat={_DEGREES}&mlon={_DEGREES}", re.IGNORECASE),  # OpenStreetMap
    re.compile(rf"(?:[?&]ll=|\bgeo:){_DEGREES}(?:,|%2C){_DEGREES}", re.IGNORECASE),  # Waze, Apple; RFC 5870
)
_MIDDLE = re.compile(rf"\#map=\d{{1,2}}(?:\.\d+)?/{_DEGREES}/{_DEGREES}")


def points_in(text: str) -> Points:
    """What a link marks, or leads to."""
    return {(float(one), float(two)) for points in _POINTS for one, two in points.findall(text)}


def middles_in(text: str) -> Points:
    """What is in the middle of a map that marks nothing."""
    return {(float(one), float(two)) for one, two in _MIDDLE.findall(text)}
