"""``If-Match``: which revision of a draft is meant, so that nobody changes or publishes what they have not seen."""

import re
from typing import Annotated

from litestar.params import HeaderParameter

from api.problems import Refused

_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,8})"')
IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", description='the revision to change, as in `"3"`')]
IfStill = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description='the revision that was looked at, as in `"3"`; without it, whichever'),
]


def etag(revision: int) -> dict[str, str]:
    return {"etag": f'"{revision}"'}


def needed(if_match: str | None) -> int:
    """Raises Refused where none is named."""
    revision = named(if_match)
    if revision is None:
        raise Refused("revision-required", 'send the revision that you read, as in `If-Match: "3"`')
    return revision


def named(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise Refused("invalid-request", f'If-Match is one revision, as in `"3"`, not {if_match[:40]}')
    return int(found[1])
