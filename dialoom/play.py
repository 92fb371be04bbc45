"""``dialoom play``: talk to a flow in the terminal, on the pure engine. No server is needed and nothing is sent."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from rich.console import Console
from rich.markup import escape

from channels import Capabilities, fitted, spread
from dialoom.channel_limits import capabilities_of
from dialoom.cli.errors import CommandError
from dialoom.flow_files import FlowFile
from dialoom.flow_test_record import Played, record
from engine import (
    Call,
    CallReturned,
    Channel,
    Contact,
    EventRefused,
    HandedBack,
    MessageReceived,
    SendMessage,
    World,
)
from engine.dialogue import Line
from engine.durations import parse_duration
from engine.flowtest import hear, why_ignored
from engine.flowtest.record import heard
from engine.offers import offered_by
from engine.simulator import Simulator
from engine.told import told
from nodes import NodeType
from nodes.calling import simulated_call

HELP = """\
Type what the contact says. A number or a title presses a button. Commands:
  /wait 24h   let time pass (30s, 10m, 24h, 2d or ISO 8601)
  /vars       show the variables
  /steps      show or hide the steps
  /back       people give the conversation back to the bot
  /close      people close the conversation
  /record     keep what was played as a flow test (in a file, /record more.tests.yaml)
  /restart    start again
  /quit       leave (also Ctrl-D)"""
UNITS = {"s": "PT{}S", "m": "PT{}M", "h": "PT{}H", "d": "P{}D", "w": "P{}W"}


@dataclass(slots=True)
class Game:
    """One conversation in a terminal; ``lines`` records it as a flow test. Without a type of ``channel`` messages are shown
    as the flow says them."""

    file: FlowFile
    node_types: Mapping[str, NodeType[Any]]
    console: Console
    name: str = "You"
    steps: bool = True
    channel: str | None = None
    tests: Path | None = None
    recorded: int = 0
    lines: list[Line] = field(default_factory=list)
    can: Capabilities | None = field(init=False)
    began: datetime = field(init=False)
    simulator: Simulator = field(init=False)
    shown: int = 0
    told: int = 0

    def __post_init__(self) -> None:
        self.can = capabilities_of(self.channel) if self.channel else None
        self.restart()

    def restart(self) -> None:
        self.began = datetime.now(UTC).replace(microsecond=0)
        contact = Contact(id=uuid4(), name=self.name)
        able = {"reactions": self.can.reactions, "templates": self.can.templates} if self.can else {}
        channel = Channel(id=uuid4(), kind=self.channel or "webchat", name="terminal", **able)
        world = World(now=self.began, contact=contact, channel=channel, conversation=uuid4())
        self.simulator = Simulator(self.file.flows, world, self.simulate)
        self.shown = self.told = 0
        self.lines.clear()
        self.recorded = 0

    def simulate(self, call: Call) -> CallReturned:
        """What the call would give, as the node type simulates it."""
        self.console.print(f"  [dim]· {call.node} calls out; simulated[/]")
        return simulated_call(call, self.node_types)

    def play(self, source: Iterator[str]) -> None:
        self.console.print(f"[bold]{escape(self.file.flow.name)}[/]\n[dim]{HELP}[/]\n", soft_wrap=True)
        for line in source:
            if line.strip() in {"/quit", "/exit"}:
                return
            try:
                self._line(line.strip())
            except (EventRefused, CommandError, ValueError) as error:
                self.console.print(f"  [red]{escape(str(error))}[/]")
            self._show_steps()

    def _line(self, line: str) -> None:
        match line.split(maxsplit=1):
            case []:
                return
            case ["/wait", duration]:
                self._wait(duration)
            case ["/vars"]:
                self._vars()
            case ["/steps"]:
                self.steps = not self.steps
            case ["/restart"]:
                self.restart()
                self.console.print("  [dim]· a new conversation[/]")
            case ["/record", *names]:
                path = Path(names[0]) if names else self.tests or self.file.path.with_suffix(".tests.json")
                self.record(path)
                self.console.print(f"  [dim]· recorded in {escape(str(path))}[/]")
            case ["/back"]:
                self.lines.append(Line(hands_back=True))
                self._hear(self.simulator.take(HandedBack()))
            case ["/close"]:
                self.lines.append(Line(resolves=True))
                self._hear(self.simulator.take(HandedBack(resolved=True)))
            case [command, *_] if command.startswith("/"):
                self.console.print(f"[dim]{HELP}[/]")
            case _:
                self._say(line)

    def record(self, path: Path) -> None:
        """Keep what was played since the beginning, or since /restart, as a flow test."""
        record(path, self.file.path, Played(self.simulator.world.contact, self.began, self.lines, self.channel))
        self.recorded = len(self.lines)

    def _say(self, text: str) -> None:
        self.lines.append(Line(says=text))
        flow, message = self.file.flow, MessageReceived(text=text)
        said = hear(self.simulator, flow, message, lambda node: self.simulator.start(flow, node, message))
        if said is None:
            why = why_ignored(flow, message, self.simulator).message
            self.console.print(f"  [dim]· nothing starts: {escape(why)}[/]")
        else:
            self._hear(said)

    def _wait(self, text: str) -> None:
        duration = parse_duration(_iso(text))
        self.lines.append(Line(waits=duration))
        said = self.simulator.wait(duration)
        self.console.print(f"  [dim]· {self.simulator.world.now:%a %d %b %H:%M} UTC[/]")
        self._hear(said)

    def _vars(self) -> None:
        frames = self.simulator.session.frames
        self.console.print_json(json.dumps(frames[-1].variables if frames else {}, default=str))

    def _hear(self, said: list[SendMessage]) -> None:
        self.lines += map(heard, said)
        self._show(said)
        self._tell()
        if self.simulator.session.status == "paused":
            self.console.print("  [yellow]· with people now[/]")
        if self.simulator.session.ended:
            reason = f": {self.simulator.session.reason}" if self.simulator.session.reason else ""
            self.console.print(f"  [green]· {self.simulator.session.status}{escape(reason)}[/]")

    def _show(self, said: list[SendMessage]) -> None:
        can = self.can
        for one in said:
            numbers = {offer.id: offer.number for offer in offered_by(one)}
            for part in [fitted(part, can) for part in spread(one, can)] if can else [one]:
                self._print(part, numbers)

    def _print(self, message: SendMessage, numbers: Mapping[str, int | None]) -> None:
        self.console.print(f"[bold cyan]bot[/]  {escape(message.text)}")
        if message.media:
            self.console.print(f"     [dim]\\[{message.media.kind}] {escape(message.media.url)}[/]")
        if place := message.location:
            self.console.print(f"     [dim]\\[place] {escape(place.name or '')} {place.latitude}, {place.longitude}[/]")
        if card := message.card:
            self.console.print(f"     [dim]\\[contact] {escape(card.name)} {escape(card.phone)}[/]")
        if message.reaction:
            self.console.print(f"     [dim]\\[reaction] {escape(message.reaction.emoji)}[/]")
        for line in _pressable(message, numbers):
            self.console.print(f"     {line}")

    def _tell(self) -> None:
        """What people got of it."""
        for words in filter(None, map(told, self.simulator.effects[self.told :])):
            self.console.print(f"  [yellow]· {escape(words)}[/]")
        self.told = len(self.simulator.effects)

    def _show_steps(self) -> None:
        if not self.steps:
            return
        for step in self.simulator.steps[self.shown :]:
            left = f" → {step.left}" if step.left else " …"
            self.console.print(f"  [dim]{'  ' * step.depth}· {step.node} ({step.kind}){left}[/]")
        self.shown = len(self.simulator.steps)
        for problem in self.simulator.problems:
            self.console.print(f"  [red]· {escape(str(problem))}[/]")
        self.simulator.problems.clear()


def _pressable(message: SendMessage, numbers: Mapping[str, int | None]) -> Iterator[str]:
    """Buttons and cards, each with the number that presses it, if one does. An address is opened, and has none."""
    for button in message.buttons:
        mark = "→" if button.url else _mark(numbers.get(button.id))
        yield f"[cyan]{mark}[/] {escape(button.title)}"
    for slide in message.slides:
        titles = " ".join(f"[cyan]{escape(f'[{button.title}]')}[/]" for button in slide.buttons)
        mark = _mark(next((numbers.get(button.id) for button in slide.buttons if not button.url), None))
        yield f"[cyan]{mark}[/] {escape(slide.title)} {titles}".rstrip()


def _mark(number: int | None) -> str:
    return "•" if number is None else f"{number}."


def keyboard() -> Iterator[str]:
    """Lines from the terminal or a pipe, until the end."""
    prompt = "you  " if sys.stdin.isatty() else ""
    while True:
        try:
            yield input(prompt)
        except EOFError:
            return


def _iso(text: str) -> str:
    text = text.strip()
    if text[:-1].replace(".", "", 1).isdigit() and text[-1:].lower() in UNITS:
        return UNITS[text[-1].lower()].format(text[:-1])
    return text.upper()
