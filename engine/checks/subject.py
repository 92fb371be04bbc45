"""What the checks look at: a document's nodes, its edges as a graph, and what its texts read. Built once for all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from engine import marks
from engine.behaviour import Behaviour, Step
from engine.checks.drawn import Drawn, Text, drawn
from engine.checks.reads import Read, all_reads, texts_in
from engine.checks.rehearsal import messages_of, steps_of
from engine.contact_fields import ContactField
from engine.effects import SendMessage
from engine.flow import Edge, FlowDocument, Variable
from engine.graph import Graph, reachable
from engine.limits import Limits
from engine.marks import Mark
from engine.message_templates import MessageTemplate
from engine.named import Named, named
from engine.placing import channels
from engine.shapes import Misshapen, misshapen


@dataclass(frozen=True, slots=True)
class Carries:
    """What a channel can carry; 0 means not at all. Lengths are characters. ``reports``: it tells what becomes of them.
    ``service_window`` is how long after a message of the contact ordinary messages are taken; None: always."""

    title: str
    text: int
    caption: int = 0
    buttons: int = 0
    button_title: int = 0
    list_rows: int = 0
    cards: int = 0
    location: bool = False
    card: bool = False
    media: tuple[str, ...] = ()
    reactions: tuple[str, ...] | None = ()
    reports: bool = False
    kind: str = ""
    templates: bool = False
    service_window: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace has. None: nobody knows.

    ``flows`` are keys of flows, and whether they are published, ``archived`` those of flows that start for nobody;
    ``latest`` the number of the newest version of those that have one; ``runs`` says which flows they run, ``key`` is
    that of the checked one; ``channels`` are what can be carried, ``channel_ids`` all that there are, ``channel_types``
    those that are installed, ``variables`` are those that the flows declare which it runs, as they are published;
    ``fields`` are those of contacts that the workspace has defined, ``tables`` the names of each table's columns, ``goals``
    are those that other flows reach, ``agents`` addresses in small letters, ``constants`` the names of what templates read
    as ``globals``.
    """

    flows: Mapping[str, bool] | None = None
    archived: frozenset[str] = frozenset()
    secrets: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    templates: tuple[MessageTemplate, ...] | None = None
    channels: Mapping[str, Carries] | None = None
    channel_ids: frozenset[str] | None = None
    channel_types: frozenset[str] | None = None
    key: str | None = None
    runs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    variables: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    fields: Mapping[str, ContactField] | None = None
    latest: Mapping[str, int] | None = None
    tables: Mapping[str, frozenset[str]] | None = None
    segments: frozenset[str] | None = None
    connections: frozenset[str] | None = None
    goals: frozenset[str] | None = None
    agents: frozenset[str] | None = None
    constants: frozenset[str] | None = None


