"""What a flow names outside of itself is only looked for where somebody knows what there is."""

from typing import Any

import pytest

from engine import FlowDocument
from engine.check import Carries, Known, outward
from nodes import node_types
from tests.engine.checked import START, Nodes, found, problems_of, say
from tests.make import a_document

RUN: tuple[str, dict[str, Any]] = ("run_flow", {"flow": "shop"})
PINNED: tuple[str, dict[str, Any]] = ("run_flow", {"flow": "shop", "version": 3})
TEAM: tuple[str, dict[str, Any]] = ("hand_over", {"team": "sales"})
CALL: tuple[str, dict[str, Any]] = (
    "http_request",
    {"url": "https://a.example", "headers": [{"name": "Authorization", "secret": "key"}]},
)
ROWS: tuple[str, dict[str, Any]] = ("find_rows", {"table": "menu", "where": [{"column": "dish", "value": "tea"}]})
REPORT: tuple[str, dict[str, Any]] = ("wait_for_delivery", {"until": "read"})
SHOP = {"shop": True}
MENU = {"menu": frozenset({"dish"})}
TELLS, SILENT = Carries(title="Tells", text=100, reports=True), Carries(title="Silent", text=100)


@pytest.mark.parametrize(
    ("code", "node", "known", "there"),
    [
        ("unknown_flow", RUN, Known(flows={"other": True}), Known(flows=SHOP)),
        ("unpublished_flow", RUN, Known(flows={"shop": False}), Known(flows=SHOP)),
        ("unknown_version", PINNED, Known(flows=SHOP, latest={"shop": 2}), Known(flows=SHOP, latest={"shop": 3})),
        ("unknown_team", TEAM, Known(teams=frozenset({"help"})), Known(teams=frozenset({"sales"}))),
        ("unknown_team", TEAM, Known(teams=frozenset()), Known(teams=frozenset({"sales", "help"}))),
        ("unknown_secret", CALL, Known(secrets=frozenset({"other"})), Known(secrets=frozenset({"key"}))),
        ("unknown_table", ROWS, Known(tables={}), Known(tables=MENU)),
        ("unknown_column", ROWS, Known(tables={"menu": frozenset({"name"})}), Known(tables=MENU)),
        ("never_told", REPORT, Known(channels={"a": SILENT}), Known(channels={"a": TELLS})),
    ],
)  # fmt: skip
def test_only_what_is_known_to_lack_is_told(code: str, node: Any, known: Known, there: Known) -> None:
    """It is told where it is known not to be there; not where it is, and not where nobody knows."""
    nodes: Nodes = {"start": START, "x": node}
    assert [len(problems_of(code, nodes, {"start.next": "x"}, one)) for one in (known, there, Known())] == [1, 0, 0]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            Known(flows={"shop-2": True}, archived=frozenset({"shop"}), key="shops"),
            ("the flow 'shop' is archived: it starts for nobody", "take it out of the archive, or choose another flow"),
        ),
        (
            Known(flows={"shops": True}, key="shops"),
            ("there is no flow with the key 'shop'", "choose a flow of this workspace"),
        ),
        (Known(flows={"shop-2": True}), ("there is no flow with the key 'shop'", "did you mean 'shop-2'?")),
    ],
)
def test_a_flow_that_cannot_be_run_says_why(known: Known, told: tuple[str, str]) -> None:
    """One that is archived is there; and nobody meant the flow that they draw."""
    (found,) = problems_of("unknown_flow", {"start": START, "x": RUN}, {"start.next": "x"}, known)
    assert (found.message, found.fix) == told


def test_every_column_that_a_search_by_name_names_is_looked_up() -> None:
    """That of the names, that of the other names, and each that a row is within."""
    within = [{"column": "state"}, {"column": "country"}]
    data = {"table": "places", "column": "distrct", "other_names": "also", "within": within}
    known = Known(tables={"places": frozenset({"district", "state"})})
    nodes: Nodes = {"start": START, "x": ("find_by_name", data)}
    found = problems_of("unknown_column", nodes, {"start.next": "x"}, known)
    assert [(one.field, one.fix) for one in found] == [
        ("column", "did you mean 'district'?"),
        ("other_names", "it has district, state"),
        ("within.1.column", "it has district, state"),
    ]


