"""What can be sent besides words, as an author sets it and as it is sent. What comes out wrong is left out, and a problem."""

import re
from typing import Annotated, TypeAlias

from pydantic import Field

from engine import Button, Card, Context, Location, Media, Value
from engine.named import Names
from engine.shapes import Plain
from nodes.fields import Address, MediaSource, OutputId, Title, is_web_address
from nodes.quoting import quoted
from ui_schema import widget

ChannelType: TypeAlias = Annotated[
    str,
    Names.CHANNEL_TYPE,
    Field(min_length=1, max_length=100, json_schema_extra=widget("select", source="channel_types")),
]
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,30}")


class LinkOrReply(Value):
    """A button under the message: it opens an address, or is an answer that a trigger or a later question takes."""

    id: OutputId = Field(title="Id", description="What a press on the button is known by.")
    title: Title = Field(min_length=1, title="Title", description="What the button says.")
    url: Address = Field("", title="Opens", description="The address it opens. Empty: pressing it is an answer.")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _degrees_up_to(most: int) -> Plain:
    return Plain(
        lambda text: -most <= _number(text) <= most, f"is no number from -{most} to {most}", "write degrees: 52.5163"
    )


_Latitude: TypeAlias = Annotated[Title, _degrees_up_to(90)]
_Longitude: TypeAlias = Annotated[Title, _degrees_up_to(180)]


class Place(Value):
    """A point on the map."""

    latitude: _Latitude = Field(
        min_length=1, title="Latitude", description="From -90 to 90: 52.5163, or a template of it."
    )
    longitude: _Longitude = Field(min_length=1, title="Longitude", description="From -180 to 180: 13.3777.")
    name: Title = Field("", title="Name", description="What is there: Pier 4.")


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None


_Phone: TypeAlias = Annotated[
    Title, Plain(_is_phone, "is no phone number", "write it with its country code: +49 30 901820")
]


class Person(Value):
    """Somebody to call."""

    name: Title = Field(min_length=1, title="Name", description="Whose number it is.")
    phone: _Phone = Field(min_length=1, title="Phone", description="With its country code: +49 30 901820.")


def media(source: MediaSource, context: Context, field: str) -> Media | None:
    url = context.render(source.url, f"{field}.url").strip()
    if not is_web_address(url):
        context.problem("bad_address", f"the file's address is not one: {quoted(url)}", f"{field}.url")
        return None
    return Media(kind=source.kind, url=url, name=context.render(source.name, f"{field}.name") or None)


def button(source: LinkOrReply, context: Context, field: str) -> Button | None:
    title, url = context.render(source.title, f"{field}.title"), context.render(source.url, f"{field}.url").strip()
    if not title.strip():
        context.problem("empty_button", "the button is left out: its title is empty", f"{field}.title")
        return None
    if source.url and not is_web_address(url):
        context.problem("bad_address", f"the button is left out: {quoted(url)} is no address", f"{field}.url")
        return None
    return Button(id=source.id, title=title, url=url or None)


def location(source: Place, context: Context, field: str) -> Location | None:
    latitude = _degrees(source.latitude, 90, context, f"{field}.latitude")
    longitude = _degrees(source.longitude, 180, context, f"{field}.longitude")
    if latitude is None or longitude is None:
        return None
    name = context.render(source.name, f"{field}.name")
    return Location(latitude=latitude, longitude=longitude, name=name or None)


def _degrees(source: str, most: int, context: Context, field: str) -> float | None:
    text = context.render(source, field).strip()
    degrees = _number(text)
    if not -most <= degrees <= most:
        context.problem(
            "bad_place", f"the place is left out: {quoted(text)} is no number from -{most} to {most}", field
        )
        return None
    return degrees


def card(source: Person, context: Context, field: str) -> Card | None:
    name = context.render(source.name, f"{field}.name").strip()
    phone = context.render(source.phone, f"{field}.phone").strip()
    if not name:
        context.problem("empty_name", "the contact card is left out: nobody's name is on it", f"{field}.name")
        return None
    if not _is_phone(phone):
        problem = f"the contact card is left out: {quoted(phone)} is no phone number"
        context.problem("bad_phone", problem, f"{field}.phone")
        return None
    return Card(name=name, phone=phone)
