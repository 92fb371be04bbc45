from typing import Any

import pytest

from ui_schema import NodeUi, describe, flow_schema, outputs_of, widget

UI = NodeUi(title="Weather", help="Tell the weather.\n\n    At a place.", group="action", icon="sun")
FORM = {
    "type": "object",
    "properties": {
        "city": {"type": "string", **widget("template", section="Where")},
        "days": {"type": "array", "items": {"$ref": "#/$defs/Day"}},
    },
    "required": ["city"],
    "$defs": {"Day": {"type": "object", "properties": {"name": {"type": "string"}}}},
}
ENVELOPE = {
    "type": "object",
    "properties": {"dialoom": {"const": 1}, "nodes": {"type": "array", "items": {"$ref": "#/$defs/Node"}}},
    "$defs": {"Node": {"type": "object", "properties": {"type": {"type": "string"}, "data": {"type": "object"}}}},
}


def test_widget_options_become_hints() -> None:
    """A form finds the widget and its options under ``ui:``, where no JSON Schema keyword can be."""
    assert widget("select", source="teams") == {"ui:widget": "select", "ui:source": "teams"}


def test_describe_says_what_the_palette_shows() -> None:
    """A description is complete: whatever the editor shows of a type is in it, the help text without indentation."""
    found = describe("acme.weather", FORM, ("sunny", "rainy"), UI, is_trigger=False)
    assert (found.kind, found.title, found.group, found.icon) == ("acme.weather", "Weather", "action", "sun")
    assert found.help == "Tell the weather.\n\nAt a place."
    assert (found.outputs, found.form, found.is_trigger) == (("sunny", "rainy"), FORM, False)


@pytest.mark.parametrize(
    ("function", "outputs"),
    [
        (lambda _: ("next",), ("next",)),
        (lambda _: (), ()),
        (lambda params: tuple(params.choices), "dynamic"),
        (lambda params: ("a", "b") if params.timeout else ("a",), "dynamic"),
    ],
)
def test_outputs_are_dynamic_if_they_look_at_the_params(function: Any, outputs: Any) -> None:
    """The editor may draw fixed outputs by itself, and must ask for those that depend on the params."""
    assert outputs_of(function) == outputs


def test_a_mistake_in_outputs_is_not_hidden() -> None:
    """An error of the node's own function reaches its developer."""
    with pytest.raises(ZeroDivisionError):
        outputs_of(lambda _: ("next",) * (1 // 0))


def test_flow_schema_moves_definitions() -> None:
    """What two node types both call ``Day`` stays apart, and hints for forms are left out."""
    schema = flow_schema(ENVELOPE, [describe("weather", FORM, ("next",), UI, is_trigger=False)])
    assert schema["$defs"]["weather"]["properties"]["days"]["items"] == {"$ref": "#/$defs/weather.Day"}
    assert schema["$defs"]["weather.Day"]["properties"] == {"name": {"type": "string"}}
    assert schema["$defs"]["weather"]["properties"]["city"] == {"type": "string"}
    assert schema["$defs"]["Node"]["allOf"][0]["then"]["required"] == ["data"]
    assert schema["$id"] == "urn:dialoom:flow:1"
