"""How a flow test names nodes: by their id, or by the key of their flow and their id, ``payment/price``."""

from engine.compiled import FlowSet


class Naming:
    """Of the flow that is tested, no key is known: its nodes go by their id alone, unless it is run as another one, too."""

    def __init__(self, flows: FlowSet) -> None:
        self._keys = {id: key for (key, _), id in flows.pins.items()} | {id: key for key, id in flows.keys.items()}

    def full(self, flow: str, node: str) -> str:
        """The longest name of a node in this version."""
        key = self._keys.get(flow)
        return f"{key}/{node}" if key else node

    def means(self, name: str, flow: str, node: str) -> bool:
        """Whether a line that says ``name`` speaks of this node: by its id alone of every node that has it."""
        return name in {node, self.full(flow, node)}
