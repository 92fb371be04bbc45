"""Something that happened in the workspace, as triggers hear of it."""

from typing import Any

from pydantic import Field

from engine.model import Value


class News(Value):
    """``data`` says the rest, such as ``{"tag": "vip"}``."""

    kind: str = Field(min_length=1, max_length=100, examples=["contact.tag_added"])
    data: dict[str, Any] = {}
