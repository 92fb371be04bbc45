"""Flows: the one editable draft of each, and what was published of it, numbered and immutable."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, delete, exists, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine.problems import Problem
from store.database import FRESH
from store.errors import Conflict, NotFound, StaleRevision
from store.models import CanaryRow, DraftRow, FlowRow, SessionRow, StepRow, TriggerRow, VersionRow
from store.pages import Page, Window, page_of
from store.records import Draft, Flow, NewTrigger, Trigger, Version, VersionSummary

LONGEST_NAME = 100
UNPUBLISHED, ARCHIVED = "the flow was unpublished", "the flow was archived"
BARRED = "it is archived: bring it back first"


class Flows:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, key: str, name: str, document: Mapping[str, Any], problems: Sequence[Problem] = ()) -> Flow:
        """A flow with this draft. ``key`` is what other flows call it by."""
        statement = insert(FlowRow).values(key=key, name=name).on_conflict_do_nothing()
        row = await self._session.scalar(statement.returning(FlowRow))
        if row is None:
            raise Conflict("flow", f"there is a flow {key!r} already")
        self._session.add(DraftRow(flow_id=row.id, document=dict(document), problems=_dumped(problems)))
        await self._session.flush()
        return Flow.model_validate(row)

    async def page(self, window: Window, *, archived: bool = False) -> Page[Flow]:
        query = select(FlowRow).where(FlowRow.archived_at.is_not(None) if archived else FlowRow.archived_at.is_(None))
        return await page_of(self._session, query, FlowRow.id, window, Flow.model_validate)

    async def get(self, id: UUID) -> Flow:
        return Flow.model_validate(await self._row(id))

    async def find(self, key: str) -> Flow | None:
        row = await self._session.scalar(select(FlowRow).where(FlowRow.key == key))
        return Flow.model_validate(row) if row else None

    async def keys(self) -> frozenset[str]:
        """Every key that is taken, by archived flows too."""
        return frozenset(await self._session.scalars(select(FlowRow.key)))

    async def archive(self, id: UUID, *, archived: bool = True) -> Flow:
        """An archived flow starts for nobody, by its canary neither; what runs in it runs on."""
        if archived:
            await self._stop_canary(id, ARCHIVED)
        return await self._change(id, archived_at=func.now() if archived else None)

    async def remove(self, id: UUID) -> None:
        """With its draft and its versions, as long as nobody ever ran them, not from within another flow either."""
        versions = tuple(await self._session.scalars(select(VersionRow.id).where(VersionRow.flow_id == id)))
        if versions and await self._session.scalar(select(_run(versions))):
            raise Conflict("flow", "it has runs; archive it instead")
        if await self._session.scalar(delete(FlowRow).where(FlowRow.id == id).returning(FlowRow.id)) is None:
            raise NotFound("flow", id)

    async def draft(self, id: UUID) -> Draft:
        row = await self._session.get(DraftRow, id)
        if row is None:
            raise NotFound("flow", id)
        return Draft.model_validate(row)

    async def save(self, id: UUID, document: Mapping[str, Any], problems: Sequence[Problem], revision: int) -> Draft:
        """Replace the draft that has this revision, and call the flow as it does; raises StaleRevision if somebody else saved
        in between."""
        statement = (
            update(DraftRow)
            .where(DraftRow.flow_id == id, DraftRow.revision == revision)
            .values(revision=revision + 1, document=dict(document), problems=_dumped(problems), updated_at=func.now())
            .returning(DraftRow)
        )
        row = await self._session.scalar(statement, execution_options=FRESH)
        if row is None:
            raise StaleRevision(await self._revision(id))
        name = name_in(document)
        await self._change(id, **({"name": name} if name else {}))
        return Draft.model_validate(row)

    async def restore(self, id: UUID, version: UUID, problems: Sequence[Problem], revision: int) -> Draft:
        """Make a published version the draft again."""
        query = select(VersionRow.document).where(VersionRow.id == version, VersionRow.flow_id == id)
        document = await self._session.scalar(query)
        if document is None:
            raise NotFound("version", version)
        return await self.save(id, document, problems, revision)

    async def publishable(self, flow: UUID) -> None:
        """Raises Conflict where nothing can be published now, whatever the draft is."""
        if (await self.get(flow)).archived_at is not None:
            raise Conflict("flow", BARRED)
        running = exists().where(CanaryRow.flow_id == flow, CanaryRow.status == "running")
        if await self._session.scalar(select(running)):
            raise Conflict("flow", "a canary is running: promote it or stop it first")

    async def publish(
        self,
        flow: UUID,
        document: Mapping[str, Any],
        hash: str,
        *,
        note: str = "",
        triggers: Sequence[NewTrigger] = (),
        by: UUID | None = None,
        live: bool = True,
    ) -> Version:
        """The flow's next version. If it goes ``live``, new sessions take it from now on, and its triggers replace the old
        ones. Nothing is published beside a running canary."""
        row = await self._locked(flow)
        await self.publishable(flow)
        latest = await self._session.scalar(select(func.max(VersionRow.number)).where(VersionRow.flow_id == flow))
        version = VersionRow(
            flow_id=flow, number=(latest or 0) + 1, hash=hash, document=dict(document), note=note, published_by=by
        )
        self._session.add(version)
        await self._session.flush()
        if live:
            await self._take_over(row, version.id, triggers)
        return Version.model_validate(version)

    async def go_live(self, flow: UUID, version: UUID, triggers: Sequence[NewTrigger]) -> None:
        """Let new sessions take a version that is there already."""
        await self._take_over(await self._locked(flow), version, triggers)

    async def _take_over(self, row: FlowRow, version: UUID, triggers: Sequence[NewTrigger]) -> None:
        row.published_id = version
        await self._session.execute(delete(TriggerRow).where(TriggerRow.flow_id == row.id))
        for trigger in triggers:
            self._session.add(_trigger(trigger, row.id, version))
        await self._session.flush()

    async def unpublish(self, flow: UUID) -> None:
        """Nobody new enters the flow, by its canary neither; what runs in it runs on."""
        row = await self._locked(flow)
        row.published_id = None
        await self._stop_canary(flow, UNPUBLISHED)
        await self._session.execute(delete(TriggerRow).where(TriggerRow.flow_id == flow))
        await self._session.flush()

    async def _stop_canary(self, flow: UUID, reason: str) -> None:
        stopped = {"status": "stopped", "reason": reason, "ended_at": func.now()}
        canary = update(CanaryRow).where(CanaryRow.flow_id == flow, CanaryRow.status == "running")
        await self._session.execute(canary.values(stopped))

    async def versions(self, flow: UUID, window: Window) -> Page[VersionSummary]:
        query = select(VersionRow).where(VersionRow.flow_id == flow)
        return await page_of(self._session, query, VersionRow.id, window, VersionSummary.model_validate)

    async def version(self, id: UUID, of: UUID | None = None) -> Version:
        """Raises NotFound also if it is ``of`` another flow."""
        row = await self._session.get(VersionRow, id)
        if row is None or of not in {None, row.flow_id}:
            raise NotFound("version", id)
        return Version.model_validate(row)

    async def document(self, version: UUID | str) -> dict[str, Any]:
        """What was published as this version; the engine calls versions by text."""
        query = select(VersionRow.document).where(VersionRow.id == UUID(str(version)))
        document: dict[str, Any] | None = await self._session.scalar(query)
        if document is None:
            raise NotFound("version", version)
        return document

    async def published(self, keys: Collection[str]) -> dict[str, UUID]:
        """The versions that these flows start with; without those that are unpublished or archived."""
        query = select(FlowRow.key, FlowRow.published_id).where(FlowRow.key.in_(keys))
        query = query.where(FlowRow.published_id.is_not(None), FlowRow.archived_at.is_(None))
        return {key: id for key, id in await self._session.execute(query) if id is not None}

    async def numbered(self, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], UUID]:
        """Versions by the keys of their flows and their numbers; without those of archived flows."""
        query = select(FlowRow.key, VersionRow.number, VersionRow.id).join(VersionRow, VersionRow.flow_id == FlowRow.id)
        query = query.where(tuple_(FlowRow.key, VersionRow.number).in_(wanted), FlowRow.archived_at.is_(None))
        return {(row.key, row.number): row.id for row in await self._session.execute(query)}

    async def hashes(self, keys: Collection[str]) -> dict[tuple[str, int], str]:
        """What is in each version of these flows, archived ones too, by the flow's key and the version's number."""
        query = select(FlowRow.key, VersionRow.number, VersionRow.hash).join(
            VersionRow, VersionRow.flow_id == FlowRow.id
        )
        rows = await self._session.execute(query.where(FlowRow.key == any_(literal(list(keys), ARRAY(Text)))))
        return {(row.key, row.number): row.hash for row in rows}

    async def latest_numbers(self, keys: Collection[str]) -> dict[str, int]:
        """The number of each flow's newest version; without flows that have none."""
        query = select(FlowRow.key, func.max(VersionRow.number).label("number")).where(FlowRow.key.in_(keys))
        query = query.join(VersionRow, VersionRow.flow_id == FlowRow.id).group_by(FlowRow.key)
        return {row.key: row.number for row in await self._session.execute(query)}

    async def keys_of(self, versions: Collection[UUID]) -> dict[str, UUID]:
        """These versions by the keys of their flows."""
        query = select(FlowRow.key, VersionRow.id).join(VersionRow, VersionRow.flow_id == FlowRow.id)
        rows = await self._session.execute(query.where(VersionRow.id.in_(versions)))
        return {row.key: row.id for row in rows}

    async def triggers(self, kinds: Collection[str] | None = None) -> tuple[Trigger, ...]:
        """What starts anything in this workspace, or what of these types does, the highest priority first."""
        query = select(TriggerRow).join(FlowRow, FlowRow.id == TriggerRow.flow_id)
        query = query.where(FlowRow.archived_at.is_(None)).order_by(TriggerRow.priority.desc(), TriggerRow.id)
        query = query if kinds is None else query.where(TriggerRow.kind.in_(kinds))
        return tuple(Trigger.model_validate(row) for row in await self._session.scalars(query))

    async def _row(self, id: UUID) -> FlowRow:
        row = await self._session.get(FlowRow, id)
        if row is None:
            raise NotFound("flow", id)
        return row

    async def _change(self, id: UUID, **values: Any) -> Flow:
        statement = update(FlowRow).where(FlowRow.id == id).values(**values, updated_at=func.now()).returning(FlowRow)
        row = await self._session.scalar(statement, execution_options=FRESH)
        if row is None:
            raise NotFound("flow", id)
        return Flow.model_validate(row)

    async def _locked(self, flow: UUID) -> FlowRow:
        """Publishing takes turns, or two versions would get one number."""
        row = await self._session.get(FlowRow, flow, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound("flow", flow)
        if row.archived_at is not None:
            raise Conflict("flow", BARRED)
        return row

    async def _revision(self, id: UUID) -> int:
        current = await self._session.scalar(select(DraftRow.revision).where(DraftRow.flow_id == id))
        if current is None:
            raise NotFound("flow", id)
        return current


def _run(versions: Sequence[UUID]) -> ColumnElement[bool]:
    """Steps of a version have no index: few flows are ever deleted, and all of them would pay for it."""
    begun, within = SessionRow.version_id.in_(versions), StepRow.flow_version.in_(versions)
    return or_(exists().where(begun), exists().where(within))


def name_in(document: Mapping[str, Any]) -> str:
    """What a document calls its flow, as far as it can be shown; empty for a document without a name."""
    name = document.get("name")
    return name.strip()[:LONGEST_NAME].rstrip() if isinstance(name, str) else ""


def _dumped(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [problem.model_dump(mode="json", exclude_none=True) for problem in problems]


def _trigger(new: NewTrigger, flow: UUID, version: UUID) -> TriggerRow:
    return TriggerRow(**new.model_dump() | {"channels": list(new.channels)}, flow_id=flow, version_id=version)