def test_a_version_is_told_at_its_own_field() -> None:
    """The number is wrong, not the flow beside it."""
    known = Known(flows=SHOP, latest={"shop": 2})
    (problem,) = problems_of("unknown_version", {"start": START, "x": PINNED}, {"start.next": "x"}, known)
    assert (problem.field, problem.path) == ("version", "nodes.1.data.version")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("{{ vars }}", "unknown_variable", []),
        ("{{ result }}", "unknown_result", []),
        ("{{ result.gone }}", "unknown_result", ["say.text"]),
        ("{{ result.gone.body }}", "unknown_result", ["say.text"]),
        ("{{ result.say }}", "unknown_result", []),
        ("{{ contact }}", "unknown_name", []),
    ],
)
def test_a_scope_as_a_whole_is_no_name(text: str, code: str, told: list[str]) -> None:
    """All variables together may be read; one result that no node gives may not."""
    found = problems_of(code, {"start": START, "say": say(text)}, {"start.next": "say"})
    assert [f"{one.node}.{one.field}" for one in found] == told


@pytest.mark.parametrize(
    ("text", "fix"),
    [("{{ contact.shoe }}", "write contact.fields.shoe"), ("{{ conversation.shoe }}", None)],
)
def test_where_a_field_of_the_contact_is_found(text: str, fix: str | None) -> None:
    """Only a contact has fields of its own; elsewhere they are no help."""
    (problem,) = problems_of("unknown_name", {"start": START, "say": say(text)}, {"start.next": "say"})
    assert ("contact.fields" in (problem.fix or ""), problem.fix == fix) == (fix is not None, fix is not None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ parent.x }}", ["parent has no 'x'", "write parent.vars.x"]),
        ("{{ parent.vars.x }} {{ parent.result.ask }}", None),
        ("{{ error.zz }}", ["error has no 'zz'", "it has code, message, node"]),
        ("{{ error.code }} {{ error.message }} {{ error.node }}", None),
        ("{{ name }}", ["there is no 'name' to read", "write contact.name"]),
    ],
)
def test_what_the_parent_and_an_error_have(text: str, told: list[str] | None) -> None:
    """A misspelled name below them is told as elsewhere; one that lacks its beginning is told whole."""
    problems = problems_of("unknown_name", {"start": START, "say": say(text)}, {"start.next": "say"})
    assert [[one.message, one.fix] for one in problems] == ([told] if told else [])


@pytest.mark.parametrize(
    "saving", [("ask_text", {"save_as": "name"}), ("run_flow", {"outputs": [{"save_as": "name"}]})]
)
def test_a_node_that_is_not_understood_may_set_what_it_names(saving: Any) -> None:
    """A draft that is not complete is no reason for an alarm elsewhere."""
    nodes: Nodes = {"start": START, "x": saving, "say": say("{{ vars.name }} {{ vars.nome }}")}
    found = problems_of("unknown_variable", nodes, {"start.next": "x"})
    assert [one.message for one in found] == ["nothing sets the variable 'nome', and the flow does not declare it"]


def test_which_flows_a_flow_runs() -> None:
    """Their keys, each once, as far as the nodes are understood."""
    nodes: Nodes = {"a": RUN, "b": PINNED, "c": ("run_flow", {"flow": "menu"}), "d": ("run_flow", {"flow": 7})}
    document = FlowDocument.model_validate(a_document(nodes))
    assert outward(document, node_types()).runs == {"shop", "menu"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"method": "POST", "attempts": 2}, ["call.attempts"]),
        ({"method": "PATCH", "attempts": 5}, ["call.attempts"]),
        ({"method": "PATCH", "attempts": 5, "retry_unsafe": True}, []),
        ({"method": "POST", "attempts": 1}, []),
        ({"method": "PUT", "attempts": 2}, []),
        ({"attempts": 2}, []),
    ],
)
def test_attempts_that_are_never_made(data: dict[str, Any], told: list[str]) -> None:
    """What is asked for and does nothing is told, and nothing else is."""
    nodes: Nodes = {"start": START, "call": ("http_request", {"url": "https://a.example", **data})}
    assert found("idle_setting", nodes, {"start.next": "call"}) == told
