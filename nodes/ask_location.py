"""Ask where something is, and keep latitude, longitude and the name of the place.

A location that is sent from the phone fits, or by the button that the web chat shows; so do coordinates
(“19.0760, 72.8777”) and the link of a map, for channels that cannot send locations.
"""

import re
from typing import ClassVar

from engine import Context, Event, Location, MessageReceived, SendMessage, Step
from nodes.asking import Answer, answer, ask
from nodes.map_links import Points, middles_in, points_in
from nodes.phrases import plain
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi

SHAPE = SendMessage(request="location")
NORTHMOST, EASTMOST = 90.0, 180.0
_COORDINATES = re.compile(
    r"""(?<![\d.]) (?P<latitude>-?\d{1,2}\.\d{2,15}) [ ]?°?[ ]? (?P<south>[NS](?![A-Z]))?
    (?: [ ,;\u060c] | %2C ){1,5}
    (?P<longitude>-?\d{1,3}\.\d{2,15}) (?!\d|\.\d) (?![ ]?°?[ ]?O\b) [ ]?°?[ ]? (?P<west>[EW](?![A-Z]))?""",
    re.VERBOSE | re.IGNORECASE,
)


_SIGNS = str.maketrans(
    {**dict.fromkeys("\u2212\u2013\u2010\u2011", "-"), "\u066b": "."}
)  # as encyclopaedias and Arabs write


class Params(Asking):
    """The question and what follows on its answer is all there is."""

    answers: ClassVar = "object"


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, SHAPE)


def resume(params: Params, context: Context, event: Event) -> Step:
    return answer(params, context, event, _read, SHAPE)


def _read(said: MessageReceived) -> Answer | None:
    place = said.location or _written(said.text)
    if place is None or abs(place.latitude) > NORTHMOST or abs(place.longitude) > EASTMOST:
        return None
    kept = place.model_dump(mode="json")
    return Answer(kept, "answered", kept)


def _written(text: str) -> Location | None:
    """Two decimal numbers with two places at least, so that “2, 3” is none; of several pairs nobody knows which. Nor does
    anybody of a longitude with an O: it is the west in Spanish, and the east in German."""
    said = plain(text).translate(_SIGNS)
    found = points_in(said) or _pairs(said) or middles_in(said)
    latitude, longitude = next(iter(found), (None, None))
    if latitude is None or longitude is None or len(found) > 1:
        return None
    return Location(latitude=latitude, longitude=longitude)


def _pairs(said: str) -> Points:
    matches = _COORDINATES.finditer(said)
    return {(_signed(one, "latitude", "south"), _signed(one, "longitude", "west")) for one in matches}


def _signed(match: re.Match[str], degrees: str, side: str) -> float:
    value = float(match[degrees])
    return -value if (match[side] or "").upper() in {"S", "W"} else value


node = NodeType(
    kind="ask_location",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a location", help=__doc__ or "", group="input", icon="map-pin"),
)