@dataclass(frozen=True)
class Subject:
    document: FlowDocument
    nodes: Mapping[str, Drawn]
    behaviours: Mapping[str, Behaviour[Any]]
    known: Known
    limits: Limits

    @classmethod
    def of(
        cls, document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]], known: Known, limits: Limits
    ) -> "Subject":
        nodes: dict[str, Drawn] = {}
        for index, node in enumerate(document.nodes):
            nodes.setdefault(node.id, drawn(document, node, index, behaviours.get(node.type)))
        return cls(document, nodes, behaviours, known, limits)

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Those that connect two nodes, and start at an output that the first one has or may have; then the jumps."""
        return (*(edge for edge in self.document.edges if self._connects(edge)), *self._jumps())

    def _jumps(self) -> Iterator[Edge]:
        """A node that names another one leads there, as if an edge were drawn."""
        for text in self.marked(Mark.NODE):
            if text.source in self.nodes:
                yield Edge.model_construct(id="", source=text.node, target=text.source, sourceHandle="")

    def _connects(self, edge: Edge) -> bool:
        source = self.nodes.get(edge.source)
        if source is None or edge.target not in self.nodes:
            return False
        return source.params is None or edge.sourceHandle in source.outputs

    @cached_property
    def connected(self) -> frozenset[tuple[str, str]]:
        """The nodes and outputs that lead somewhere."""
        return frozenset((edge.source, edge.sourceHandle) for edge in self.edges)

    @cached_property
    def graph(self) -> Graph:
        return self._graph(self.edges)

    @cached_property
    def lasting(self) -> Graph:
        """Without the edges from outputs that run out: a loop through one of them ends by itself."""
        return self._graph(edge for edge in self.edges if not self._runs_out(edge))

    def _graph(self, edges: Iterable[Edge]) -> Graph:
        after: dict[str, dict[str, None]] = {id: {} for id in self.nodes}
        for edge in edges:
            after[edge.source][edge.target] = None
        return {id: tuple(targets) for id, targets in after.items()}

    def _runs_out(self, edge: Edge) -> bool:
        behaviour = self.nodes[edge.source].behaviour
        return behaviour is not None and edge.sourceHandle in behaviour.runs_out

    @cached_property
    def triggers(self) -> tuple[Drawn, ...]:
        return tuple(node for node in self.nodes.values() if node.behaviour and node.behaviour.is_trigger)

    @cached_property
    def handlers(self) -> tuple[Drawn, ...]:
        """The nodes that are entered when something goes wrong."""
        return tuple(node for node in self.nodes.values() if node.behaviour and node.behaviour.catches)

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Where a way through the flow begins."""
        return tuple(node.id for node in (*self.triggers, *self.handlers))

    @cached_property
    def channels(self) -> tuple[Carries, ...]:
        """Those on which the flow can start, as far as they are known: those that its triggers name, or all."""
        known = self.known.channels or {}
        named = [channels(trigger.params) for trigger in self.triggers if trigger.params]
        chosen = {id for ids in named for id in ids} if named and all(named) else known.keys()
        return tuple(dict.fromkeys(channel for id, channel in known.items() if id in chosen))

    @cached_property
    def reached(self) -> frozenset[str]:
        return reachable(self.graph, self.starts)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return tuple(text for node in self.nodes.values() for text in node.texts)

    @cached_property
    def named(self) -> tuple[tuple[Drawn, Named], ...]:
        """What the params of the nodes name; walked through once for all checks."""
        return tuple((node, one) for node in self.nodes.values() for one in named(node.params))

    @cached_property
    def misshapen(self) -> tuple[tuple[Drawn, str, Misshapen], ...]:
        """What the params of the nodes write out, with its place, and is not of the shape that it has to be of; then what
        only a translation does."""
        return tuple((node, *one) for node in self.nodes.values() for one in _misshapen(node))

    @cached_property
    def runs(self) -> tuple[tuple[Drawn, marks.Named], ...]:
        """Which other flows the nodes name."""
        naming = {text.node for text in self.marked(Mark.FLOW)}
        there = ((node, node.params) for node in self.nodes.values() if node.id in naming)
        return tuple((node, one) for node, params in there if params for one in marks.flows_in(params))

    @property
    def reads(self) -> tuple[Read, ...]:
        return self._looked_at[0]

    @cached_property
    def messages(self) -> Mapping[str, tuple[SendMessage, ...]]:
        """By node, what it says when it is entered; of interest only where channels are known."""
        return {id: messages_of(steps) for id, steps in self.steps.items()}

    def messages_on(self, node: Drawn, kind: str) -> tuple[SendMessage, ...]:
        """What it says on channels of this type. Where its data do not name the type, that is what it says everywhere."""
        if kind not in texts_in(node.node.data):
            return self.messages.get(node.id, ())
        return messages_of(steps_of(node, self.limits, self.known.templates or (), kind))

    @property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """By node, what it does when it is entered, in every language; of interest only where channels are known."""
        return self._looked_at[1]

    @cached_property
    def _looked_at(self) -> tuple[tuple[Read, ...], Mapping[str, tuple[Step, ...]]]:
        """Node by node, while its parsed templates are in the cache: parsing is the dearest part of a check."""
        reads: list[Read] = []
        steps: dict[str, tuple[Step, ...]] = {}
        for node in self.nodes.values():
            reads += all_reads((node,), self.limits)
            if self.known.channels:
                steps[node.id] = tuple(steps_of(node, self.limits, self.known.templates or ()))
        return tuple(reads), steps

    @cached_property
    def variables(self) -> frozenset[str]:
        """Declared, or set by some node. Of a node that is not complete yet, any text may be the name of one."""
        names = {*self.document.variables, *(text.source for text in self.marked(Mark.SETS))}
        incomplete = (node.node.data for node in self.nodes.values() if node.params is None)
        return frozenset(names.union(*map(texts_in, incomplete)))

    def marked(self, mark: Mark) -> Iterator[Text]:
        return (text for text in self.texts if text.mark is mark)


def _misshapen(node: Drawn) -> Iterator[tuple[str, Misshapen]]:
    own = tuple(misshapen(node.params))
    yield from ((node.place(one.path), one) for one in own)
    for language, params in node.translations.items():
        yield from ((node.place(one.path, language), one) for one in misshapen(params) if one not in own)
