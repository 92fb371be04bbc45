"""The one thing a node module must define: ``node = NodeType(...)``."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel, Field

from engine import CallReturned, Context, Event, MessageReceived, News, Occasion, Step, Value
from engine.name_search import NameQuery
from engine.pulls import UNKNOWN, Pull
from engine.tables import RowAnswer, RowQuery, RowToSave
from nodes.ai import AiAnswer, AiRequest, TranscriptRequest
from nodes.mail import Mail, MailAnswer
from nodes.parts import has, params_missing, well_named
from ui_schema import NodeUi

P = TypeVar("P", bound=BaseModel)


class HttpAnswer(Value):
    """``body`` is parsed JSON where the answer says it is JSON, else text."""

    status: int
    headers: dict[str, str] = Field({})
    body: Any = None


class IoTimeout(Exception):
    """The other side did not answer in time."""


class IoFailed(Exception):
    """There is no answer: refused address, no connection, too large. The text says which, for people.

    ``after`` is how many seconds the other side wants to be left alone before it is asked again, if it said so.
    """

    def __init__(self, text: str, after: float | None = None) -> None:
        super().__init__(text)
        self.after = after


class NodeIncomplete(Exception):
    """The developer of a node type left out a part that every type has; ``missing`` says which."""

    def __init__(self, kind: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"node type {kind!r}: {'; '.join(missing)}")
        self.kind, self.missing = kind, missing


class Io(Protocol):
    """What ``perform`` may do. The HTTP client refuses private addresses and redirects; secrets come by name; models are
    those of the operator's connections, and every question is kept with the call. Rows are those of the workspace's
    tables; one that is saved again by a repeated attempt is the same row, and an e-mail keeps its Message-ID."""

    async def http(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,  # noqa: ASYNC109 - a value for the client, not a cancel scope
    ) -> HttpAnswer: ...

    async def secret(self, name: str) -> str: ...

    async def ai(self, request: AiRequest) -> AiAnswer: ...

    async def transcribe(self, request: TranscriptRequest) -> AiAnswer: ...

    async def save_row(self, row: RowToSave) -> RowAnswer: ...

    async def find_rows(self, query: RowQuery) -> RowAnswer: ...

    async def find_named(self, query: NameQuery) -> RowAnswer: ...

    async def mail(self, mail: Mail) -> MailAnswer: ...


FAILURES = frozenset({"failed", "error", "timeout", "client_error", "server_error"})
EMPTY_HANDED = FAILURES | {"no_match", "cancelled", "skipped", "event"}
Perform: TypeAlias = Callable[[P, Io], Awaitable[Any]]
Matches: TypeAlias = Callable[[P, MessageReceived], bool]
Hears: TypeAlias = Callable[[P, News], bool]
Admits: TypeAlias = Callable[[P, Occasion], bool]
Part: TypeAlias = Callable[[P, Mapping[str, Any]], str | None]


def never_waits(params: BaseModel, context: Context, event: Event) -> Step:
    """The ``resume`` of every type that only goes on: it is never called."""
    raise AssertionError("this node never waits")


def undivided(params: BaseModel, memory: Mapping[str, Any]) -> None:
    """The ``part`` of every type that asks one thing."""


def never_under_way(result: Any) -> bool:
    """The ``under_way`` of every type for which each visit is a new one."""
    return False


def uncounted(params: BaseModel, context: Context) -> int:
    """The ``rounds`` of every type that leads into none, or into nobody knows how many."""
    return 0


def only_next(params: BaseModel) -> tuple[str, ...]:
    """The ``outputs`` of every type that has one way."""
    return ("next",)


def pulled_somehow(params: BaseModel) -> Pull:
    """The ``pulls`` of every type that does not tell."""
    return UNKNOWN


def never_barred(params: BaseModel) -> None:
    """The ``barred_by`` of every type that always comes some day, or does not know."""


def simulated(result: Any = None, *, error: Literal["timeout", "failed"] | None = None) -> CallReturned:
    """What ``simulate`` gives: the event that ``perform`` would have led to."""
    return CallReturned(call="simulated", result=result, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeType(Generic[P]):
    """A node type has all its parts, or it is not one: making it raises NodeIncomplete.

    ``matches`` makes it a trigger that messages can pull, ``hears`` one that news can; ``admits`` says of a trigger on which
    occasions, of params that are ``conditional``. For the checks ``pulls`` tells by which messages, so that two triggers can
    be compared, and ``barred_by`` names the field that keeps a trigger from ever starting its flow. ``perform`` is the only
    coroutine, run as its own activity; ``simulate`` gives its result in the simulator, in flow tests and in the terminal.
    ``runs_out`` names the outputs that are left only so often before the node takes another one, so that a loop through them
    ends by itself; ``rounds`` says how often, as far as its params and the flow's variables alone tell, for a check that goes
    by it. ``fallbacks`` names those for whatever fits no other one, which have to lead somewhere where the node branches,
    ``empty_handed`` those by which it goes on without what it was to keep in variables, beside EMPTY_HANDED. ``part`` is for
    a type that asks one thing after the other: which of them is open, by the memory of the visit. Who waits in it moves only
    to a version that has the same part. ``under_way`` is for a type that counts in its result, as a loop: whether it has
    begun. Who is in it moves only to a version that has it. ``catches`` is for the type that is entered when something goes
    wrong in its flow, ``converses`` for one with ``perform`` that waits for the contact, too.
    """

    kind: str
    params: type[P]
    outputs: Callable[[P], tuple[str, ...]]
    enter: Callable[[P, Context], Step]
    ui: NodeUi
    resume: Callable[[P, Context, Event], Step] = never_waits
    part: Part[P] = undivided
    under_way: Callable[[Any], bool] = never_under_way
    perform: Perform[P] | None = None
    simulate: Callable[[P], CallReturned] | None = None
    matches: Matches[P] | None = None
    pulls: Callable[[P], Pull] = pulled_somehow
    hears: Hears[P] | None = None
    admits: Admits[P] | None = None
    barred_by: Callable[[P], str | None] = never_barred
    runs_out: frozenset[str] = frozenset()
    rounds: Callable[[P, Context], int] = uncounted
    fallbacks: frozenset[str] = frozenset()
    empty_handed: frozenset[str] = frozenset()
    catches: bool = False
    converses: bool = False

    def __post_init__(self) -> None:
        if missing := (*parts_missing(self), *params_missing(self.params)):
            raise NodeIncomplete(self.kind, missing)

    @property
    def title(self) -> str:
        return self.ui.title

    @property
    def is_trigger(self) -> bool:
        return self.ui.group == "trigger"

    @property
    def waits(self) -> bool:
        """Whether it can stop a turn: what has a ``resume`` does."""
        return self.resume is not never_waits

    @property
    def calls(self) -> bool:
        """Whether a call is all that it waits for."""
        return self.perform is not None and not self.converses

    @property
    def sets_nothing(self) -> frozenset[str]:
        """All outputs by which it goes on without what it was to keep: its own, and those that say so by their name."""
        return EMPTY_HANDED | self.empty_handed

    @property
    def failures(self) -> frozenset[str]:
        """Outputs that tell that what was called has failed: unconnected, they lead to the flow's error handler."""
        return FAILURES if self.perform is not None or self.ui.group == "subflow" else frozenset()

    @property
    def speaks(self) -> bool:
        """Whether the contact reads the texts among its params."""
        return self.ui.group in {"message", "input"}


