"""Where two versions part ways within one turn."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.advance import Turn
from engine.compiled import Flows
from engine.effects import Effect, SendMessage
from engine.impact.recording import Divergence, Heard, Path, What
from engine.impact.side import Side
from engine.session import Session

END = "the end of the flow"


def differences(heard: Heard, old: tuple[Side, Turn], new: tuple[Side, Turn]) -> Iterator[Divergence]:
    """Step by step: the same event is decided again with fewer steps, which shows what each of them has done."""
    (one, expected), (other, got) = old, new
    if (path_of(expected), _done(expected), _ends(expected.session)) == (path_of(got), _done(got), _ends(got.session)):
        return
    for count in range(1, max(len(expected.steps), len(got.steps)) + 1):
        yield from _of_step(heard, one.turn(heard, count), other.turn(heard, count), count, other.flows)
    last = expected.steps[-1].node if expected.steps else ""
    (ended, waiting), (ended_, waiting_) = _ends(expected.session), _ends(got.session)
    if ended != ended_:
        yield divergence(heard, last, "end", ended, ended_)
    if waiting != waiting_:
        yield divergence(heard, last, "wait", waiting, waiting_)


def path_of(turn: Turn) -> Path:
    return tuple((step.node, step.left) for step in turn.steps)


def _of_step(heard: Heard, one: Turn, other: Turn, count: int, flows: Flows) -> Iterator[Divergence]:
    a, b = (turn.steps[count - 1] if len(turn.steps) >= count else None for turn in (one, other))
    before = one.steps[count - 2].node if count > 1 else (a or b).node  # type: ignore[union-attr]  # one of them is there
    if a is None or b is None or (a.flow, a.node) != (b.flow, b.node):
        if a is not None and a.node not in flows.version(a.flow).nodes:
            yield divergence(heard, a.node, "gone", a.node, b.node if b else END)
        yield divergence(heard, before, "way", a.node if a else END, b.node if b else END)
        return
    if a.left != b.left:
        yield divergence(heard, a.node, "output", a.left, b.left)
    (said, did, known), (said_, did_, known_) = _done(one), _done(other)
    if said != said_:
        yield divergence(heard, a.node, "message", *_first(said, said_))
    if did != did_:
        yield divergence(heard, a.node, "effect", *_first(did, did_))
    for variables, variables_ in zip(known, known_, strict=False):
        for name in variables:
            if variables[name] != variables_.get(name):
                yield divergence(heard, a.node, "variable", {name: variables[name]}, {name: variables_.get(name)})


def _done(turn: Turn) -> tuple[list[Any], list[Any], list[Mapping[str, Any]]]:
    """What was said, what else was done, and the variables of each flow that runs."""
    said = [_shown(effect) for effect in turn.effects if isinstance(effect, SendMessage)]
    did = [_shown(effect) for effect in turn.effects if not isinstance(effect, SendMessage)]
    return said, did, [frame.variables for frame in turn.session.frames]


def _ends(session: Session) -> tuple[Any, Any]:
    waiting = session.waiting
    ended = {"status": session.status, "result": session.result}
    return ended, waiting.model_dump(mode="json", exclude_defaults=True) if waiting else None


def _shown(effect: Effect) -> Any:
    return {"type": effect.type, **effect.model_dump(mode="json", exclude_defaults=True)}


def _first(one: list[Any], other: list[Any]) -> tuple[Any, Any]:
    """The first place where two lists differ."""
    at = next(
        (i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    return one[at] if at < len(one) else None, other[at] if at < len(other) else None


def divergence(heard: Heard, node: str, what: What, expected: Any, got: Any) -> Divergence:
    return Divergence(
        turn=heard.number, at=heard.at, event=heard.event.type, node=node, what=what, expected=expected, got=got
    )
