"""A node of a document as the checks see it: with its params bound, and the texts in them that mean something."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import BaseModel

from engine.behaviour import Behaviour
from engine.checks.translations import other_outputs, other_workings, overlay, place_of
from engine.compiled import bind
from engine.document import validator_of, wrongs
from engine.errors import FlowInvalid
from engine.flow import FlowDocument, Node
from engine.marks import Mark, Path, dotted, marked
from engine.problems import Problem


class Text(NamedTuple):
    """A marked text of a node, in the flow's language or a translation."""

    node: str
    path: Path
    mark: Mark
    source: str
    place: str
    reads: frozenset[str]

    @property
    def field(self) -> str:
        return dotted(self.path)


@dataclass(frozen=True)  # without slots, so that its texts can be kept
class Drawn:
    """A node as far as it can be understood: without behaviour for an unknown type, without params where they do not
    fit; ``unfit`` says why."""

    node: Node
    index: int
    behaviour: Behaviour[Any] | None
    params: BaseModel | None
    translations: Mapping[str, BaseModel]
    unfit: tuple[Problem, ...]
    outputs: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.node.id

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """In the flow's own language, then those of the translations that differ. Nearly every check looks at them."""
        return tuple(self._texts())

    def _texts(self) -> Iterator[Text]:
        seen: set[tuple[Path, str]] = set()
        for language, params in ((None, self.params), *self.translations.items()):
            for path, mark, source, reads in marked(params) if params else ():
                if (path, source) not in seen:
                    seen.add((path, source))
                    yield Text(self.id, path, mark, source, self.place(path, language), reads)

    @property
    def never_waits(self) -> bool:
        """A node of unknown type gets the benefit of the doubt: that it is unknown is reported anyway."""
        return self.behaviour is not None and not self.behaviour.waits

    def place(self, path: Path, language: str | None = None) -> str:
        """Where in the document a field stands, in the flow's own language or in a translation."""
        if language is None:
            return f"nodes.{self.index}.data.{dotted(path)}"
        return f"translations.{language}.{self.id}.{dotted(place_of(self.node.data, path))}"


def drawn(document: FlowDocument, node: Node, index: int, behaviour: Behaviour[Any] | None) -> Drawn:
    if behaviour is None:
        return Drawn(node, index, None, None, {}, (), ())
    params, unfit = _bound(behaviour, node, node.data, f"nodes.{index}.data")
    outputs = tuple(behaviour.outputs(params)) if params else ()
    translations: dict[str, BaseModel] = {}
    for language, texts in document.translations.items():
        if params and node.id in texts:
            place = f"translations.{language}.{node.id}"
            data, problems = overlay(node, texts[node.id], place)
            if not problems:
                other, problems = _bound(behaviour, node, data, place)
                translations |= {language: other} if other else {}
                problems += _changing(behaviour, node, (params, other), place) if other else ()
            unfit += problems
    return Drawn(node, index, behaviour, params, translations, unfit, outputs)


def _changing(
    behaviour: Behaviour[Any], node: Node, params: tuple[BaseModel, BaseModel], place: str
) -> tuple[Problem, ...]:
    """What a translation changes besides texts: a way out is told once, and not also by the key that makes it. That of what
    starts a flow is never looked at, which ``deaf_translation`` tells."""
    own, other = params
    outputs = other_outputs(node, behaviour.outputs(own), behaviour.outputs(other), place)
    return outputs if outputs or behaviour.is_trigger else other_workings(node, own, other, place)


def _bound(
    behaviour: Behaviour[Any], node: Node, data: Mapping[str, Any], place: str
) -> tuple[BaseModel | None, tuple[Problem, ...]]:
    try:
        return bind(behaviour, node, data), ()
    except FlowInvalid as error:
        return None, tuple(schema_problems(behaviour, node, data, place)) or tuple(_own(error.problems, data, place))


def schema_problems(behaviour: Behaviour[Any], node: Node, data: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """What the JSON Schema of the node's type refuses; ``place`` is where the data stands in the document."""
    model: type[BaseModel] = behaviour.params
    for code, message, path, fix in wrongs(validator_of(model), data):
        field = dotted(path)
        path_ = f"{place}.{field}" if field else place
        yield Problem(code=code, message=message, node=node.id, field=field or None, path=path_, fix=fix)


def _own(problems: Sequence[Problem], data: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """What only the params themselves can say. A part that fails makes the whole fail too: the part is enough."""
    placed = [_placed(problem, data, place) for problem in problems]
    inner = {problem.field for problem in placed if problem.field}
    for problem in placed:
        if not any(field.startswith(f"{problem.field}.") for field in inner):
            yield problem


def _placed(problem: Problem, data: Mapping[str, Any], place: str) -> Problem:
    field = ".".join(_real(data, (problem.field or "").split(".")))
    return problem.model_copy(update={"field": field or None, "path": f"{place}.{field}" if field else place})


def _real(data: Any, parts: Sequence[str]) -> Iterator[str]:
    """Without the steps that are not in the data: pydantic also names the branch it took in a union."""
    for part in parts:
        if isinstance(data, dict) and part in data:
            data = data[part]
            yield part
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
            yield part
