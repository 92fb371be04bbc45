"""Questions among the params of a node, and what of them the checks take for what."""

from dataclasses import replace

from pydantic import Field

from engine import FlowDocument, Limits, Value
from engine.check import Known, check
from nodes import node_types
from nodes.fields import Choice, VariableName
from nodes.spec import only_next
from tests.engine.checked import START
from tests.make import a_document
from ui_schema import widget


class Item(Value):
    """A question of another package, which happens to have a param of this name."""

    id: VariableName = Field(title="Name", description="Of the variable.", json_schema_extra=widget("variable"))
    beside: str = Field(title="Beside", description="A text.", json_schema_extra=widget("text"))
    choices: tuple[Choice, ...] = Field(title="Choices", description="To pick.", json_schema_extra=widget("choices"))


class Items(Value):
    items: tuple[Item, ...] = Field(title="Items", description="Questions.", json_schema_extra=widget("choices"))


def test_a_param_that_is_called_beside_is_no_title() -> None:
    """Only what is derived from the engine's question says which titles stand beside its choices."""
    asks = replace(node_types()["ask_text"], params=Items, outputs=only_next)
    item = {"id": "a", "beside": "T", "choices": [{"id": "t", "title": "T"}]}
    document = FlowDocument.model_validate(a_document({"start": START, "ask": ("ask_text", {"items": [item]})}, {}))
    problems = check(document, {**node_types(), "ask_text": asks}, Known(), Limits())
    assert [one.node for one in problems if one.code == "same_choice"] == []
