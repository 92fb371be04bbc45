"""Starting a flow for many contacts at once: worked off little by little, behind what people write meanwhile."""

from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from api.bodies import Listed, listed
from api.bulk_bodies import BulkListed, BulkMade, BulkShown, NewBulk, RecipientShown
from api.bulk_starting import BulkStarting
from api.once import Once
from api.permissions import requires
from api.problems import may_answer
from store.bulk_starts import Recipient
from store.pages import Window
from store.states import RecipientStatus

READ, OPERATE = requires("runs:read"), requires("bulk:operate")


class BulkStartsController(Controller):
    tags = ("bulk starts",)

    @post(
        "/flows/{id:uuid}/starts",
        operation_id="createBulkStart",
        guards=[OPERATE],
        responses=may_answer("not-found", "nothing-published", "idempotency-conflict"),
    )
    async def create(
        self,
        id: FromPath[UUID],
        data: JSONBody[NewBulk],
        bulk_starting: NamedDependency[BulkStarting],
        once: NamedDependency[Once],
    ) -> Response[BulkMade]:
        """Start the flow's published version for many contacts. Each is started once, a few a second, and never before
        somebody who has just written."""
        return await once(lambda: bulk_starting.create(id, data))

    @get("/bulk-starts", operation_id="listBulkStarts", guards=[READ])
    async def list(
        self, bulk_starting: NamedDependency[BulkStarting], window: NamedDependency[Window]
    ) -> Listed[BulkListed]:
        """Every bulk start of the workspace, newest first."""
        return listed(BulkListed, await bulk_starting.starts.page(window))

    @get("/bulk-starts/{id:uuid}", operation_id="readBulkStart", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], bulk_starting: NamedDependency[BulkStarting]) -> BulkShown:
        """How far it has come, and how the runs stand that it started."""
        return await bulk_starting.shown(await bulk_starting.starts.get(id))

    @get(
        "/bulk-starts/{id:uuid}/recipients",
        operation_id="listBulkRecipients",
        guards=[READ],
        responses=may_answer("not-found"),
    )
    async def recipients(
        self,
        id: FromPath[UUID],
        bulk_starting: NamedDependency[BulkStarting],
        window: NamedDependency[Window],
        status: FromQuery[RecipientStatus | None] = None,
    ) -> Listed[RecipientShown]:
        """What became of each."""
        await bulk_starting.starts.get(id)
        page = await bulk_starting.starts.recipients(id, window, status)
        return Listed(items=tuple(_shown(one) for one in page.items), next=page.next)

    @post(
        "/bulk-starts/{id:uuid}/pause",
        operation_id="pauseBulkStart",
        status_code=200,
        guards=[OPERATE],
        responses=may_answer("not-found", "conflict"),
    )
    async def pause(self, id: FromPath[UUID], bulk_starting: NamedDependency[BulkStarting]) -> BulkShown:
        """Put nobody else in line. Who is in line is started."""
        return await bulk_starting.turn(id, "paused")

    @post(
        "/bulk-starts/{id:uuid}/resume",
        operation_id="resumeBulkStart",
        status_code=200,
        guards=[OPERATE],
        responses=may_answer("not-found", "conflict"),
    )
    async def resume(self, id: FromPath[UUID], bulk_starting: NamedDependency[BulkStarting]) -> BulkShown:
        """Go on where it was paused."""
        return await bulk_starting.turn(id, "running")

    @post(
        "/bulk-starts/{id:uuid}/cancel",
        operation_id="cancelBulkStart",
        status_code=200,
        guards=[OPERATE],
        responses=may_answer("not-found", "conflict"),
    )
    async def cancel(self, id: FromPath[UUID], bulk_starting: NamedDependency[BulkStarting]) -> BulkShown:
        """End it for those who are still waiting. Runs that it has started go on: `POST /runs/cancel` ends them."""
        return await bulk_starting.turn(id, "cancelled")


def _shown(one: Recipient) -> RecipientShown:
    fields = one.model_dump(include=set(RecipientShown.__struct_fields__))
    return RecipientShown(**fields, run=one.session_id)