def parts_missing(node: NodeType[Any]) -> tuple[str, ...]:
    """What keeps this from being a node type, in words for its developer."""
    found = {
        "its kind is not written like `weather`, or `acme.weather` in another package": not well_named(node.kind),
        "its module needs a docstring: the help text in the palette": not node.ui.help.strip(),
        "it needs a title and an icon": not (node.ui.title.strip() and node.ui.icon.strip()),
        "`perform` needs `simulate`, for the simulator and for tests": bool(node.perform and not node.simulate),
        "`simulate` without `perform`": bool(node.simulate and not node.perform),
        "`perform` needs `resume`, which takes its result": bool(node.perform and not node.waits),
        "`converses` is for types with `perform`": bool(node.converses and not node.perform),
        "`rounds` is for types with `runs_out`": node.rounds is not uncounted and not node.runs_out,
        "`matches` is for types of group trigger": bool(node.matches and not node.is_trigger),
        "`pulls` is for types with `matches`": node.pulls is not pulled_somehow and not node.matches,
        "`hears` is for types of group trigger": bool(node.hears and not node.is_trigger),
        "`admits` is for types of group trigger": bool(node.admits and not node.is_trigger),
        "`admits` is asked only of params that are `conditional`": bool(
            node.admits and not has(node.params, "conditional")
        ),
    }
    return tuple(part for part, missing in found.items() if missing)
