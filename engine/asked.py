"""One of several questions that a node asks, as a form does."""

from engine.model import Value


class Asked(Value):
    """Derived from by the items of a node's params that ask; ``id`` is the variable that keeps the answer."""

    id: str

    @property
    def beside(self) -> tuple[str, ...]:
        """What can be pressed beside its choices, in all languages: no choice should read the same."""
        return ()
