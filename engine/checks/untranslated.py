"""Texts that the contact reads and that a language of the flow lacks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.checks.drawn import Drawn
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.checks.translations import place_of
from engine.languages import nearest
from engine.marks import Mark, Path, dotted, is_for_contact, marked

SHOWN = 5
UNREAD = frozenset({"url", "event"})  # fields of an address, or a key that another system knows
_LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_WORDS = re.compile(r"[^\W\d_]{2}|[^\W\d_\x00-\x7f]")  # two letters, or one of a script beyond ASCII


def _missing_translations(subject: Subject) -> Iterator[Finding]:
    own = subject.document.language
    for language, nodes in subject.document.translations.items():
        for node in subject.nodes.values() if language != own else ():
            unfit = node.id in nodes and language not in node.translations  # which is told already
            if unfit:
                continue
            texts = nodes.get(node.id) or _near(subject, language, node.id)
            if lacking := [path for path in _said(node) if not _has(texts, place_of(node.node.data, path))]:
                yield _found(node, language, lacking)


def _near(subject: Subject, language: str, node: str) -> Mapping[str, Any]:
    """``pt-BR`` falls back to ``pt``, or to ``pt-PT``, node by node."""
    others = {one: texts[node] for one, texts in subject.document.translations.items() if node in texts}
    return others.get(nearest(language, tuple(others)) or "", {})


def _said(node: Drawn) -> Iterator[Path]:
    """Where the node's words are; addresses, keys, and templates around which nothing is written, need no translation."""
    if node.params is None or node.behaviour is None:
        return
    for path, mark, source, _ in marked(node.params):
        text = _LIQUID.sub("", source).strip()
        worded = mark is Mark.TEMPLATE and path[-1] not in UNREAD and "://" not in text and _WORDS.search(text)
        if worded and (node.behaviour.speaks or is_for_contact(node.params, path)):
            yield path


def _has(texts: Any, path: Path) -> bool:
    """A list that the translation replaces as a whole is translated in all its parts."""
    for part in path:
        if isinstance(texts, list):
            return True
        if not isinstance(texts, dict) or str(part) not in texts:
            return False
        texts = texts[str(part)]
    return True


def _found(node: Drawn, language: str, lacking: list[Path]) -> Finding:
    """By the names that a translation has for them."""
    fields = [dotted(place_of(node.node.data, path)) for path in lacking]
    names = ", ".join([*fields[:SHOWN], *(["…"] if len(fields) > SHOWN else [])])
    return Finding(
        f"the language {language!r} lacks {names}: the contact reads it in the flow's own language",
        f"translate it under translations.{language}.{node.id}",
        node.id,
        dotted(lacking[0]),
        node.place(lacking[0]),
    )


CHECKS = (
    Check(
        code="missing_translation",
        severity="warning",
        title="Text that a language lacks",
        why="The flow is translated to this language, but not this text of a message or a question: the contact would"
        " read two languages mixed. Texts without words, and addresses, need no translation.",
        find=_missing_translations,
    ),
)
