"""Flow tests: a dialogue as data, run on the simulator with a virtual clock.

{"name": "orders tea", "contact": {"name": "Ann"}, "dialogue": [
  {"says": "order"}, {"expects": "Hi Ann, what would you like?"},
  {"chooses": "tea"}, {"expects": "Tea it is."}, {"ends": "completed"}]}
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from engine.compiled import CompiledFlow, Flows
from engine.durations import Duration
from engine.effects import Call
from engine.errors import EventRefused
from engine.events import CallReturned, HandedBack, MessageReceived
from engine.model import Value
from engine.simulator import Simulator
from engine.world import Channel, Contact, World

NOBODY = UUID(int=0)


class Line(Value):
    """One line of a dialogue; exactly one of its keys is given."""

    says: str | None = None
    chooses: str | None = None
    waits: Duration | None = None
    hands_back: bool | None = None
    expects: str | None = None
    expects_nothing: Literal[True] | None = None
    variable: dict[str, Any] | None = Field(None, description="names and the values they have now")
    contact: dict[str, Any] | None = Field(None, description="fields of the contact and their values")
    tags: tuple[str, ...] | None = None
    ends: Literal["completed", "failed"] | None = None

    @model_validator(mode="after")
    def one_thing(self) -> "Line":
        if len(self.model_fields_set) != 1:
            raise ValueError(f"a line says one thing, this one {sorted(self.model_fields_set) or 'nothing'}")
        return self


class Person(Value):
    name: str = ""
    language: str | None = None
    fields: dict[str, Any] = {}
    tags: tuple[str, ...] = ()


class FlowTest(Value):
    """``calls`` gives results by node id, where the node type's own simulation will not do."""

    name: str
    contact: Person = Person()
    inputs: dict[str, Any] = {}
    start: str | None = Field(None, description="the trigger node; by default the one that takes the first words")
    at: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    calls: dict[str, CallReturned] = {}
    dialogue: tuple[Line, ...]


class Failure(Value):
    """The first line that did not hold: its number from 1, what was expected, what was found."""

    line: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"line {self.line}: expected {self.expected}, found {self.found}"


class _Failed(Exception):
    def __init__(self, expected: str, found: str) -> None:
        super().__init__(expected)
        self.expected, self.found = expected, found


def run_test(
    test: FlowTest, flow: CompiledFlow, flows: Flows, simulate: Callable[[Call], CallReturned]
) -> Failure | None:
    """None when every line holds."""
    simulator = Simulator(flows, _world(test), lambda call: test.calls.get(call.node) or simulate(call))
    player = _Player(test, flow, simulator)
    for number, line in enumerate(test.dialogue, start=1):
        try:
            player.play(line)
        except _Failed as failed:
            return Failure(line=number, expected=failed.expected, found=failed.found)
        except EventRefused as refused:
            return Failure(line=number, expected="that the flow takes it", found=str(refused))
    return (
        None
        if not player.unheard
        else Failure(line=len(test.dialogue) + 1, expected="nothing more", found=repr(player.unheard[0]))
    )


def _world(test: FlowTest) -> World:
    contact = Contact(id=NOBODY, **test.contact.model_dump())
    channel = Channel(id=NOBODY, kind="webchat", name="test")
    return World(now=test.at, contact=contact, channel=channel, conversation=NOBODY)


class _Player:
    def __init__(self, test: FlowTest, flow: CompiledFlow, simulator: Simulator) -> None:
        self.test, self.flow, self.simulator = test, flow, simulator
        self.unheard: list[str] = []

    def play(self, line: Line) -> None:
        (kind,) = line.model_fields_set
        getattr(self, f"_{kind}")(getattr(line, kind))

    def _says(self, text: str) -> None:
        self._take(MessageReceived(text=text))

    def _chooses(self, choice: str) -> None:
        self._take(MessageReceived(choice=choice))

    def _take(self, message: MessageReceived) -> None:
        if self.unheard:
            raise _Failed("the contact to speak after all was heard", repr(self.unheard[0]))
        if self.simulator.session.frames and not self.simulator.session.ended:
            said = self.simulator.take(message)
        else:
            node = self.test.start or trigger_for(self.flow, message)
            said = self.simulator.start(self.flow, node, message, self.test.inputs)
        self.unheard += [one.text for one in said]

    def _waits(self, duration: Any) -> None:
        self.unheard += [one.text for one in self.simulator.wait(duration)]

    def _hands_back(self, _: bool) -> None:
        self.unheard += [one.text for one in self.simulator.take(HandedBack())]

    def _expects(self, text: str) -> None:
        found = self.unheard.pop(0) if self.unheard else None
        if found != text:
            raise _Failed(repr(text), "nothing" if found is None else repr(found))

    def _expects_nothing(self, _: bool) -> None:
        if self.unheard:
            raise _Failed("silence", repr(self.unheard[0]))

    def _variable(self, values: Mapping[str, Any]) -> None:
        frames = self.simulator.session.frames
        self._same(values, frames[-1].variables if frames else {})

    def _contact(self, values: Mapping[str, Any]) -> None:
        contact = self.simulator.world.contact
        self._same(values, {"name": contact.name, "language": contact.language, **contact.fields})

    def _tags(self, tags: tuple[str, ...]) -> None:
        if set(tags) != set(self.simulator.world.contact.tags):
            raise _Failed(str(sorted(tags)), str(sorted(self.simulator.world.contact.tags)))

    def _ends(self, status: str) -> None:
        if self.simulator.session.status != status:
            raise _Failed(status, f"{self.simulator.session.status} ({self.simulator.session.reason})")

    def _same(self, values: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if found.get(name) != value:
                raise _Failed(f"{name} = {value!r}", f"{found.get(name)!r}")


def trigger_for(flow: CompiledFlow, message: MessageReceived) -> str | None:
    """The trigger that takes these words; without one, None: the flow's first trigger."""
    for node in flow.triggers:
        matches = getattr(node.behaviour, "matches", None)
        if matches is not None and matches(node.params, message):
            return node.id
    return None
