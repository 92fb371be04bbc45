"""Outputs that lead nowhere."""

from collections.abc import Iterator

from engine.checks.choices import choices_of
from engine.checks.drawn import Drawn
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject

SAYS_SO = "connect it, or lead it to a node that ends the flow, to say that this is meant"
ENDS = "the flow ends there without a word", SAYS_SO


def _dead_outputs(subject: Subject) -> Iterator[Finding]:
    """The only output of the last node of a flow is meant to lead nowhere: the flow ends there."""
    for node in subject.nodes.values():
        caught = node.behaviour.failures if node.behaviour and subject.handlers else frozenset[str]()
        told = {*choices_of(node), *caught, *_missing_fallbacks(subject, node)}
        dead = [output for output in _open(subject, node) if output not in told]
        failures = node.behaviour.failures if node.behaviour else frozenset[str]()
        if len(node.outputs) > 1 or node.id in subject.starts:
            yield from _dead(node, [one for one in dead if one not in failures], ENDS)
            yield from _dead(node, [one for one in dead if one in failures], ("the run fails there", _caught(subject)))


def _caught(subject: Subject) -> str:
    title = next((behaviour.title for behaviour in subject.behaviours.values() if behaviour.catches), None)
    return f"connect it, or add the node *{title}*, where the flow then goes on" if title else "connect it"


def _dead(node: Drawn, outputs: list[str], what: tuple[str, str]) -> Iterator[Finding]:
    names, (becomes, fix) = ", ".join(map(repr, outputs)), what
    if outputs:
        lead = f"the output {names} leads" if len(outputs) == 1 else f"the outputs {names} lead"
        yield Finding(f"{lead} nowhere: {becomes}", fix, node.id, path=f"nodes.{node.index}")


def _no_fallback(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes.values():
        for output in _missing_fallbacks(subject, node):
            yield Finding(
                f"whatever fits no other output leaves by {output!r}, and that leads nowhere: the flow ends there without a word",
                SAYS_SO,
                node.id,
                path=f"nodes.{node.index}",
            )


def _missing_fallbacks(subject: Subject, node: Drawn) -> list[str]:
    """Of a node that branches: where none of its outputs leads anywhere, there is nothing to fall back from."""
    fallbacks = node.behaviour.fallbacks if node.behaviour else frozenset[str]()
    branches = any((node.id, output) in subject.connected for output in node.outputs)
    return [output for output in _open(subject, node) if branches and output in fallbacks]


def _choices_without_edge(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes.values():
        choices = choices_of(node)
        for choice in (choices[output] for output in _open(subject, node) if output in choices):
            yield Finding(
                f"the choice {choice.title!r} leads nowhere: whoever picks it gets no answer",
                "connect it to the next step, or delete the choice",
                node.id,
                choice.field,
                f"nodes.{node.index}.data.{choice.field}",
            )


def _open(subject: Subject, node: Drawn) -> Iterator[str]:
    return (output for output in node.outputs if (node.id, output) not in subject.connected)


CHECKS = (
    Check(
        code="dead_output",
        severity="warning",
        title="Output that leads nowhere",
        why="A session that leaves by it ends there, as failed where a call has failed. For the only output of a last node"
        " that is the normal end and"
        " is not reported; where a node has several ways out, or a way begins there, one was probably forgotten.",
        find=_dead_outputs,
    ),
    Check(
        code="no_fallback",
        severity="error",
        title="Nothing to fall back on",
        why="People write what nobody has thought of. A node that branches needs a way for what fits none of its"
        " branches, as `no_match`, `otherwise` or `none`; the end of the flow is one, with a word before it a better one.",
        find=_no_fallback,
    ),
    Check(
        code="choice_without_edge",
        severity="error",
        title="Choice that leads nowhere",
        why="The contact presses a button and nothing happens: the worst of all dead ends.",
        find=_choices_without_edge,
    ),
)
