"""Files in messages. What only the platform has is fetched from there when somebody asks: we keep no copy."""

import re
from urllib.parse import quote
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.dependencies import Session
from api.permissions import Identity, requires
from api.problems import Refused, may_answer
from api.services import Services
from channels import Download, SendError
from engine import Media
from store.transcript import Transcript
from workflows.channel_cache import Connection

AT_PLATFORM = "provider:"
IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
MIME = re.compile(r"[A-Za-z0-9][\w.+-]{0,80}/[A-Za-z0-9][\w.+-]{0,80}", re.ASCII)
UNKNOWN = "application/octet-stream"
# A stranger's file must not run as a page of ours.
HARMLESS = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'"}


class FilesController(Controller):
    path = "/messages"
    tags = ("runs",)

    @get(
        "/{id:uuid}/files/{position:int}",
        operation_id="readFile",
        guards=[requires("runs:read")],
        responses=may_answer("not-found", "unavailable"),
        media_type=UNKNOWN,
    )
    async def read(
        self,
        id: FromPath[UUID],
        position: FromPath[int],
        session: NamedDependency[Session],
        identity: NamedDependency[Identity],
        services: NamedDependency[Services],
    ) -> Response[bytes]:
        """A file in a message, counted from 0. One that has an address of its own is answered with a redirect to it."""
        found = await Transcript(session).file(id, position)
        if not found.media.url.startswith(AT_PLATFORM):
            return Response(b"", status_code=302, headers={"location": quote(found.media.url, safe=IN_ADDRESSES)})
        connection = await services.channels.get(identity.workspace, found.channel)
        download = await _fetched(services, connection, found.media.url.removeprefix(AT_PLATFORM))
        kind = _kind(found.media.mime or download.mime)
        return Response(download.content, media_type=kind, headers={**HARMLESS, **_saved_as(found.media)})


async def _fetched(services: Services, connection: Connection | None, id: str) -> Download:
    if connection is None or connection.adapter.fetch is None:
        raise Refused("not-found", "the channel that the file came on is gone, or gives no files")
    try:
        return await connection.adapter.fetch(services.http, connection.config, id)
    except SendError as error:
        title = connection.adapter.title
        if error.retryable:
            raise Refused("unavailable", f"{title} does not give the file now ({error.detail}): try again") from None
        raise Refused("not-found", f"{title} does not give the file: {error.detail}") from None


def _kind(mime: str | None) -> str:
    """What the sender says it is, if that can be said in a header."""
    return mime if mime and MIME.fullmatch(mime) else UNKNOWN


def _saved_as(media: Media) -> dict[str, str]:
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(media.name or media.kind, safe='')}"}
