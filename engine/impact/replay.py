"""A recording played on two versions."""

from collections.abc import Collection

from engine.advance import Turn
from engine.compiled import Flows
from engine.impact.difference import differences, divergence, path_of
from engine.impact.recording import Divergence, Heard, Recording, Replayed
from engine.impact.side import Side


class _Unlike(Exception):
    """The version itself does not repeat the recording."""


def replay(recording: Recording, before: Flows, after: Flows, replaced: Collection[str] = ()) -> Replayed:
    """``after`` knows the candidate by the ids of the versions that it would take the place of, so that draws are the same.

    ``replaced`` are these ids; without any it takes the place of the version that the recording began on.
    """
    both = _Both(recording, before, after, replaced or (recording.flow,))
    try:
        for heard in recording.heard:
            if not both.play(heard):
                break
    except _Unlike as why:
        return Replayed(session=recording.session, unlike=str(why))
    return Replayed(session=recording.session, divergence=both.first, visited=frozenset(both.visited))


class _Both:
    def __init__(self, recording: Recording, before: Flows, after: Flows, replaced: Collection[str]) -> None:
        self.old, self.new, self.replaced = Side(before, recording), Side(after, recording), replaced
        self.first: Divergence | None = None
        self.visited: set[str] = set()

    def play(self, heard: Heard) -> bool:
        """Whether both stand at the same nodes afterwards, so that what came next can come to both."""
        expected, got = self._repeated(heard), self._tried(heard)
        if got is None:
            return False
        self.visited |= {step.node for step in got.steps if step.flow in self.replaced}
        self.first = self.first or next(differences(heard, (self.old, expected), (self.new, got)), None)
        self.old.keep(expected)
        self.new.keep(got)
        return self.old.stand == self.new.stand

    def _repeated(self, heard: Heard) -> Turn:
        try:
            turn = self.old.turn(heard)
        except Exception as error:  # whatever keeps it from being repeated, it tells nothing
            raise _Unlike(f"turn {heard.number} cannot be repeated: {error}") from error
        if path_of(turn) != heard.path:
            raise _Unlike(_other_way(heard, turn))
        return turn

    def _tried(self, heard: Heard) -> Turn | None:
        try:
            return self.new.turn(heard)
        except Exception as error:  # noqa: BLE001 - a bug of a node type, too, is something that the candidate does
            self.first = self.first or self._refused(heard, str(error))
            return None

    def _refused(self, heard: Heard, why: str) -> Divergence:
        begins = not self.new.session.frames
        node = heard.path[0][0] if begins and heard.path else (self.new.stand or ("",))[-1]
        return divergence(heard, node, "gone" if begins else "refused", "that the flow takes it", why)


def _other_way(heard: Heard, expected: Turn) -> str:
    here, there = heard.path, path_of(expected)
    at = next(
        (i for i, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), min(map(len, (here, there)))
    )
    node = here[at][0] if at < len(here) else there[at][0]
    changed = "the contact, a setting, another flow or a node type has changed"
    return f"turn {heard.number} goes another way now, at {node!r}: {changed}"
