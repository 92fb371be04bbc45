"""A recording written down by a model: held against the budgets and kept with its call, like any question."""

import math
from dataclasses import dataclass
from pathlib import PurePosixPath

from channels import Download
from engine import Media
from nodes import AiAnswer, AiRefused, IoFailed, IoTimeout, TranscriptRequest
from store.ai_spend import Amount
from workflows.ai import Begun, CallAi
from workflows.ai_client import Transcript, transcribe
from workflows.ai_config import TRANSCRIBE, AiConnection
from workflows.ai_prompt import Line, tokens_of
from workflows.recordings import Recordings

# What is taken, and the ending by which an endpoint knows it https://platform.openai.com/docs/guides/speech-to-text
ENDINGS = {
    "audio/flac": "flac",
    "audio/m4a": "m4a",
    "audio/mp3": "mp3",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/oga": "ogg",
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/wav": "wav",
    "audio/wave": "wav",
    "audio/webm": "webm",
    "audio/x-m4a": "m4a",
    "audio/x-wav": "wav",
    "video/mp4": "mp4",
    "video/mpeg": "mpeg",
    "video/webm": "webm",
}
TAKEN = frozenset({*ENDINGS.values(), "mpga"})
BYTES_PER_SECOND = 2_000  # a voice message; more only makes the estimate too high
TOKENS_PER_SECOND = 10  # of sound; with a word or two, which is what people say in a second, written down
SECONDS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Transcripts:
    models: CallAi
    recordings: Recordings

    async def write(self, request: TranscriptRequest) -> AiAnswer:
        """Raises IoTimeout, IoFailed or AiRefused. The recording itself is kept nowhere."""
        name = request.connection or TRANSCRIBE
        connection = self.models.connection(name)
        key = await self.models.key(connection)
        found = await self.recordings.get(request.file)
        titled = _titled(request.file, found)
        begun = await self.models.begin(name, connection, _lines(request, found), _expected(connection, found))
        try:
            got = await transcribe(self.models.http, connection, key, (titled, found.content), request)
        except IoTimeout as error:  # nobody knows what it costs: what was held for it stays counted
            await self.models.settle(begun, begun.held.amount, {"error": str(error)})
            raise
        except (IoFailed, AiRefused) as error:
            await self.models.settle(begun, Amount(), {"error": str(error)[:1000]})
            raise
        return await self._written(begun, connection, got)

    async def _written(self, begun: Begun, connection: AiConnection, got: Transcript) -> AiAnswer:
        """An endpoint that bills by time tells no tokens; one that tells nothing has cost what was held."""
        used, counted = begun.held.amount, got.usage
        tokens = (used.tokens - tokens_of(got.text), tokens_of(got.text))
        if counted is not None and counted.seconds is not None:
            tokens, used = (0, 0), Amount(cost=counted.seconds / SECONDS_PER_MINUTE * connection.price_minute)
        elif counted is not None:
            tokens = (counted.input_tokens, counted.output_tokens)
            used = Amount(tokens=sum(tokens), cost=connection.cost(*tokens))
        spent = {"tokens_in": max(tokens[0], 0), "tokens_out": tokens[1], "cost": used.cost}
        await self.models.settle(begun, used, {"answer": got.text, "model": connection.model, **spent})
        return AiAnswer(text=got.text, model=connection.model, **spent)


def _titled(file: Media, found: Download) -> str:
    """A name with an ending that says what it is. Raises AiRefused for what cannot be listened to."""
    mime = (file.mime or found.mime or "").partition(";")[0].strip().lower()
    named = PurePosixPath(file.name or file.url).suffix.lstrip(".").lower()
    ending = ENDINGS.get(mime) or (named if named in TAKEN else None)
    if ending is None:
        raise AiRefused(
            "no_file", f"a file of type {mime or named or 'unknown'!r} is no recording that can be written down"
        )
    return f"recording.{ending}"


def _lines(request: TranscriptRequest, found: Download) -> list[Line]:
    """What the run shows of the question."""
    what = (
        f"({request.file.kind}, {len(found.content):,} bytes, {request.file.mime or found.mime or 'of unknown type'})"
    )
    asked = [{"role": "user", "content": f"{what} {request.language}".strip()}]
    return [{"role": "system", "content": request.hints}, *asked] if request.hints else asked


def _expected(connection: AiConnection, found: Download) -> Amount:
    seconds = math.ceil(len(found.content) / BYTES_PER_SECOND)
    tokens = seconds * TOKENS_PER_SECOND
    by_time = seconds / SECONDS_PER_MINUTE * connection.price_minute
    return Amount(tokens=tokens, cost=max(by_time, connection.cost(tokens, tokens)))
