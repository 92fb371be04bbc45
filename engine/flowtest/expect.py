"""The lines of a dialogue that expect something: each raises Failed with what was found instead."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.dialogue import Expected, File, Line
from engine.durations import format_duration
from engine.flowtest.outcome import Failed
from engine.flowtest.scene import Scene, Spoken
from engine.replies_pattern import search


def check_line(scene: Scene, line: Line) -> None:
    _CHECKS[line.kind](scene, line.value)


def _expects(scene: Scene, wanted: str | Expected) -> None:
    whole = Expected(text=wanted) if isinstance(wanted, str) else wanted
    if not scene.unheard:
        found = f"nothing: {scene.ignored}" if scene.ignored else "nothing"
        raise Failed(repr(whole.text) if whole.text is not None else "a message", found)
    spoken = scene.unheard.pop(0)
    for expected, found in _differences(whole, spoken):
        raise Failed(expected, found)


def _differences(wanted: Expected, spoken: Spoken) -> Iterator[tuple[str, str]]:
    message = spoken.message
    found = repr(message.text) if message.text else spoken.in_words
    if wanted.text is not None and message.text != wanted.text:
        yield repr(wanted.text), found
    if wanted.contains is not None and wanted.contains not in message.text:
        yield f"a text with {wanted.contains!r} in it", found
    if wanted.matches is not None and search(wanted.matches, message.text) is None:
        yield f"a text that matches {wanted.matches!r}", found
    titles = tuple(button.title for button in message.buttons)
    if wanted.buttons is not None and wanted.buttons != titles:
        yield f"the buttons {_listed(wanted.buttons)}", _listed(titles)
    if wanted.media is not None and not _same_file(wanted.media, message.media):
        yield f"the file {wanted.media.kind} {wanted.media.url or ''}".strip(), spoken.in_words
    cards = tuple(slide.title for slide in message.slides)
    if wanted.cards is not None and wanted.cards != cards:
        yield f"the cards {_listed(wanted.cards)}", _listed(cards)
    if wanted.reaction is not None and (message.reaction is None or wanted.reaction != message.reaction.emoji):
        yield f"the reaction {wanted.reaction}", spoken.in_words
    if wanted.template is not None and (message.template is None or wanted.template != message.template.name):
        yield f"the template {wanted.template!r}", repr(message.template.name) if message.template else "none"
    if wanted.after is not None and wanted.after != spoken.after:
        yield f"{format_duration(wanted.after)} to pass before {spoken.in_words}", format_duration(spoken.after)


def _same_file(wanted: File, found: Any) -> bool:
    return found is not None and found.kind == wanted.kind and wanted.url in {None, found.url}


def _listed(titles: tuple[str, ...]) -> str:
    return ", ".join(map(repr, titles)) or "none"


def _silence(scene: Scene, _: bool) -> None:
    if scene.unheard:
        raise Failed("silence", scene.unheard[0].in_words)


def _variable(scene: Scene, values: Mapping[str, Any]) -> None:
    _same(values, scene.variables)


def _contact(scene: Scene, values: Mapping[str, Any]) -> None:
    contact = scene.simulator.world.contact
    own = {"name": contact.name, "language": contact.language, "opted_out": contact.opted_out}
    _same(values, {**contact.fields, **own})


def _same(values: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if found.get(name) != value:
            raise Failed(f"{name} = {value!r}", f"{found.get(name)!r}")


def _tags(scene: Scene, tags: tuple[str, ...]) -> None:
    found = sorted(scene.simulator.world.contact.tags)
    if sorted(set(tags)) != found:
        raise Failed(str(sorted(tags)), str(found))


def _calls(scene: Scene, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    naming, made = scene.naming, scene.called
    for node, params in wanted.items():
        own = [call.params for flow, call in made if naming.means(node, flow, call.node)]
        if not own:
            callers = ", ".join(repr(naming.full(flow, call.node)) for flow, call in made)
            raise Failed(f"a call of {node!r}", f"calls of {callers or 'nobody'}")
        if not any(_holds(params, one) for one in own):
            found = {name: own[-1].get(name) for name in params}
            raise Failed(f"a call of {node!r} with {dict(params)!r}", repr(found))


def _effect(scene: Scene, wanted: Mapping[str, Any]) -> None:
    found = [effect.model_dump(mode="json") for effect in scene.effects]
    if not any(_holds(wanted, one) for one in found):
        alike = [one for one in found if one["type"] == wanted.get("type")]
        raise Failed(f"the effect {dict(wanted)!r}", repr((alike or [one["type"] for one in found])[-1:]))


def _holds(wanted: Any, found: Any) -> bool:
    """Every value that is asked for is there; objects may have more."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(name in found and _holds(value, found[name]) for name, value in wanted.items())
    return bool(wanted == found)


def _leaves(scene: Scene, wanted: Mapping[str, str]) -> None:
    for node, output in wanted.items():
        own = (step for step in scene.steps if scene.naming.means(node, step.flow, step.node))
        left = [step.left for step in own if step.left is not None]
        if output not in left:
            raise Failed(f"{node!r} to be left by {output!r}", f"left by {left[-1]!r}" if left else "it was not left")


def _deadline(scene: Scene, wanted: Any) -> None:
    waiting, session = scene.simulator.session.waiting, scene.simulator.session
    if waiting is None or waiting.until is None or session.ended:
        raise Failed(f"a deadline in {format_duration(wanted)}", "no deadline")
    left = waiting.until - scene.simulator.world.now
    if left != wanted:
        raise Failed(f"a deadline in {format_duration(wanted)}", f"one in {format_duration(left)}")


def _ends(scene: Scene, status: str) -> None:
    session = scene.simulator.session
    if session.status != status:
        raise Failed(status, f"{session.status} ({session.reason})" if session.reason else session.status)


_CHECKS: Mapping[str, Callable[[Scene, Any], None]] = {
    "expects": _expects,
    "expects_nothing": _silence,
    "variable": _variable,
    "contact": _contact,
    "tags": _tags,
    "calls": _calls,
    "effect": _effect,
    "leaves": _leaves,
    "deadline": _deadline,
    "ends": _ends,
}
