"""Files that people sent to the bot: https://core.telegram.org/bots/api#getfile"""

import base64
from typing import Any

import msgspec

from tests.simulators.telegram.rules import Refusal, bad

LARGEST = 20 * 1024 * 1024  # for downloads by bots


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """The body of POST /sim/files: a file that a later message may name. ``content`` is base64."""

    file_id: str
    file_path: str
    content: str = ""
    size: int | None = None


class Files:
    def __init__(self) -> None:
        self._files: dict[str, Sent] = {}

    def add(self, file: Sent) -> None:
        self._files[file.file_id] = file

    def get(self, params: dict[str, Any]) -> dict[str, Any]:
        """``getFile``."""
        file = self._files.get(str(params.get("file_id", "")))
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        content = base64.b64decode(file.content)
        size = len(content) if file.size is None else file.size
        if size > LARGEST:
            raise bad("file is too big")
        return {"file_id": file.file_id, "file_unique_id": file.file_id, "file_size": size, "file_path": file.file_path}

    def read(self, path: str) -> bytes:
        for file in self._files.values():
            if file.file_path == path:
                return base64.b64decode(file.content)
        raise Refusal(404, "Not Found")
