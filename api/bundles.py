"""Bundles: a flow taken out with the flows that it runs, and brought in elsewhere, all of them or none."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import Field

from api.bodies import Body
from api.drafting import LIMITS, Drafting
from api.flow_bodies import EXAMPLE, FlowMade, made
from api.flows import name_of
from api.once import Once
from api.permissions import requires
from api.problems import Fault, faults, may_answer
from engine.bundle import (
    ANOTHER,
    MOST,
    MOST_PINS,
    NOT_HERE,
    UNKNOWN,
    Bundle,
    BundledFlow,
    Pin,
    free_keys,
    pinned,
    references,
    taken_out,
    unpinned,
    with_keys,
)
from engine.problems import Problem
from engine.validate import read_document
from store.errors import Conflict
from store.flows import Flows
from store.records import Draft, Flow

Existing: TypeAlias = Literal["rename", "replace", "refuse"]
_STAYS_ARCHIVED = Problem(
    code="archived",
    severity="warning",
    message="the flow is archived here, and stays so: nobody enters it, and it cannot be published",
    fix="Bring the flow back, and publish it.",
)
Published = Annotated[
    bool, QueryParameter(description="published versions; drafts only of flows that are not published")
]


class BundleBody(Body):
    """What is done with a key that a flow of the workspace has already: ``rename`` gives the new flow another one and lets
    the flows of the bundle follow; ``replace`` makes it the draft of the flow that is there; ``refuse`` does nothing."""

    bundle: Bundle = Field(
        examples=[{"dialoom_bundle": 1, "root": "order-bot", "flows": [{"key": "order-bot", "document": EXAMPLE}]}]
    )
    existing: Existing = "rename"


class BundledMade(FlowMade, frozen=True, kw_only=True):
    """``was`` is the key in the bundle; ``notes`` name what could not come along."""

    was: str
    replaced: bool
    notes: tuple[Fault, ...]


class _Place(NamedTuple):
    """What a bundle meets: the keys that its flows get, what is in the versions that are here and in those that are meant, by
    their hashes, and who is archived here."""

    keys: dict[str, str]
    here: dict[tuple[str, int], str]
    meant: dict[tuple[str, int], str]
    archived: frozenset[str]

    def why_not(self, pin: tuple[str, int]) -> str | None:
        """What keeps a version from being the one that is meant; None where it is. A number that a flow of the bundle has
        given elsewhere says nothing of the versions of the flow that is here."""
        if pin[0] not in self.keys.values():
            return None
        if pin not in self.here:
            return NOT_HERE
        if pin not in self.meant:
            return UNKNOWN
        return None if self.here[pin] == self.meant[pin] else ANOTHER


class BundleMade(msgspec.Struct, frozen=True, kw_only=True):
    """The root first."""

    flows: tuple[BundledMade, ...]


@dataclass(frozen=True, slots=True)
class Bundling:
    flows: Flows
    drafting: Drafting

    async def bundle(self, id: UUID, *, published: bool) -> Bundle:
        """The flow and all that it may run, as far as there are such flows."""
        root = await self.flows.get(id)
        found: dict[str, dict[str, Any]] = {}
        todo: list[Flow | None] = [root]
        while todo and len(found) < MOST:
            flow = todo.pop(0)
            if flow is None or flow.key in found:
                continue
            found[flow.key] = document = await self._document(flow, published=published)
            todo += [await self.flows.find(key) for key in self._references(document)]
        flows = [BundledFlow(key=key, document=one) for key, one in found.items()]
        return Bundle(root=root.key, flows=flows, pinned=await self._pinned(found.values()))

    async def _pinned(self, documents: Iterable[dict[str, Any]]) -> list[Pin]:
        wanted = sorted({pin for one in documents for pin in self._pins(one)})
        there = await self.flows.hashes({key for key, _ in wanted})
        found = [Pin(flow=pin[0], version=pin[1], hash=there[pin]) for pin in wanted if pin in there]
        return found[:MOST_PINS]

    async def take_in(self, bundle: Bundle, existing: Existing) -> BundleMade:
        """Every flow as a draft, or, when one of them is refused, none of them."""
        taken = await self.flows.keys()
        keys = {flow.key: flow.key for flow in bundle.flows}
        if existing == "refuse" and (there := sorted(taken & keys.keys())):
            raise Conflict("flow", f"there is a flow {there[0]!r} already")
        if existing == "rename":
            keys = free_keys(keys, taken)
        flows = sorted(bundle.flows, key=lambda flow: flow.key != bundle.root)
        here, meant = (
            await self.flows.hashes(keys.values()),
            {(one.flow, one.version): one.hash for one in bundle.pinned},
        )
        place = _Place(keys, here, meant, await self._archived(taken & set(keys.values())))
        return BundleMade(flows=tuple([await self._keep(flow, place, replace=flow.key in taken) for flow in flows]))

    async def _archived(self, keys: Collection[str]) -> frozenset[str]:
        found = [await self.flows.find(key) for key in keys]
        return frozenset(flow.key for flow in found if flow and flow.archived_at)

    async def _keep(self, bundled: BundledFlow, place: _Place, *, replace: bool) -> BundledMade:
        document, notes = self._with_keys(bundled.document, place)
        key = place.keys[bundled.key]
        checked = await self.drafting.checked(document, beside=frozenset(place.keys.values()) - place.archived)
        replace = replace and key == bundled.key
        if replace and (there := await self.flows.find(key)):
            flow, revision = there, (await self.flows.draft(there.id)).revision
            draft: Draft = await self.flows.save(flow.id, checked.raw, checked.problems, revision)
            notes += (_STAYS_ARCHIVED,) if key in place.archived else ()
        else:
            flow = await self.flows.add(key, name_of(checked.raw), checked.raw, checked.problems)
            draft = await self.flows.draft(flow.id)
        shown = msgspec.structs.asdict(made(flow, draft))
        return BundledMade(**shown, was=bundled.key, replaced=replace, notes=faults(notes))

    async def _document(self, flow: Flow, *, published: bool) -> dict[str, Any]:
        if published and flow.published_id:
            return await self.flows.document(flow.published_id)
        return (await self.flows.draft(flow.id)).document

    def _references(self, raw: dict[str, Any]) -> tuple[str, ...]:
        document = read_document(raw, self.drafting.node_types, LIMITS).document
        return references(document, self.drafting.node_types) if document else ()

    def _pins(self, raw: dict[str, Any]) -> frozenset[tuple[str, int]]:
        document = read_document(raw, self.drafting.node_types, LIMITS).document
        return pinned(document, self.drafting.node_types) if document else frozenset()

    def _with_keys(self, raw: dict[str, Any], place: _Place) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        """The document under the new keys, and what had to be taken out of it."""
        kinds = self.drafting.node_types
        document = read_document(raw, kinds, LIMITS).document
        if document is None:
            return raw, ()
        renamed = with_keys(document, place.keys, kinds)
        foreign = {pin: why for pin in pinned(renamed, kinds) if (why := place.why_not(pin))}
        kept = unpinned(renamed, foreign, kinds).model_dump(mode="json", exclude_unset=True)
        return kept, taken_out(renamed, foreign, kinds)


class BundlesController(Controller):
    path = "/flows"
    tags = ("flows",)

    @get(
        "/{id:uuid}/bundle",
        operation_id="exportBundle",
        guards=[requires("flows:read")],
        responses=may_answer("not-found"),
    )
    async def export(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        published: Published = False,
    ) -> Response[dict[str, Any]]:
        """The flow and every flow that it runs, with their translations, as one file."""
        bundle = await Bundling(flows, drafting).bundle(id, published=published)
        named = {"content-disposition": f'attachment; filename="{bundle.root}.bundle.json"'}
        left = set() if bundle.pinned else {"pinned"}
        return Response(bundle.model_dump(mode="json", exclude=left), headers=named)

    @post(
        "/import-bundle",
        operation_id="importBundle",
        guards=[requires("flows:write")],
        responses=may_answer("conflict", "idempotency-conflict", "flow-invalid"),
    )
    async def take_in(
        self,
        data: JSONBody[BundleBody],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        once: NamedDependency[Once],
    ) -> Response[BundleMade]:
        """Bring a bundle in, as drafts: all of its flows, or none. They go on running each other, also under new keys; what
        cannot come along, a pin to a version, is named in the notes."""
        return await once(lambda: Bundling(flows, drafting).take_in(data.bundle, data.existing))
