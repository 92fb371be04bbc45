"""Start a published flow for a contact, from a program."""

from uuid import UUID

from litestar import Controller, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.once import Once
from api.permissions import Identity, requires
from api.problems import may_answer
from api.services import Services
from api.starting import Begun, Start, Starting, StartTaken, nudge


class StartsController(Controller):
    path = "/flows/{id:uuid}/start"
    tags = ("runs",)

    @post(
        operation_id="startFlow",
        status_code=202,
        guards=[requires("runs:operate")],
        responses=may_answer("not-found", "nothing-published", "idempotency-conflict"),
    )
    async def start(
        self,
        id: FromPath[UUID],
        data: JSONBody[Start],
        starting: NamedDependency[Starting],
        services: NamedDependency[Services],
        identity: NamedDependency[Identity],
        once: NamedDependency[Once],
    ) -> Response[StartTaken]:
        """Start the flow's published version for a contact. A contact who is inside a flow stays there unless `interrupt`.
        Inputs that the flow does not declare, or that do not fit, and a channel that is not the trigger's are refused."""
        begun: list[Begun] = []

        async def work() -> StartTaken:
            begun.append(await starting.start(id, data, answered=True))
            return begun[0].taken

        answer: Response[StartTaken] = await once(work, status=202)
        answer.background = BackgroundTask(nudge, services.conversations, identity.workspace, begun)
        return answer
