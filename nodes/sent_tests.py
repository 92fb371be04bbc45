"""Tests of what came with the contact's last message, files and places, and of the contact. Each gives what it found."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias, get_args

from typing_extensions import TypeIs

from engine import Context
from engine.replies import Match

FileTest: TypeAlias = Literal["has_image", "has_video", "has_audio", "has_document", "has_sticker"]
MemberTest: TypeAlias = Literal["has_tag", "in_segment"]
SentTest: TypeAlias = Literal["has_media", FileTest, "has_several_files", "has_location", MemberTest]


def is_sent_test(op: str) -> TypeIs[SentTest]:
    return op in _TESTS


def sent(op: SentTest, context: Context, wanted: str) -> Match | None:
    """``wanted`` is the name of a tag or the key of a segment; what was sent is compared with nothing."""
    return _TESTS[op](context, wanted.strip())


def needs_a_name(op: str) -> TypeIs[MemberTest]:
    return op in get_args(MemberTest)


def _files(*kinds: str, least: int = 1) -> Callable[[Context, str], Match | None]:
    def find(context: Context, wanted: str) -> Match | None:
        media = context.message.media if context.message else ()
        files = [file.model_dump(mode="json") for file in media if not kinds or file.kind in kinds]
        return None if len(files) < least else Match(files if least > 1 else files[0])

    return find


def _location(context: Context, wanted: str) -> Match | None:
    place = context.message.location if context.message else None
    return Match(place.model_dump(mode="json")) if place else None


def _tag(context: Context, wanted: str) -> Match | None:
    """However it is capitalized."""
    return next((Match(tag) for tag in context.contact.tags if tag.casefold() == wanted.casefold()), None)


def _segment(context: Context, wanted: str) -> Match | None:
    key = wanted.casefold()
    return Match(key) if key in context.contact.segments else None


_TESTS: Mapping[SentTest, Callable[[Context, str], Match | None]] = {
    "has_media": _files(),
    "has_image": _files("image"),
    "has_video": _files("video"),
    "has_audio": _files("audio"),
    "has_document": _files("document"),
    "has_sticker": _files("sticker"),
    "has_several_files": _files(least=2),
    "has_location": _location,
    "has_tag": _tag,
    "in_segment": _segment,
}
