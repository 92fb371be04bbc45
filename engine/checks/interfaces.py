"""Flows that run others: whether what they hand over and take back is what the other flow declares."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.document import nearest
from engine.flow import Variable
from engine.marks import Path, beside, dotted, is_template
from engine.variables import Unfit, fit


class _Handed(NamedTuple):
    """A value that goes from one flow to another; ``known`` are the variables of the other flow that it may go to."""

    node: str
    flow: str
    path: Path
    place: str
    item: Any
    known: Mapping[str, Variable]


def _unknown_inputs(subject: Subject) -> Iterator[Finding]:
    for one in _handed(subject, "inputs"):
        if one.item.name not in one.known:
            yield _unknown(one, "takes no input", "declare it there as an input, or leave it out")


def _unknown_outputs(subject: Subject) -> Iterator[Finding]:
    for one in _handed(subject, "outputs"):
        if one.item.name not in one.known:
            yield _unknown(one, "gives no output", "declare it there as an output, or leave it out")


def _unfit_inputs(subject: Subject) -> Iterator[Finding]:
    for one in _handed(subject, "inputs"):
        variable = one.known.get(one.item.name)
        if variable and not is_template(one.item.value) and (why := _misfit(variable, one.item.value)):
            message = f"the input {one.item.name!r} of the flow {one.flow!r} is a {variable.type}: {why}"
            yield Finding(message, f"write a {variable.type}", one.node, dotted(one.path), one.place)


def _handed(subject: Subject, field: str) -> Iterator[_Handed]:
    """Of flows whose published version is known; which variables a pinned version has nobody has looked up."""
    for node, named in subject.runs:
        declared = subject.known.variables.get(named.key)
        if named.version is None and declared is not None and node.params:
            known = {name: one for name, one in declared.items() if (one.input if field == "inputs" else one.output)}
            for index, item in enumerate(getattr(beside(node.params, named.path), field, ())):
                path = (*named.path[:-1], field, index, "name")
                yield _Handed(node.id, named.key, path, node.place(path, None), item, known)


def _unknown(one: _Handed, what: str, fix: str) -> Finding:
    message = f"the flow {one.flow!r} {what} {one.item.name!r}"
    return Finding(message, nearest(one.item.name, one.known) or fix, one.node, dotted(one.path), one.place)


def _misfit(variable: Variable, value: str) -> str | None:
    try:
        fit(variable.type, value)
    except Unfit as error:
        return str(error)
    return None


CHECKS = (
    Check(
        code="unknown_flow_input",
        severity="warning",
        title="Input that the other flow does not take",
        why="The node hands a value to another flow under a name that its published version has no input for: it never arrives.",
        find=_unknown_inputs,
    ),
    Check(
        code="unknown_flow_output",
        severity="warning",
        title="Output that the other flow does not give",
        why="The node keeps a value of another flow under a name that its published version has no output for: it stays empty.",
        find=_unknown_outputs,
    ),
    Check(
        code="unfit_flow_input",
        severity="warning",
        title="Input that is of another type",
        why="The value that is handed over does not become the type of the other flow's variable, which starts with its default"
        " instead.",
        find=_unfit_inputs,
    ),
)
