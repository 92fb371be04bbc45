"""A node type has all its parts, or it is not one."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field

from engine import Behaviour, CallReturned, Context, Event, MessageReceived, News, Occasion, Step, Value
from engine.placing import Placed, channels, is_conditional, priority, urgency
from engine.pulls import ALL_MESSAGES
from nodes import BUILTIN, Io, NodeIncomplete, NodeType, node_types, simulated
from nodes.parts import has, inner_models
from nodes.spec import FAILURES
from nodes.starting import Ordered, Trigger
from nodes.testing import a_context
from ui_schema import NodeUi, widget

UI = NodeUi(title="Weather", help="Look up the weather.", group="action", icon="sun")
TRIGGER = NodeUi(title="Hi", help="Help.", group="trigger", icon="sun")
SUBFLOW = NodeUi(title="Hi", help="Help.", group="subflow", icon="sun")


class Params(Value):
    city: str = Field("", title="City", description="Where.", json_schema_extra=widget("template"))


class Bare(Value):
    city: str = ""


class Unnamed(Value):
    city: str = Field("", title="City", description="Where.", json_schema_extra={"ui:widget": 5})


class Open(BaseModel):
    city: str = Field("", title="City", description="Where.", json_schema_extra=widget("template"))


class Loose(BaseModel):
    model_config = ConfigDict(frozen=True)
    city: str = Field("", title="City", description="Where.", json_schema_extra=widget("template"))


class Nested(Value):
    cities: tuple[Bare, ...] = Field((), title="Cities", description="Where.", json_schema_extra=widget("choices"))


class Tree(Value):
    tree: Bare | None = Field(None, title="When", description="If.", json_schema_extra=widget("condition_tree"))


class Asked(Params):
    @property
    def conditional(self) -> bool:
        return True


def enter(params: Any, context: Context) -> Step:
    return Step(leave="next")


def resume(params: Any, context: Context, event: Event) -> Step:
    return Step(leave="next")


async def perform(params: Any, io: Io) -> None:
    return None


def simulate(params: Any) -> CallReturned:
    return simulated()


def matches(params: Any, message: MessageReceived) -> bool:
    return True


def hears(params: Any, news: News) -> bool:
    return True


def admits(params: Any, occasion: Occasion) -> bool:
    return True


def a_type(**over: Any) -> NodeType[Any]:
    parts = {"kind": "acme.weather", "params": Params, "outputs": lambda _: ("next",), "enter": enter, "ui": UI, **over}
    return NodeType(**parts)


@pytest.mark.parametrize(
    ("over", "missing"),
    [
        ({"kind": "Weather"}, "its kind"),
        ({"kind": "acme.weather.now"}, "its kind"),
        ({"kind": "a" * 101}, "its kind"),
        ({"ui": NodeUi(title="Weather", help=" ", group="action", icon="sun")}, "docstring"),
        ({"ui": NodeUi(title="", help="Help.", group="action", icon="sun")}, "title and an icon"),
        ({"ui": NodeUi(title="Weather", help="Help.", group="action", icon="")}, "title and an icon"),
        ({"perform": perform, "resume": resume}, "`perform` needs `simulate`"),
        ({"simulate": simulate}, "`simulate` without `perform`"),
        ({"perform": perform, "simulate": simulate}, "`perform` needs `resume`"),
        ({"resume": resume, "converses": True}, "`converses` is for types with `perform`"),
        ({"rounds": lambda *_: 2}, "`rounds` is for types with `runs_out`"),
        ({"matches": matches}, "group trigger"),
        ({"hears": hears}, "`hears` is for types of group trigger"),
        ({"params": Asked, "admits": admits}, "`admits` is for types of group trigger"),
        ({"ui": TRIGGER, "admits": admits}, "`admits` is asked only of params that are `conditional`"),
        ({"ui": TRIGGER, "pulls": lambda _: ALL_MESSAGES}, "`pulls` is for types with `matches`"),
        ({"params": Bare}, "Bare.city needs a title and a description and a widget"),
        ({"params": Nested}, "Bare.city needs a title"),
        ({"params": Unnamed}, "Unnamed.city needs a widget"),
        ({"params": Open}, "derive it from Value"),
        ({"params": Loose}, "derive it from Value"),
    ],
)
def test_refuses_a_type_without_a_part(over: dict[str, Any], missing: str) -> None:
    """Whoever writes a node type learns at once which part it lacks."""
    with pytest.raises(NodeIncomplete, match=missing):
        a_type(**over)


def test_parts_are_given_by_name() -> None:
    """A part that is added later breaks no type of another package: none depends on their order."""
    with pytest.raises(TypeError, match="positional"):
        NodeType("acme.weather", Params, lambda _: ("next",), enter, UI)  # type: ignore[call-arg]


def test_names_all_that_is_missing_at_once() -> None:
    """One run shows every part that is missing, not only the first."""
    with pytest.raises(NodeIncomplete) as refused:
        a_type(kind="Weather", simulate=simulate, params=Bare)
    assert len(refused.value.missing) == 3


@pytest.mark.parametrize(
    ("over", "waits", "is_trigger"),
    [
        ({}, False, False),
        ({"resume": resume}, True, False),
        ({"perform": perform, "simulate": simulate, "resume": resume}, True, False),
        ({"ui": TRIGGER, "matches": matches}, False, True),
        ({"ui": TRIGGER, "params": Asked, "matches": matches, "admits": admits}, False, True),
        ({"ui": TRIGGER, "hears": hears}, False, True),
        ({"ui": TRIGGER, "params": Asked, "admits": admits}, False, True),
        ({"kind": "a" * 100}, False, False),
        ({"params": Tree}, False, False),
    ],
)
def test_knows_what_it_is(over: dict[str, Any], waits: bool, is_trigger: bool) -> None:
    """Whether a type waits and whether it starts a flow follow from its parts."""
    node = a_type(**over)
    assert (node.waits, node.is_trigger) == (waits, is_trigger)


@pytest.mark.parametrize(
    ("over", "fails"),
    [({}, False), ({"perform": perform, "simulate": simulate, "resume": resume}, True), ({"ui": SUBFLOW}, True)],
)
def test_what_calls_out_can_fail(over: dict[str, Any], fails: bool) -> None:
    """Only a call and a flow that is run can fail: of every other type, an output called `timeout` is none of failure."""
    assert a_type(**over).failures == (FAILURES if fails else frozenset())


def test_outputs_of_its_own_are_added_to_those_that_say_it_by_their_name() -> None:
    """A type of another package that names `none` still goes on without its values by `failed` and `no_match`."""
    assert a_type(empty_handed=frozenset({"none"})).sets_nothing == {*a_type().sets_nothing, "none"}
    assert a_type().sets_nothing > {"failed", "no_match", "timeout"}


def test_one_type_catches_what_goes_wrong() -> None:
    """A second one would take a flow's errors away from the node that its author has drawn for them."""
    assert [node.kind for node in BUILTIN if node.catches] == ["on_error"]


