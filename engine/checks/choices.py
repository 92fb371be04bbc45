"""What can be picked in answer to a question, and what of it reads the same."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from engine.asked import Asked
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


class Menu(NamedTuple):
    """The choices of one question by their ids; ``beside`` are the titles of the button that skips it, by language."""

    choices: Mapping[str, Choice]
    beside: tuple[str, ...] = ()


def choices_of(node: Drawn) -> Mapping[str, Choice]:
    """The outputs of a node that asks, as far as its params list them as things with an id and a title."""
    return next(_menus(node, node.params)).choices if _asks(node) else {}


def _asks(node: Drawn) -> bool:
    return node.behaviour is not None and node.behaviour.waits


def _menus(node: Drawn, params: BaseModel | None) -> Iterator[Menu]:
    """That of the node itself, be it a question or a message with buttons, then those of its parts: of the questions of a form,
    of cards, and of what is said on channels of one type."""
    if not (node.behaviour and (_asks(node) or node.behaviour.speaks) and params):
        yield Menu({})
        return
    yield Menu(_listed(params, ()))
    for path, item in _items(params, ()):
        yield Menu(_listed(item, path), item.beside if isinstance(item, Asked) else ())


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
    for node in subject.nodes.values():
        for language, params in ((None, node.params), *node.translations.items()):
            for menu in _menus(node, params):
                yield from _alike(node, language, menu)


def _alike(node: Drawn, language: str | None, menu: Menu) -> Iterator[Finding]:
    seen: dict[str, str | None] = {fold(title): None for title in menu.beside}
    for id, choice in menu.choices.items():
        key = fold(choice.title) if "{" not in choice.title else ""
        other = seen.setdefault(key, id) if key else id
        if other != id:
            place = node.place((*choice.path, "title"), language)
            fix = "give one of them another title" if other else "give it another title"
            yield Finding(_told(node, other, id, choice.title), fix, node.id, choice.field, place)


def _told(node: Drawn, other: str | None, id: str, title: str) -> str:
    if not _asks(node):
        return f"the buttons {other!r} and {id!r} read the same, {title!r}: whoever types it presses neither"
    if other is None:
        return f"the choice {id!r} reads like the button that skips the question, {title!r}: whoever types it skips"
    return f"the choices {other!r} and {id!r} read the same, {title!r}: whoever types it is asked again"


CHECKS = (
    Check(
        code="same_choice",
        severity="warning",
        title="Two choices that read the same",
        why="Replies are compared without capitals and signs, so of these two a typed answer names neither, and the question"
        " is asked again; on channels without buttons nobody gets any further. In a form, no choice should read like the"
        " button that skips it. Of the buttons of a message, also of those on channels of one type, and of a card, typing"
        " their title presses neither. Translations are read too.",
        find=_same_titles,
    ),
)
