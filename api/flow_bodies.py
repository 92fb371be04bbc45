"""What is sent and answered about flows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self, TypeAlias
from uuid import UUID

import msgspec
from pydantic import Field, StringConstraints, model_validator

from api.bodies import Body
from api.problems import Fault, faults
from store.records import Draft, Flow
from store.waits import Stand

Left: TypeAlias = Literal["no_node", "other_kind"]
EXAMPLE: dict[str, Any] = {
    "dialoom": 3,
    "name": "Order bot",
    "nodes": [
        {"id": "start", "type": "keyword", "position": {"x": 0, "y": 0}, "data": {"words": ["order"]}},
        {
            "id": "hello",
            "type": "send_message",
            "position": {"x": 260, "y": 0},
            "data": {"text": "Hi {{ contact.name }}!"},
        },
    ],
    "edges": [{"id": "e1", "source": "start", "sourceHandle": "next", "target": "hello"}],
}
Name: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Field(examples=["Order bot"])
]
Key: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$",
        description="what other flows call it by",
        examples=["order-bot"],
    ),
]
Document: TypeAlias = Annotated[dict[str, Any], Field(description="a flow document", examples=[EXAMPLE])]


class NewFlow(Body):
    """Without a document the flow begins empty; without a key it gets one from its name."""

    name: Name
    key: Key | None = None
    document: Document | None = None


class ImportedFlow(Body):
    """A document of this or an older format, or what React Flow exports."""

    document: Document
    key: Key | None = None

    @model_validator(mode="after")
    def _one_flow(self) -> Self:
        if "dialoom_bundle" in self.document:
            raise ValueError(
                "this is a bundle of flows: bring it in by `dialoom import`, or by POST /flows/import-bundle"
            )
        return self


class FlowChange(Body):
    """What is left out stays as it is."""

    name: Name | None = None
    archived: bool | None = Field(None, examples=[True])


class DraftBody(Body):
    document: Document


class PublishBody(Body):
    note: str = Field("", max_length=500, examples=["asks for the postcode too"])


class RestoreBody(Body):
    version: UUID = Field(description="the version to make the draft again")


class CopyBody(Body):
    name: Name | None = None
    key: Key | None = None


class FlowShown(msgspec.Struct, frozen=True, kw_only=True):
    """``published_id`` is the version that new sessions take."""

    id: UUID
    key: str
    name: str
    published_id: UUID | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime


class FlowMade(msgspec.Struct, frozen=True, kw_only=True):
    """A new flow, and what is wrong with its draft so far."""

    id: UUID
    key: str
    name: str
    revision: int
    problems: tuple[Fault, ...]


class DraftShown(msgspec.Struct, frozen=True, kw_only=True):
    """``revision`` goes into ``If-Match`` when the draft is saved; it is the ``ETag`` too."""

    flow_id: UUID
    revision: int
    document: dict[str, Any]
    problems: tuple[Fault, ...]
    updated_at: datetime


class CheckShown(msgspec.Struct, frozen=True, kw_only=True):
    """``publishable`` says that there is no error; warnings do not stand in the way."""

    publishable: bool
    problems: tuple[Fault, ...]


class VersionShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    flow_id: UUID
    number: int
    hash: str
    note: str
    published_at: datetime


class LeftBehind(msgspec.Struct, frozen=True, kw_only=True):
    """A node that the new version does not have (``no_node``), or has with another type (``other_kind``), and how many
    running conversations stand there. They go on where they are, on the version that they started with."""

    node: str
    why: Left
    waiting: int


class Published(VersionShown, frozen=True, kw_only=True):
    """``left_behind`` warns of conversations that stand where the new version has nothing, or something else."""

    left_behind: tuple[LeftBehind, ...]


class PreflightShown(CheckShown, frozen=True, kw_only=True):
    """What publishing would answer: what stands in its way, and whom it leaves behind."""

    left_behind: tuple[LeftBehind, ...]


class VersionDetail(VersionShown, frozen=True, kw_only=True):
    document: dict[str, Any]


def made(flow: Flow, draft: Draft) -> FlowMade:
    return FlowMade(id=flow.id, key=flow.key, name=flow.name, revision=draft.revision, problems=faults(draft.problems))


def left_behind(stands: Iterable[Stand], document: Mapping[str, Any]) -> tuple[LeftBehind, ...]:
    """Who stands where a move would find no place for them in this document."""
    kinds = {node["id"]: node["type"] for node in document["nodes"]}
    found: Counter[tuple[str, Left]] = Counter()
    for one in stands:
        if one.node not in kinds:
            found[one.node, "no_node"] += one.waiting
        elif one.kind not in {None, kinds[one.node]}:
            found[one.node, "other_kind"] += one.waiting
    return tuple(LeftBehind(node=node, why=why, waiting=count) for (node, why), count in found.most_common())
