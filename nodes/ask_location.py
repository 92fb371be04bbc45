"""Ask where something is, and keep latitude, longitude and the name of the place.

A location that is sent from the phone fits, or by the button that the web chat shows; so do coordinates
(“19.0760, 72.8777”) and the link of a map, for channels that cannot send locations.
"""

from typing import ClassVar

from engine import Context, Event, Location, MessageReceived, SendMessage, Step
from nodes.asking import Answer, answer, ask
from nodes.coordinates import pairs_in
from nodes.map_links import middles_in, points_in, usual, without_middles
from nodes.phrases import plain
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi

SHAPE = SendMessage(request="location")
NORTHMOST, EASTMOST = 90.0, 180.0
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
    """What a link marks counts before what is written beside it, and both before the middle of a map; of several places
    nobody knows which is meant."""
    said = usual(plain(text).translate(_SIGNS))
    found = points_in(said) or pairs_in(without_middles(said)) or middles_in(said)
    latitude, longitude = next(iter(found), (None, None))
    if latitude is None or longitude is None or len(found) > 1:
        return None
    return Location(latitude=latitude, longitude=longitude)


node = NodeType(
    kind="ask_location",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a location", help=__doc__ or "", group="input", icon="map-pin"),
)
