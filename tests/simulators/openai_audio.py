"""What OpenAI's API documents of a request to ``audio/transcriptions``: a form with a file, its types and its size.

https://platform.openai.com/docs/api-reference/audio/createTranscription
"""

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from tests.simulators.openai_rules import Fault

ENDINGS = ("flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm")
KNOWN = {"model", "language", "prompt", "response_format", "temperature", "file"}
LARGEST = 26_214_400  # bytes, of the whole request


def read_form(content_type: str, content: bytes) -> dict[str, Any]:
    """The fields, with the file as its name and its bytes."""
    message = BytesParser(policy=HTTP).parsebytes(b"content-type: " + content_type.encode() + b"\r\n\r\n" + content)
    found: dict[str, Any] = {}
    for part in message.iter_parts():
        name, data = str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True)
        given = data if isinstance(data, bytes) else b""
        found[name] = (part.get_filename(), given) if part.get_filename() else given.decode()
    return found


def audio_faults(form: dict[str, Any]) -> Iterator[Fault]:
    yield from ((name, f"Unrecognized request argument supplied: {name}") for name in sorted(set(form) - KNOWN))
    if not form.get("model"):
        yield "model", "you must provide a model parameter"
    if not isinstance(form.get("file"), tuple):
        yield "file", "Missing required parameter: 'file'."
        return
    name, content = form["file"]
    if name.rpartition(".")[2] not in ENDINGS:
        yield "file", f"Unrecognized file format. Supported formats: {list(ENDINGS)}"
    if not content:
        yield "file", "Audio file is too short. Minimum audio length is 0.1 seconds."
    if (language := form.get("language")) and not (len(language) in (2, 3) and language.isalpha()):
        yield "language", f"Invalid language {language!r}. Language parameter must be specified in ISO-639-1 format."
