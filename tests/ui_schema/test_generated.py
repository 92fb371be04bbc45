"""The committed files of ui_schema are what the node types say; ``--update`` writes them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import ui_schema
from dialoom.generated import files
from nodes import BUILTIN

FOLDER = Path(ui_schema.__file__).parent
ROOT = FOLDER.parent
GOOD = json.loads((Path(__file__).parents[1] / "engine" / "broken_flows.json").read_text())["good"]


@pytest.fixture(scope="module")
def generated() -> Mapping[str, str]:
    return files()


@pytest.mark.parametrize("name", sorted(files()))
def test_is_up_to_date(name: str, generated: Mapping[str, str], update: bool) -> None:
    """A changed node type changes the committed file, so that the change is seen in review."""
    if update:
        (ROOT / name).write_text(generated[name])
    assert (ROOT / name).read_text() == generated[name], "run `make schema` and review the diff"


def test_every_node_type_is_there() -> None:
    """The editor's palette leaves out nothing, and nothing in it lacks a title, a help text or a form."""
    types = json.loads((FOLDER / "node-types.json").read_text())
    assert [one["kind"] for one in types] == [node.kind for node in BUILTIN]
    assert all(one["title"] and one["help"] and one["form"]["type"] == "object" for one in types)


@pytest.fixture(scope="module")
def flow_validator() -> Draft202012Validator:
    schema = json.loads((FOLDER / "flow.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_flow_schema_takes_a_good_flow(flow_validator: Draft202012Validator) -> None:
    """Who writes flows by hand gets no false alarm from their editor."""
    assert [error.message for error in flow_validator.iter_errors(GOOD)] == []


@pytest.mark.parametrize(
    ("node", "where"),
    [
        ({"id": "a", "type": "ask_text"}, "$.nodes[0]"),
        ({"id": "a", "type": "ask_text", "data": {"question": ""}}, "$.nodes[0].data.question"),
        ({"id": "a", "type": "ask_text", "data": {"question": "?", "timeout": "1h"}}, "$.nodes[0].data.timeout"),
        ({"id": "a", "type": "ask_text", "data": {"question": "?", "tmeout": "PT1H"}}, "$.nodes[0].data"),
        (
            {"id": "a", "type": "ask_choice", "data": {"question": "?", "choices": [{"id": "x"}]}},
            "$.nodes[0].data.choices[0]",
        ),
        ({"id": "a", "type": "ask_txt", "data": {}}, "$.nodes[0].type"),
    ],
)
def test_flow_schema_refuses(node: object, where: str, flow_validator: Draft202012Validator) -> None:
    """What a node's type refuses, the schema of the whole document refuses at the same place."""
    errors = flow_validator.iter_errors({"dialoom": 3, "name": "x", "nodes": [node]})
    assert where in {error.json_path for error in errors}


def test_flow_schema_lets_strangers_through(flow_validator: Draft202012Validator) -> None:
    """A flow may use the node types of packages that the schema's author never heard of."""
    node = {"id": "a", "type": "acme.weather", "data": {"city": "Pune"}}
    assert list(flow_validator.iter_errors({"dialoom": 3, "name": "x", "nodes": [node]})) == []
