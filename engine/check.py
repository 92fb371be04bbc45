"""The static checks of a flow: what would go wrong, where, and how to mend it, before any contact meets it."""

from collections.abc import Mapping
from typing import Any

from engine.behaviour import Behaviour
from engine.checks import CHECKS, Carries, Known, Subject
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.marks import Mark
from engine.problems import Problem

__all__ = ["Carries", "Known", "check", "references"]


def check(
    document: FlowDocument,
    behaviours: Mapping[str, Behaviour[Any]],
    known: Known,
    limits: Limits,
) -> tuple[Problem, ...]:
    """Every finding, by check and then by place. Nodes that are not understood are left to ``read_document``."""
    subject = Subject.of(document, behaviours, known, limits)
    return tuple(problem for one in CHECKS for problem in one.problems(subject))


def references(document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]]) -> frozenset[str]:
    """The keys of the flows that this one may run, as far as its nodes are understood."""
    subject = Subject.of(document, behaviours, Known(), Limits())
    return frozenset(text.source for text in subject.marked(Mark.FLOW))
