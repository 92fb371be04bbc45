"""Files of people's messages, for calls: from the platform that keeps them, or from an address that anybody can reach."""

from dataclasses import dataclass
from uuid import UUID

import httpx

from channels import Download, SendError
from engine import Media
from nodes import AiRefused, IoFailed, IoTimeout
from store.calls import Calls
from store.database import Store
from workflows.channel_cache import ChannelCache

AT_PLATFORM = "provider:"
LARGEST = 25 * 1024 * 1024  # bytes: what OpenAI takes https://platform.openai.com/docs/guides/speech-to-text
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Files:
    """``guarded`` refuses private addresses and redirects; ``platforms`` is for the adapters' own."""

    guarded: httpx.AsyncClient
    platforms: httpx.AsyncClient
    channels: ChannelCache


@dataclass(frozen=True, slots=True)
class Recordings:
    """Of one call of one workspace."""

    files: Files
    store: Store
    workspace: UUID
    call: UUID

    async def get(self, file: Media) -> Download:
        """Raises IoTimeout, IoFailed, or AiRefused for what will not be there at another attempt either."""
        platform = file.url.startswith(AT_PLATFORM)
        found = await (self._kept(file.url.removeprefix(AT_PLATFORM)) if platform else self._read(file.url))
        if len(found.content) > LARGEST:
            raise _too_large()
        return found

    async def _kept(self, id: str) -> Download:
        """Asked for on the channel of the conversation that makes the call."""
        async with self.store.transaction(self.workspace) as session:
            channel = await Calls(session).channel(self.call)
        connection = await self.files.channels.get(self.workspace, channel) if channel else None
        if connection is None or connection.adapter.fetch is None:
            raise AiRefused("no_file", "the channel that the file came on is gone, or gives no files")
        try:
            return await connection.adapter.fetch(self.files.platforms, connection.config, id)
        except SendError as error:
            words = f"{connection.adapter.title} does not give the file: {error.detail}"
            raise (IoFailed(words) if error.retryable else AiRefused("no_file", words)) from error

    async def _read(self, url: str) -> Download:
        try:
            async with self.files.guarded.stream("GET", url, timeout=SECONDS) as response:
                if not response.is_success:
                    raise _unanswered(response.status_code)
                return Download(content=await _bounded(response), mime=response.headers.get("content-type"))
        except httpx.TimeoutException as error:
            raise IoTimeout(f"the file did not come within {SECONDS:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise IoFailed(f"the file does not come: {type(error).__name__}: {error}") from error


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST:
            raise _too_large()
    return bytes(body)


def _unanswered(status: int) -> IoFailed | AiRefused:
    words = f"the file's address answered {status}"
    return IoFailed(words) if status >= 500 else AiRefused("no_file", words)  # noqa: PLR2004 - HTTP's own number


def _too_large() -> AiRefused:
    return AiRefused("no_file", f"the recording is over {LARGEST // 1024 // 1024} MB")
