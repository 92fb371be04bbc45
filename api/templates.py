"""Message templates: texts that a platform approves before they may be sent."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import Field

from api.bodies import Body, Listed
from api.dependents import Depending
from api.once import Once
from api.permissions import requires
from api.problems import may_answer
from engine.message_templates import MessageTemplate
from store.templates import TemplateRecord, Templates

READ, WRITE = requires("channels:read"), requires("channels:write")
MOST = 1_000
EXAMPLE = {
    "name": "order_shipped",
    "language": "en",
    "channel": "whatsapp",
    "status": "approved",
    "body": "Hi {{name}}, {{order}} is on its way.",
}
Filter = Annotated[str | None, QueryParameter(max_length=100)]


class TemplateShown(msgspec.Struct, frozen=True, kw_only=True):
    """``places`` are the names of what is filled in when it is sent."""

    id: UUID
    name: str
    language: str
    channel: str
    category: str
    status: str
    reason: str
    body: str
    places: tuple[str, ...]
    header: dict[str, Any] | None
    buttons: tuple[dict[str, Any], ...]
    created_at: datetime
    updated_at: datetime


class ProviderState(Body):
    templates: list[MessageTemplate] = Field(min_length=1, max_length=MOST, examples=[[EXAMPLE]])


class TakenInShown(msgspec.Struct, frozen=True, kw_only=True):
    added: int
    changed: int
    unchanged: int


class TemplatesController(Controller):
    path = "/templates"
    tags = ("templates",)

    @get(operation_id="listTemplates", guards=[READ])
    async def list(
        self, templates: NamedDependency[Templates], channel: Filter = None, name: Filter = None, status: Filter = None
    ) -> Listed[TemplateShown]:
        """Every template, in every language; or those of a channel type, of a name, in a state."""
        wanted = {"channel_kind": channel, "name": name, "status": status}
        found = await templates.list(**{column: value for column, value in wanted.items() if value is not None})
        return Listed(items=tuple(map(_shown, found)))

    @post(operation_id="createTemplate", guards=[WRITE], responses=may_answer("conflict", "idempotency-conflict"))
    async def create(
        self, data: JSONBody[MessageTemplate], templates: NamedDependency[Templates], once: NamedDependency[Once]
    ) -> Response[TemplateShown]:
        """Write a template down. It is sent once its status is `approved`."""

        async def made() -> TemplateShown:
            return _shown(await templates.add(data))

        return await once(made)

    @post("/import", operation_id="importTemplates", status_code=200, guards=[WRITE])
    async def take_in(self, data: JSONBody[ProviderState], templates: NamedDependency[Templates]) -> TakenInShown:
        """Take over what the platform says: new templates, and other states and texts. What it does not name stays."""
        return TakenInShown(**(await templates.take_in(data.templates))._asdict())

    @get("/{id:uuid}", operation_id="readTemplate", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], templates: NamedDependency[Templates]) -> TemplateShown:
        """One template in one language."""
        return _shown(await templates.get(id))

    @put("/{id:uuid}", operation_id="changeTemplate", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[MessageTemplate], templates: NamedDependency[Templates]
    ) -> TemplateShown:
        """Replace a template. Flows send it as it is from their next turn on."""
        return _shown(await templates.change(id, data))

    @delete("/{id:uuid}", operation_id="deleteTemplate", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def remove(
        self,
        id: FromPath[UUID],
        templates: NamedDependency[Templates],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Remove a template, in one language, that no flow names. By force, flows that name it go on by `fallback` from now
        on where there is no other language of it."""
        if not force:
            await depending.refuse_used_name("template", (await templates.get(id)).template.name)
        await templates.remove(id)


def _shown(record: TemplateRecord) -> TemplateShown:
    template = record.template
    return TemplateShown(
        id=record.id,
        places=template.places,
        created_at=record.created_at,
        updated_at=record.updated_at,
        **template.model_dump(mode="json"),
    )