def test_a_type_that_never_waits_is_never_resumed() -> None:
    """A resume of such a type is a bug of the engine, and loud."""
    with pytest.raises(AssertionError, match="never waits"):
        a_type().resume(Params.model_validate({}), a_context({}), CallReturned(call="1"))


def test_every_type_is_a_behaviour_for_the_engine() -> None:
    """The engine takes node types as they are; the type checker proves it here."""
    behaviours: Mapping[str, Behaviour[Any]] = node_types()
    assert set(behaviours) >= {"keyword", "ask_choice", "end"}


@pytest.mark.parametrize("node", BUILTIN, ids=lambda node: node.kind)
def test_every_form_can_be_drawn(node: NodeType[Any]) -> None:
    """A type's form is plain JSON Schema with a hint for every field, its help is a sentence, its kind is plain."""
    schema = node.params.model_json_schema()
    assert all("ui:widget" in field and field["description"] for field in schema.get("properties", {}).values())
    assert node.ui.help.strip().endswith(".")
    assert "." not in node.kind
    assert all(model.model_config.get("frozen") for model in inner_models(node.params))


@pytest.mark.parametrize("node", [node for node in BUILTIN if node.matches or node.hears], ids=lambda node: node.kind)
def test_whatever_is_pulled_tells_its_place(node: NodeType[Any]) -> None:
    """Which trigger is asked first, where and for whom, is read of the params by these names: without one, nothing fails."""
    assert [name for name in ("priority", "channels", "when_busy", "conditional") if not has(node.params, name)] == []


def test_what_triggers_tell_of_their_place_is_what_is_read() -> None:
    """The type checker proves it here: of the params of all triggers that messages or news pull."""
    placed: Placed = Trigger()
    assert (priority(Trigger()), channels(Trigger()), is_conditional(Trigger())) == (placed.priority, (), False)
    assert (priority(None), channels(Bare()), is_conditional(Bare())) == (0, (), False)


def test_how_urgent_the_starts_of_an_order_are() -> None:
    """What its trigger says, and the ordinary where that says nothing: a program is not to come last because of it."""
    assert [urgency(one, 50) for one in (Ordered(priority=80), Bare(), None)] == [80, 50, 50]
