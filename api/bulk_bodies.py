"""What is sent and answered about flows that are started for many contacts."""

from datetime import datetime
from typing import Annotated, Any, NamedTuple, TypeAlias
from uuid import UUID

import msgspec
from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from api.bodies import Body
from api.csv_rows import BadCsv, table_of
from api.problems import Fault
from engine.audience import Audience
from engine.conditions import Tree
from engine.limits import Limits
from engine.problems import said_by
from engine.template import parse_problem

MOST = 10_000
OWN_COLUMNS = frozenset({"address", "contact", "name"})
_TREE: TypeAdapter[Any] = TypeAdapter(Tree)
Address: TypeAlias = Annotated[str, Field(min_length=1, max_length=256, pattern=r"\S")]


class Who(Body):
    """One of many: a contact that is known, or an address, which becomes a contact if need be."""

    contact: UUID | None = None
    address: Address | None = Field(None, examples=["584721093"])
    name: str = Field("", max_length=200, description="for a contact who is not known yet")
    inputs: dict[str, Any] = Field({}, description="beside those for everybody", examples=[{"order_no": "A-17"}])

    @model_validator(mode="after")
    def one_of_both(self) -> "Who":
        if (self.contact is None) == (self.address is None):
            raise ValueError("name either a contact or an address")
        return self


class Mention(NamedTuple):
    """One of many, and where the request says so: by its place among ``recipients``, or by its ``line`` of the CSV."""

    who: Who
    place: int
    line: int | None = None

    def fault(self, field: str, message: str) -> Fault:
        if self.line is not None:
            return Fault(message=f"line {self.line}: {message}", path="csv")
        return Fault(message=message, path=f"recipients.{self.place}.{field}")


class AudienceBody(Body):
    """The contacts of whom all of it is true. Those who have opted out are left out."""

    tag: str = Field("", max_length=100, examples=["vip"])
    condition: dict[str, Any] | str = Field(
        "",
        description="a condition tree, or one of Liquid, on `contact` and `channel`",
        examples=[{"left": "contact.fields.city", "op": "equals", "right": "Lisbon"}],
    )

    @field_validator("condition")
    @classmethod
    def can_be_read(cls, condition: dict[str, Any] | str) -> dict[str, Any] | str:
        if not isinstance(condition, str):
            _TREE.validate_python(condition)
            return condition
        if condition and (problem := parse_problem(condition, "condition", Limits())):
            raise ValueError(problem)
        return condition

    @model_validator(mode="after")
    def says_something(self) -> "AudienceBody":
        if not self.tag and not self.condition:
            raise ValueError("say who is meant: by a tag or a condition; for everybody the condition is `true`")
        return self

    @property
    def audience(self) -> Audience:
        return Audience.model_validate(self.model_dump())


class NewBulk(Body):
    """For whom the flow is started: a list, CSV with a header, or an audience."""

    channel_ids: list[UUID] = Field(
        min_length=1,
        max_length=20,
        description="each contact is reached on the first where they have an address",
        examples=[["0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"]],
    )
    recipients: list[Who] = Field([], max_length=MOST, examples=[[{"address": "584721093"}]])
    csv: str = Field(
        "",
        description="columns `address` or `contact`, perhaps `name`, divided by commas, semicolons or tabs; all others are inputs"
        " of the flow",
    )
    audience: AudienceBody | None = None
    name: str = Field("", max_length=200, description="for people, in lists", examples=["Spring sale"])
    node: str | None = Field(None, max_length=64, description="a trigger node; without it, the flow's first")
    inputs: dict[str, Any] = Field({}, description="the same for everybody")
    interrupt: bool | None = Field(
        None, description="leave a flow that is still open for a contact; without it, what the trigger says"
    )
    priority: int | None = Field(
        None, ge=0, le=100, description="the highest goes first in the workspace; without it, what the trigger says"
    )

    @model_validator(mode="after")
    def one_source(self) -> "NewBulk":
        if sum(map(bool, (self.recipients, self.csv.strip(), self.audience))) != 1:
            raise ValueError("give one of `recipients`, `csv` and `audience`")
        return self

    @property
    def people(self) -> list[Mention]:
        """Raises ValueError for CSV that names nobody, with the line."""
        return [Mention(one, place) for place, one in enumerate(self.recipients)] or _rows(self.csv)


def _rows(text: str) -> list[Mention]:
    try:
        names, lines = table_of(text, MOST)
    except BadCsv as error:
        raise ValueError(str(error)) from None
    if not {"address", "contact"} & set(names):
        raise ValueError("the first line names the columns, and one of them is `address` or `contact`")
    if not lines:
        raise ValueError("there is nobody below the first line")
    return [Mention(_row(line.number, line.values), place, line.number) for place, line in enumerate(lines)]


def _row(number: int, row: dict[str, str]) -> Who:
    given = {name: value for name, value in row.items() if value}
    own = {name: value for name, value in given.items() if name in OWN_COLUMNS}
    try:
        return Who(**own, inputs={name: value for name, value in given.items() if name not in OWN_COLUMNS})
    except ValidationError as error:
        raise ValueError(f"line {number}: {'; '.join(why for _, why in said_by(error))}") from None


class BulkShown(msgspec.Struct, frozen=True, kw_only=True):
    """``recipients`` counts them by status and ``runs`` those that were started by theirs; while ``gathered`` is false the
    audience is still being looked for. A flow that cannot start pauses it: ``error`` says why."""

    id: UUID
    flow_id: UUID
    name: str
    status: str
    priority: int
    gathered: bool
    error: str | None
    recipients: dict[str, int]
    runs: dict[str, int]
    created_at: datetime
    ended_at: datetime | None


class BulkMade(BulkShown, frozen=True, kw_only=True):
    """``repeated`` is how many of the list were in it before."""

    repeated: int


class BulkListed(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    flow_id: UUID
    name: str
    status: str
    priority: int
    error: str | None
    created_at: datetime
    ended_at: datetime | None


class RecipientShown(msgspec.Struct, frozen=True, kw_only=True):
    """``waiting`` and ``in_line`` are still to come; ``skipped`` and ``failed`` have an ``error``; ``run`` is what was
    started."""

    id: UUID
    channel_id: UUID
    address: str
    name: str
    status: str
    error: str | None
    conversation_id: UUID | None
    run: UUID | None
    run_status: str | None
