"""What can be picked in answer to a question, and what of it reads the same."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from engine.asked import Pressable
from engine.checks.drawn import Drawn
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.marks import Mark, Path, dotted, marks_of
from engine.replies_text import fold


class Choice(NamedTuple):
    path: Path
    title: str

    @property
    def field(self) -> str:
        return dotted(self.path)


class Button(NamedTuple):
    """Of a question or a message: what findings call it, where it and its title stand (nowhere, if it is ours), and what
    becomes of another one that reads the same."""

    title: str
    called: str
    field: str = ""
    place: Path = ()
    then: str = ""


def choices_of(node: Drawn) -> Mapping[str, Choice]:
    """The outputs of a node that asks, as far as its params list them as things with an id and a title."""
    return _listed(node.params, ()) if node.params and _asks(node) else {}


def _asks(node: Drawn) -> bool:
    return node.behaviour is not None and node.behaviour.waits


def _menus(node: Drawn, params: BaseModel | None, language: str) -> Iterator[list[Button]]:
    """That of the node itself, be it a question or a message with buttons, then those of its parts: of the questions of a form,
    of cards, and of what is said on channels of one type."""
    if node.behaviour and (_asks(node) or node.behaviour.speaks) and params:
        for path, item in (((), params), *_items(params, ())):
            listed = _listed(item, path).items()
            choices = [Button(one.title, repr(id), one.field, (*one.path, "title")) for id, one in listed]
            yield [*_beside(item, path, language), *choices]


def _beside(item: BaseModel, above: Path, language: str) -> list[Button]:
    """Ours first: of two that read the same the author has to change their own."""
    there = item.beside(language) if isinstance(item, Pressable) else ()
    return [
        Button(one.title, one.called, dotted(place), place, one.then)
        for one in sorted(there, key=lambda one: bool(one.field))
        for place in [(*above, one.field) if one.field else ()]
    ]


def _listed(params: BaseModel, above: Path) -> Mapping[str, Choice]:
    found: dict[str, Choice] = {}
    for path, item in _items(params, above):
        id, title = getattr(item, "id", None), getattr(item, "title", None)
        if isinstance(id, str) and isinstance(title, str) and not (_is_variable(item) or _is_link(item)):
            found[id] = Choice(path, title)
    return found


def _items(params: BaseModel, above: Path) -> Iterator[tuple[Path, BaseModel]]:
    for field in type(params).model_fields:
        items = getattr(params, field)
        for index, item in enumerate(items if isinstance(items, tuple | list) else ()):
            if isinstance(item, BaseModel):
                yield (*above, field, index), item


def _is_variable(item: BaseModel) -> bool:
    """A field of a form has an id, too: the name of its variable, and of no output."""
    return marks_of(type(item)).get("id") is Mark.SETS


def _is_link(item: BaseModel) -> bool:
    """What opens an address is no answer, whatever its title."""
    return bool(getattr(item, "url", ""))


def _same_titles(subject: Subject) -> Iterator[Finding]:
    """As replies are compared: without capitals and signs. In a translation it is no better."""
    own = subject.document.language
    for node in subject.nodes.values():
        for language, params in ((None, node.params), *node.translations.items()):
            for buttons in _menus(node, params, language or own):
                yield from _alike(node, language, buttons)


def _alike(node: Drawn, language: str | None, buttons: list[Button]) -> Iterator[Finding]:
    seen: dict[str, Button] = {}
    for one in buttons:
        key = fold(one.title) if "{" not in one.title else ""
        other = seen.setdefault(key, one) if key else one
        if other is not one and one.place:
            fix = "give one of them another title" if other.place else "give it another title"
            yield Finding(_told(node, other, one), fix, node.id, one.field, node.place(one.place, language))


def _told(node: Drawn, other: Button, one: Button) -> str:
    if not _asks(node):
        return f"the buttons {other.called} and {one.called} read the same, {one.title!r}: whoever types it presses neither"
    if other.then:
        return f"{_named(one)} reads like {other.called}, {one.title!r}: {other.then}"
    return f"the choices {other.called} and {one.called} read the same, {one.title!r}: whoever types it is asked again"


def _named(one: Button) -> str:
    return one.called if one.then else f"the choice {one.called}"


CHECKS = (
    Check(
        code="same_choice",
        severity="warning",
        title="Two choices that read the same",
        why="Replies are compared without capitals and signs, so of these two a typed answer names neither, and the question"
        " is asked again; on channels without buttons nobody gets any further. Nor should a choice read like the button that"
        " skips a question of a form, or that ends the picking of several, and the button for yes like that for no. Of the"
        " buttons of a message, also of those on channels of one type, and of a card, typing their title presses neither."
        " Translations are read too.",
        find=_same_titles,
    ),
)
