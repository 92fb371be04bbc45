"""Message templates: texts that a platform has approved, which a business may send when it may send nothing else."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from engine.effects import Button
from engine.events import Media
from engine.languages import nearest
from engine.model import Value

Category: TypeAlias = Literal["marketing", "utility", "authentication"]
ApprovalStatus: TypeAlias = Literal["draft", "pending", "approved", "rejected", "paused"]
PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,60})\s*\}\}")


class MessageTemplate(Value):
    """One template in one language on one type of channel. Its ``body`` has numbered or named places: {{1}}, {{name}}."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$", examples=["order_shipped"])]
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}$", examples=["en", "pt_BR"])]
    channel: Annotated[str, Field(min_length=1, max_length=100, description="the channel type", examples=["whatsapp"])]
    category: Category = "utility"
    status: ApprovalStatus = "draft"
    reason: Annotated[str, Field(max_length=2_000, description="why the platform refused or paused it")] = ""
    body: Annotated[str, Field(min_length=1, max_length=4_096, examples=["Hi {{name}}, {{order}} is on its way."])]
    header: Media | None = None
    buttons: Annotated[tuple[Button, ...], Field(max_length=10)] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The names of what is filled in, each once, as they first occur."""
        return tuple(dict.fromkeys(PLACE.findall(self.body)))

    def filled(self, values: Mapping[str, str]) -> str:
        return PLACE.sub(lambda place: values.get(place[1], place[0]), self.body)


def in_language(templates: Iterable[MessageTemplate], *wanted: str | None) -> MessageTemplate | None:
    """The first in these languages, in this order: in each the very one, then any with its first part, pt_PT for pt-BR."""
    known = tuple(templates)
    languages = [one.language for one in known]
    found = next(filter(None, (nearest(language, languages) for language in wanted if language)), None)
    return next((one for one in known if one.language == found), None)
