"""The playing of a dialogue, line by line, until one does not hold."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from engine.compiled import CompiledFlow, FlowSet
from engine.contact_fields import NO_FIELDS, ContactField
from engine.delivery import Fate
from engine.dialogue import FlowTest, Line, Results
from engine.durations import format_duration
from engine.effects import Call, SendMessage
from engine.errors import EngineError
from engine.events import CallReturned, Event, HandedBack, Happened, MessageReceived, TakenOver
from engine.flowtest.entry import hear, is_open, kept_inside, left_out, listener_for, why_ignored
from engine.flowtest.expect import check_line
from engine.flowtest.names import Names
from engine.flowtest.naming import Naming
from engine.flowtest.outcome import Failed, Failure, Heard, Outcome
from engine.flowtest.returns import Returns
from engine.flowtest.scene import Scene
from engine.news import News
from engine.simulator import Simulate, Simulator
from engine.world import Channel, Contact, World

NOBODY = UUID(int=0)
MOST_STEPS = 10_000
INSIDE = "they are inside of a flow, which it does not interrupt (`when_busy`): let that one end first"
NAMED = "that the flow has what the test names"
USUAL = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def run_test(
    test: FlowTest,
    flow: CompiledFlow,
    flows: FlowSet,
    simulate: Simulate,
    fields: Mapping[str, ContactField] = NO_FIELDS,
    channels: Collection[str] = (),
) -> Outcome:
    """Plays until a line does not hold. ``simulate`` answers the calls that the test says nothing about; ``fields`` are
    those of contacts that the workspace has defined: they count, whatever the test says of them. ``channels`` are the types
    of channels that there are, if that is known."""
    player = _Player(test, Names(flow, flows, channels), simulate, _world(test, fields))
    failure = _failure(player, test.dialogue)
    scene = player.scene
    return Outcome(
        name=test.name, failure=failure, transcript=tuple(scene.transcript), steps=tuple(scene.simulator.steps)
    )


def _failure(player: "_Player", lines: tuple[Line, ...]) -> Failure | None:
    if unknown := next(player.names.unknown(player.test), None):
        return Failure(line=1, expected=NAMED, found=unknown)
    for number, line in enumerate(lines, start=1):
        try:
            player.play(line)
        except Failed as failed:
            return Failure(line=number, expected=failed.expected, found=failed.found)
        except EngineError as error:
            return Failure(line=number, expected="that the flow takes it", found=str(error))
        except Exception as error:  # noqa: BLE001 - a bug of a node type fails the test that met it; the others run
            return Failure(line=number, expected="that the flow takes it", found=repr(error))
    if left := player.scene.unheard:
        return Failure(line=len(lines) + 1, expected="nothing more", found=left[0].in_words)
    return None


def _world(test: FlowTest, fields: Mapping[str, ContactField]) -> World:
    contact = Contact(id=test.contact.id or NOBODY, **test.contact.model_dump(exclude={"id"}))
    channel = Channel(id=NOBODY, kind=test.channel, name="test")
    now = test.at.astimezone(UTC) if test.at else USUAL
    known = {"globals": test.globals, "templates": test.templates, "contact_fields": {**test.contact_fields, **fields}}
    return World(now=now, contact=contact, channel=channel, conversation=NOBODY, ways=test.ways, **known)


class _Player:
    def __init__(self, test: FlowTest, names: Names, simulate: Simulate, world: World) -> None:
        self.test, self.names, self.flow, self.simulate = test, names, names.flow, simulate
        naming = Naming(names.flows)
        self.returns = Returns(naming, test.returns)
        self.scene = Scene(Simulator(names.flows.without(test.missing_flows), world, self._answer), naming)
        self.acts: dict[str, Callable[[Any], None]] = {
            "starts": self._starts,
            "says": lambda text: self._takes(MessageReceived(text=text)),
            "chooses": lambda choice: self._takes(MessageReceived(choice=choice)),
            "sends": lambda sent: self._takes(MessageReceived.model_validate(sent.model_dump())),
            "waits": self._waits,
            "takes_over": self._takes_over,
            "hands_back": self._hands_back,
            "resolves": lambda _: self._happens("closes the conversation", HandedBack(resolved=True)),
            "happens": lambda told: self._happens(f"tells: {told.key}", Happened(key=told.key, data=told.data)),
            "returns": self._returns,
            "reports": self._reports,
        }

    def play(self, line: Line) -> None:
        if len(self.scene.simulator.steps) > MOST_STEPS:
            raise Failed(f"a test of {MOST_STEPS:,} steps at most", "more: is there a loop?")
        act = self.acts.get(line.kind)
        if act is None:
            check_line(self.scene, line)
        else:
            act(line.value)

    def _answer(self, call: Call) -> CallReturned:
        flow = self.scene.simulator.session.frames[-1].flow
        self.scene.called.append((flow, call))
        given = self.returns.next(flow, call.node)
        return self.simulate(call) if given is None else CallReturned(call=call.id, **given.model_dump())

    def _takes(self, message: MessageReceived) -> None:
        scene, simulator = self.scene, self.scene.simulator
        scene.begins(Heard(speaker="contact", text=_words(message)))
        if self.test.start and not is_open(simulator):
            self._begins(self.test.start, message)
        else:
            heard = hear(simulator, self.flow, message, lambda node: self._begins(node, message))
            scene.ignored = why_ignored(self.flow, message, simulator).message if heard is None else ""
        scene.listen()

    def _begins(self, node: str | None, message: MessageReceived) -> list[SendMessage]:
        return self.scene.simulator.start(self.flow, node, message, self.test.inputs)

    def _starts(self, because: News | bool) -> None:
        news = because if isinstance(because, News) else None
        self.scene.begins(Heard(speaker="team", text=f"starts the flow: {news.kind}" if news else "starts the flow"))
        node = self._listening(news) if news else self._asked()
        self.scene.simulator.start(self.flow, node, None, self.test.inputs, news)
        self.scene.listen()

    def _listening(self, news: News) -> str:
        node = listener_for(self.flow, news, self.scene.simulator)
        if node is None:
            raise Failed(
                f"a trigger that hears {news.kind!r} with {news.data!r}", "none that does, now, for this contact"
            )
        return node

    def _asked(self) -> str | None:
        node = self.test.start
        if kept := left_out(self.flow, node, self.scene.simulator):
            raise Failed(f"the trigger {kept!r} to take this contact now", "its conditions leave them out")
        if kept := kept_inside(self.flow, node, self.scene.simulator):
            raise Failed(f"the trigger {kept!r} to take this contact now", INSIDE)
        return node

    def _takes_over(self, idle: timedelta | bool) -> None:
        self._happens("takes over", TakenOver(idle=idle if isinstance(idle, timedelta) else None))

    def _hands_back(self, at: str | bool) -> None:
        self._happens("gives back to the bot", HandedBack(node=at if isinstance(at, str) else None))

    def _waits(self, duration: timedelta) -> None:
        self.scene.begins(Heard(speaker="time", text=f"{format_duration(duration)} later"), hurried=True)
        self.scene.simulator.wait(duration)
        self.scene.listen()

    def _returns(self, given: Mapping[str, Results]) -> None:
        if unknown := next(self.names.unknown_calls(given, self.test.missing_flows), None):
            raise Failed(NAMED, unknown)
        self.returns.say(given)

    def _reports(self, status: Fate) -> None:
        self.scene.begins(Heard(speaker="team", text=f"messages: {status}"), hurried=True)
        self.scene.simulator.reports(status)
        self.scene.listen()

    def _happens(self, what: str, event: Event) -> None:
        self.scene.begins(Heard(speaker="team", text=what), hurried=True)
        self.scene.simulator.take(event)
        self.scene.listen()


def _words(message: MessageReceived) -> str:
    things = [*(f"({media.kind}: {media.url})" for media in message.media)]
    things += [f"[{message.choice}]"] if message.choice is not None else []
    things += ["(a place)"] if message.location else []
    things += [message.phone] if message.phone else []
    return " ".join([message.text, *things]).strip()
