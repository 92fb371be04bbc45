"""What a flow test names must be there: a name that is misspelled would quietly say nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from engine.compiled import CompiledFlow, CompiledNode, FlowSet
from engine.dialogue import FlowTest, Results
from engine.document import nearest


class Names:
    """Of the flow that is tested, and of those that it may run. ``channels`` are the types of channels; without any nobody
    knows which there are."""

    def __init__(self, flow: CompiledFlow, flows: FlowSet, channels: Collection[str] = ()) -> None:
        self.flow, self.flows, self.channels = flow, flows, channels
        self._all = {one.id: one for one in (*flows.versions.values(), flow)}
        self._keys = {key for key, _ in flows.pins} | set(flows.keys)

    def unknown(self, test: FlowTest) -> Iterator[str]:
        inputs = {name for name, one in self.flow.variables.items() if one.input}
        yield from (self._no("input", name, inputs) for name in test.inputs if name not in inputs)
        named = {key for one in self._all.values() for key, _ in one.references}
        yield from (self._no("mention of the flow", key, named) for key in test.missing_flows if key not in named)
        if self.channels and test.channel not in self.channels:
            yield self._no("channel type", test.channel, self.channels)
        for id, output in test.ways.items():
            yield from self._unknown_way(id, output)
        yield from self.unknown_calls(test.returns)

    def unknown_calls(self, returns: Mapping[str, Results]) -> Iterator[str]:
        """Of a flow that is not there nothing is known."""
        for name in returns:
            key, _, id = name.rpartition("/")
            if (not key or key in self._keys) and not self._nodes(id, key):
                yield self._no("node", name, self._ids(key))

    def _unknown_way(self, id: str, output: str) -> Iterator[str]:
        outputs = {one for node in self._nodes(id) for one in node.outputs}
        if not outputs:
            yield self._no("node", id, self._ids())
        elif output not in outputs:
            yield self._no(f"output of {id!r}", output, outputs)

    def _nodes(self, id: str, key: str = "") -> list[CompiledNode]:
        return [flow.nodes[id] for flow in self._flows(key) if id in flow.nodes]

    def _ids(self, key: str = "") -> set[str]:
        return {f"{key}/{id}" if key else id for flow in self._flows(key) for id in flow.nodes}

    def _flows(self, key: str) -> Iterable[CompiledFlow]:
        """Those of this key; without one all."""
        ids = [self.flows.keys.get(key), *(id for (name, _), id in self.flows.pins.items() if name == key)]
        return [self._all[id] for id in ids if id in self._all] if key else self._all.values()

    def _no(self, what: str, name: str, known: Iterable[str]) -> str:
        meant = nearest(name, known)
        return f"no {what} {name!r}{f': {meant}' if meant else ''}"
