"""What the params of a node ask, such as one question of a form, and what can be pressed there besides listed choices."""

from typing import NamedTuple

from engine.model import Value


class Beside(NamedTuple):
    """A button of a question besides the choices that it lists: what findings call it, and what becomes of another one that
    reads the same. ``field`` is where the author writes its title; without one it is ours."""

    title: str
    called: str
    then: str
    field: str = ""


class Pressable(Value):
    """Derived from by params, or by items of them, that ask with such buttons."""

    def beside(self, language: str) -> tuple[Beside, ...]:  # noqa: ARG002 - whoever has such buttons says it in a language
        """What can be pressed besides its choices where this language is spoken: no two should read the same."""
        return ()


class Asked(Pressable):
    """Derived from by the items of a node's params that ask; ``id`` is the variable that keeps the answer."""

    id: str
