"""Integrations: other programs whose events start flows."""

from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.bodies import Listed
from api.integrating import Integrating
from api.integration_bodies import IntegrationChange, IntegrationMade, IntegrationShown, NewIntegration
from api.once import Once
from api.permissions import requires
from api.problems import may_answer
from store.integrations import Integrations

READ, WRITE = requires("channels:read"), requires("channels:write")


class IntegrationsController(Controller):
    path = "/integrations"
    tags = ("integrations",)

    @get(operation_id="listIntegrations", guards=[READ])
    async def list(self, integrating: NamedDependency[Integrating]) -> Listed[IntegrationShown]:
        """Every integration of the workspace, newest first."""
        return Listed(items=await integrating.list())

    @post(operation_id="createIntegration", guards=[WRITE], responses=may_answer("not-found", "idempotency-conflict"))
    async def create(
        self, data: JSONBody[NewIntegration], integrating: NamedDependency[Integrating], once: NamedDependency[Once]
    ) -> Response[IntegrationMade]:
        """Connect a program that sends webhooks. A secret that is left out is made, and shown this once."""
        return await once(lambda: integrating.create(data), secret=True)

    @get("/{id:uuid}", operation_id="readIntegration", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], integrating: NamedDependency[Integrating]) -> IntegrationShown:
        """One integration, without its credentials."""
        return await integrating.read(id)

    @patch("/{id:uuid}", operation_id="changeIntegration", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[IntegrationChange], integrating: NamedDependency[Integrating]
    ) -> IntegrationShown:
        """Change an integration, from its next event on. Credentials that are left out stay."""
        return await integrating.change(id, data)

    @delete("/{id:uuid}", operation_id="deleteIntegration", guards=[WRITE], responses=may_answer("not-found"))
    async def remove(self, id: FromPath[UUID], integrations: NamedDependency[Integrations]) -> None:
        """Take no more of its webhooks, and forget those that were kept. What it started runs on."""
        await integrations.remove(id)
