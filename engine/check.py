"""The static checks of a flow: what would go wrong, where, and how to mend it, before any contact meets it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from engine.behaviour import Behaviour
from engine.checks import CHECKS, Carries, Known, Subject
from engine.checks.mentions import mentions
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.marks import Mark
from engine.named import Names
from engine.problems import Problem

__all__ = ["Carries", "Known", "Outward", "check", "outward"]


class Outward(NamedTuple):
    """A flow, the keys of the flows that it may run, and the goals that it looks for, as far as its nodes are understood."""

    document: FlowDocument
    runs: frozenset[str]
    goals: frozenset[str]


def check(
    document: FlowDocument,
    behaviours: Mapping[str, Behaviour[Any]],
    known: Known,
    limits: Limits,
) -> tuple[Problem, ...]:
    """Every finding, by check and then by place. Nodes that are not understood are left to ``read_document``."""
    subject = Subject.of(document, behaviours, known, limits)
    return tuple(problem for one in CHECKS for problem in one.problems(subject))


def outward(document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]]) -> Outward:
    """What it names of other flows: for whoever looks up what a check has to know of them."""
    subject = Subject.of(document, behaviours, Known(), Limits())
    runs = frozenset(text.source for text in subject.marked(Mark.FLOW))
    return Outward(document, runs, frozenset(one.name for one in mentions(subject, Names.GOAL)))
