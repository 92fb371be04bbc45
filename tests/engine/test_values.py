"""What passes between the parts of the engine is frozen, and its limits and defaults are what they are said to be."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

import engine
import nodes
from engine import Channel, MessageReceived, Started
from engine.behaviour import End, ForCall
from engine.check import Carries
from engine.diff import FlowDiff
from engine.document import MOST_NAMES, MOST_PROBLEMS
from engine.effects import Call, StartFlow
from engine.flow import Needs, Node, Variable
from engine.flowtest.play import MOST_STEPS, USUAL
from engine.limits import Limits
from engine.occasion import Occasion
from engine.session import Session, Waiting
from engine.steps import StepTaken
from engine.template_parse import LANGUAGE
from engine.triggers import DrawnTrigger
from engine.values_diff import ValueChange
from tests.make import NOW, a_contact

WORKING = {
    "engine.frames.OpenFrame",
    "engine.flowtest.scene.Scene",
    "engine.simulator.Simulator",
}  # gone after their run
OCCASION = Occasion(
    now=NOW, contact=a_contact(), channel=Channel(id=UUID(int=0), kind="x"), message=MessageReceived(text="Hi")
)
PATTERNS = {"regex_match": 2_000, "regex_replace": 2_000, "parse_date": 500}
FORMATS = ("number", "currency", "percent", "list", "date", "time", "datetime")
LOOKED_UP = dict.fromkeys((*(f"format_{one}" for one in FORMATS), "plural", "relative_time"), 100)
CACHING = {
    "engine.checks.drawn.Drawn",
    "engine.checks.subject.Subject",
    "nodes.reply_tests.Heard",
}  # their cached properties need a dict


def classes() -> Iterator[type]:
    for package in (engine, nodes):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if found.__module__ == module.name:
                    yield found


def named(found: type) -> str:
    return f"{found.__module__}.{found.__qualname__}"


def test_values_are_frozen() -> None:
    """Nobody can change what somebody else has been given, nor put something else into it."""
    records = {one for one in classes() if dataclasses.is_dataclass(one)}
    models = {one for one in classes() if issubclass(one, BaseModel)}
    assert len(records) > 20
    assert len(models) > 100
    assert {named(one) for one in records if not one.__dataclass_params__.frozen} == WORKING  # type: ignore[attr-defined]
    assert {named(one) for one in records if "__slots__" not in vars(one)} == CACHING
    open_ones = {(one.model_config.get("frozen"), one.model_config.get("extra")) for one in models}
    assert open_ones == {(True, "forbid")}


def test_the_limits_of_the_engine() -> None:
    """A change of a limit is a change for every flow: it is made on purpose, here too."""
    assert Limits().model_dump() == {
        "nodes_per_flow": 2_000,
        "edges_per_flow": 8_000,
        "document_bytes": 4_194_304,
        "document_depth": 64,
        "steps_per_turn": 100,
        "frames_per_session": 20,
        "messages_per_turn": 50,
        "variables_bytes": 131_072,
        "result_bytes": 32_768,
        "template_source": 8_192,
        "template_output": 10_000,
        "condition_source": 2_048,
        "call_response_bytes": 262_144,
        "compared_items": 1_000,
        "starts_per_session": 20,
        "starts_in_a_row": 5,
    }
    assert (MOST_STEPS, MOST_PROBLEMS, MOST_NAMES) == (10_000, 500, 500)


@pytest.mark.parametrize(
    ("module", "limits"),
    [
        ("engine.tables", {"ROW_BYTES": 16_384, "ROWS": 10_000, "COLUMNS": 50, "TABLES": 100}),
        ("engine.summary", {"MOST": 50, "LONGEST": 500}),
        ("engine.simulator", {"MOST_TURNS": 1_000}),
        ("engine.listeners", {"LONGEST_CHAIN": 20}),
        ("engine.proportions", {"ENOUGH": 100, "RARE": 5, "CHANCE": 0.05}),
        ("engine.formats", {"MOST_IN_A_SENTENCE": 100}),
        ("engine.large_numbers", {"LARGEST": 10**15}),
        ("engine.languages", {"LONGEST_TAG": 35}),
        ("engine.filters.numbers", {"MOST_DECIMALS": 10}),
        ("engine.filters.texts", {"MOST_WORDS": 10_000}),
        ("engine.filters.times", {"FARTHEST": 1_000_000, "LONGEST_WRITTEN": 100}),
        ("engine.template_values", {"MAX_TEXT": 65_536}),
        ("nodes.phone_numbers", {"MOST_TRIES": 20}),
        ("engine.template_context", {"MAX_WORK": 1_000_000}),
        ("engine.filters", {"COSTS": {**PATTERNS, **LOOKED_UP}}),
        ("nodes.mail", {"MOST_RECIPIENTS": 10, "LONGEST_SUBJECT": 200, "LONGEST_BODY": 20_000}),
        ("nodes.send_cards", {"MOST": 10}),
        ("nodes.slides", {"LONGEST_TITLE": 80, "LONGEST_TEXT": 800, "LONGEST_ID": 64}),
        ("nodes.start_flow", {"LONGEST": 256}),
        ("nodes.typing", {"LONGEST": timedelta(minutes=1), "REFRESH": timedelta(seconds=4)}),
    ],
)
def test_the_limits_of_a_module(module: str, limits: dict[str, object]) -> None:
    """Limits that stand beside what they bound are changed on purpose, too."""
    found = vars(importlib.import_module(module))
    assert {name: found[name] for name in limits} == limits


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("logical_parentheses", True),
        ("logical_not_operator", True),
        ("ternary_expressions", True),
        ("loop_iteration_limit", 2_000),
        ("local_namespace_limit", 131_072),
        ("context_depth_limit", 20),
        ("block_nesting_limit", 12),
        ("autoescape", False),
    ],
)
def test_the_language_of_templates(name: str, value: object) -> None:
    """What it knows and how far it goes; quotes and brackets in a text stay as they are."""
    assert getattr(LANGUAGE, name) == value


@pytest.mark.parametrize(
    ("made", "defaults"),
    [
        (Waiting(kind="reply"), {"until": None, "call": None, "key": None, "taken": False}),
        (Started(flow="f", node="n"), {"inputs": {}, "depth": 0}),
        (StartFlow(flow="f", channel="c"), {"interrupt": False, "depth": 0}),
        (Session(), {"status": "active", "frames": (), "turn": 0, "result": None, "reason": None}),
        (Session(), {"starts": 0, "depth": 0, "waiting": None, "leaving": None}),
        (ForCall(Limits()), {"timeout": timedelta(seconds=15), "attempts": 1}),
        (Call(id="1", kind="x", node="n", params={}, timeout=timedelta(1)), {"attempts": 1}),
        (End(), {"result": "completed"}),
        (FlowDiff(), {"nodes": (), "edges": (), "reordered": False}),
        (OCCASION, {"first": False, "started": None}),
        (StepTaken(flow="f", node="n", kind="end", entered="edge"), {"left": None, "depth": 0}),
        (Variable(), {"type": "text", "input": False, "output": False}),
        (Needs(), {"tests": False, "coverage": 0}),
        (Node(id="n", type="end").position, {"x": 0, "y": 0}),
        (DrawnTrigger(node="n", kind="k"), {"priority": 0, "when_busy": "ignore", "channels": ()}),
        (ValueChange(change="added", path=()), {"before": None, "after": None, "text": False}),
        (Carries(title="x", text=5), dict.fromkeys(("caption", "buttons", "button_title", "list_rows", "cards"), 0)),
        (
            Carries(title="x", text=5),
            {"media": (), "reactions": (), **dict.fromkeys(("reports", "templates", "location", "card"), False)},
        ),
    ],
    ids=lambda one: type(one).__name__ if not isinstance(one, dict) else "",
)
def test_what_is_not_said_is_the_least(made: Any, defaults: dict[str, Any]) -> None:
    """A part of a document or a decision that says nothing of a thing has none of it."""
    assert {name: getattr(made, name) for name in defaults} == defaults


def test_a_flow_test_begins_on_a_monday_morning() -> None:
    """Tests that were saved without a time go on holding, whenever they are run."""
    assert datetime(2026, 1, 5, 9, tzinfo=UTC) == USUAL
    assert f"{USUAL:%A %H:%M}" == "Monday 09:00"
