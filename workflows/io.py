"""What a node's ``perform`` may do: guarded HTTP with bounded answers, secrets and tables of its workspace, models, e-mail."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import httpx2

from engine import Limits
from engine.name_search import NameQuery
from engine.tables import RowAnswer, RowQuery, RowToSave
from nodes import AiAnswer, AiRequest, HttpAnswer, IoFailed, IoTimeout, TranscriptRequest
from nodes.mail import Mail, MailAnswer
from store.crypto import Vault
from store.database import Store
from store.errors import NotFound
from store.secrets import Secrets
from workflows.ai import CallAi
from workflows.ai_config import Ai
from workflows.call_tables import CallTables
from workflows.mail import SendMail
from workflows.mail_config import Smtp
from workflows.recordings import Files, Recordings
from workflows.storable import storable
from workflows.transcripts import Transcripts


@dataclass(frozen=True, slots=True)
class WorkspaceIo:
    """Satisfies ``nodes.Io`` for one call of one workspace."""

    http_client: httpx.AsyncClient
    store: Store
    vault: Vault
    workspace: UUID
    models: CallAi
    tables: CallTables
    post: SendMail
    recordings: Recordings

    async def http(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        timeout: float,  # noqa: ASYNC109 - handed to the client
    ) -> HttpAnswer:
        try:
            async with self.http_client.stream(
                method, url, headers=_as_bytes(headers), content=content, timeout=timeout
            ) as response:
                body = await _bounded(response, Limits().call_response_bytes)
        except httpx.TimeoutException as error:
            raise IoTimeout(f"no answer within {timeout:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise IoFailed(f"{type(error).__name__}: {error}") from error
        return HttpAnswer(
            status=response.status_code, headers=dict(response.headers), body=_parsed(response.headers, body)
        )

    async def secret(self, name: str) -> str:
        async with self.store.transaction(self.workspace) as session:
            try:
                return await Secrets(session, self.vault).value(name)
            except NotFound as error:
                raise IoFailed(f"the workspace has no secret named {name!r}: add it first") from error

    async def ai(self, request: AiRequest) -> AiAnswer:
        return await self.models.ask(request)

    async def save_row(self, row: RowToSave) -> RowAnswer:
        return await self.tables.save(row)

    async def find_rows(self, query: RowQuery) -> RowAnswer:
        return await self.tables.find(query)

    async def find_named(self, query: NameQuery) -> RowAnswer:
        return await self.tables.find_named(query)

    async def mail(self, mail: Mail) -> MailAnswer:
        return await self.post.send(mail)

    async def transcribe(self, request: TranscriptRequest) -> AiAnswer:
        return await Transcripts(self.models, self.recordings).write(request)


@dataclass(frozen=True, slots=True)
class IoFactory:
    files: Files
    ai_client: httpx2.AsyncClient
    ai: Ai
    store: Store
    vault: Vault
    smtp: Smtp = field(default_factory=Smtp)

    def of(self, workspace: UUID, call: UUID) -> WorkspaceIo:
        models = CallAi(self.ai_client, self.ai, self.store, self.vault, workspace, call)
        recordings = Recordings(self.files, self.store, workspace, call)
        tables = CallTables(self.store, workspace, call)
        post = SendMail(self.smtp, call)
        return WorkspaceIo(self.files.guarded, self.store, self.vault, workspace, models, tables, post, recordings)


def _as_bytes(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    """Names of people go into headers, too, and httpx takes no text beyond ASCII there."""
    return {name.encode(): value.encode() for name, value in headers.items()}


async def _bounded(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > limit:
            raise IoFailed(f"the answer is over {limit // 1024} KiB")
    return bytes(body)


def _parsed(headers: httpx.Headers, body: bytes) -> Any:
    text = body.decode(errors="replace").replace("\0", "")
    if "json" not in headers.get("content-type", ""):
        return text
    try:
        return storable(json.loads(text))
    except (ValueError, RecursionError):
        return text
