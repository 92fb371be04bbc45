"""What calls give in a flow test: by node, one result for good, or several in a row."""

from collections.abc import Mapping

from engine.dialogue import Results, Returned
from engine.flowtest.naming import Naming


class Returns:
    """``flow/node`` names a node of a flow that this one runs; ``node`` any that is not named so."""

    def __init__(self, naming: Naming, given: Mapping[str, Results]) -> None:
        self._naming = naming
        self._left: dict[str, list[Returned]] = {}
        self.say(given)

    def say(self, given: Mapping[str, Results]) -> None:
        """From here on, whatever was said of these nodes before."""
        self._left |= {name: list(one) if isinstance(one, tuple) else [one] for name, one in given.items()}

    def next(self, flow: str, node: str) -> Returned | None:
        """The last of a row stays."""
        left = self._left.get(self._naming.full(flow, node)) or self._left.get(node) or []
        return left.pop(0) if len(left) > 1 else next(iter(left), None)
