"""The static checks: one small group a file, all of them linear in the size of the flow.

To add one: write a function from Subject to findings, describe it by a Check in its file's ``CHECKS``, add a broken
flow to ``tests/engine/broken_flows.json``, and run the tests with ``--update`` to write docs/checks.md.
"""

from engine.checks import (
    approved,
    carried,
    choices,
    contact_fields,
    idle,
    interfaces,
    loops,
    names,
    outputs,
    references,
    reports,
    starts,
    tables,
    types,
    unset,
    untranslated,
    window,
    workspace,
)
from engine.checks.spec import Check, Finding
from engine.checks.subject import Carries, Known, Subject
from engine.checks.wiring import WIRING

CHECKS: tuple[Check, ...] = (
    *starts.CHECKS,
    *outputs.CHECKS,
    *choices.CHECKS,
    *loops.CHECKS,
    *names.CHECKS,
    *unset.CHECKS,
    *types.CHECKS,
    *references.CHECKS,
    *interfaces.CHECKS,
    *contact_fields.CHECKS,
    *tables.CHECKS,
    *workspace.CHECKS,
    *idle.CHECKS,
    *approved.CHECKS,
    *window.CHECKS,
    *untranslated.CHECKS,
    *carried.CHECKS,
    *reports.CHECKS,
)

__all__ = ["CHECKS", "WIRING", "Carries", "Check", "Finding", "Known", "Subject"]
