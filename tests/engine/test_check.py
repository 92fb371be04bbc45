"""Broken flows are data: what is wrong with each, where, and how to mend it. ``--update`` rewrites what is expected."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.check import Carries, Known, check
from engine.checks import CHECKS, WIRING
from engine.contact_fields import ContactField
from engine.flow import Variable
from engine.limits import Limits
from engine.message_templates import MessageTemplate
from engine.problems import Problem
from engine.validate import read_document
from nodes import node_types

FILE = Path(__file__).parent / "broken_flows.json"
FLOWS: dict[str, Any] = json.loads(FILE.read_text())
SMS = Carries(
    title="Tiny",
    text=200,
    caption=100,
    buttons=3,
    button_title=24,
    media=("image",),
    kind="tiny",
    templates=True,
    service_window=timedelta(days=1),
)
APPROVED = MessageTemplate(
    name="shipped", language="en", channel="tiny", status="approved", body="Hi {{1}}, {{order}}."
)
HELD = MessageTemplate(name="sorry", language="en", channel="tiny", status="paused", body="Sorry.")
KNOWN = Known(
    flows={"faq": True, "draft_only": False, "this": True, "help": True, "more": True},
    secrets=frozenset({"SHOP_KEY"}),
    teams=frozenset({"sales", "support"}),
    templates=(APPROVED, HELD),
    channels={"1": SMS, "2": SMS},
    key="this",
    runs={"help": frozenset({"faq", "more"}), "more": frozenset({"this"})},
    tables={"orders": frozenset({"sku", "pieces"})},
    fields={"city": ContactField(), "age": ContactField(type="number")},
    latest={"faq": 3},
    channel_types=frozenset({"tiny", "telegram"}),
    channel_ids=frozenset({"0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"}),
    segments=frozenset({"silent"}),
    connections=frozenset({"default", "fast"}),
    goals=frozenset({"Paid"}),
    agents=frozenset({"bo@acme.example"}),
    constants=frozenset({"shop"}),
    variables={"faq": {"topic": Variable(input=True), "days": Variable(type="number", input=True)}},
)
TYPES, LIMITS = node_types(), Limits()


def everything(raw: Any) -> tuple[Problem, ...]:
    document, problems = read_document(raw, TYPES, LIMITS)
    return (*problems, *check(document, TYPES, KNOWN, LIMITS)) if document else problems


def shown(problem: Problem) -> dict[str, str]:
    return problem.model_dump(exclude_none=True)


@pytest.fixture(scope="module", autouse=True)
def rewritten(update: bool) -> None:
    if update:
        for broken in FLOWS["broken"]:
            broken["expect"] = [shown(problem) for problem in everything(broken["flow"])]
        FILE.write_text(json.dumps(FLOWS, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("broken", FLOWS["broken"], ids=lambda broken: broken["case"])
def test_broken_flow(broken: dict[str, Any]) -> None:
    """Each broken flow gives exactly these problems: no other finding distracts from the cause."""
    assert [shown(problem) for problem in everything(broken["flow"])] == broken["expect"]
    assert broken["expect"], "a broken flow has at least one problem"


def test_good_flow_has_no_problem() -> None:
    """A flow that uses most of what there is, and is right, gives no finding at all."""
    assert everything(FLOWS["good"]) == ()


def test_every_check_has_a_broken_flow() -> None:
    """A check that no broken flow proves might as well not be there."""
    codes = {problem["code"] for broken in FLOWS["broken"] for problem in broken["expect"]}
    assert codes >= {one.code for one in (*CHECKS, *WIRING)}


def test_codes_are_unique() -> None:
    """A code names one check: clients and docs rely on it."""
    codes = [one.code for one in (*CHECKS, *WIRING)]
    assert len(codes) == len(set(codes))
