"""Every way in which a request can be refused, as application/problem+json with a stable ``type`` (RFC 9457)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from msgspec import UNSET, UnsetType

BASE = "https://dialoom.dev/problems/"
MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """``title`` is the same for every occurrence; what is special about one is its ``detail``."""

    status: int
    title: str


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(400, "The request cannot be read"),
    "invalid-request": Kind(400, "The request is not as described"),
    "unstorable": Kind(400, "A value cannot be stored"),
    "bad-payload": Kind(400, "The webhook cannot be read"),
    "channel-refused": Kind(400, "The platform refused the channel"),
    "unauthenticated": Kind(401, "Who is asking is not known"),
    "bad-signature": Kind(401, "The webhook is not from the platform"),
    "forbidden": Kind(403, "The key lacks a permission"),
    "origin-refused": Kind(403, "The chat may not be used on this website"),
    "not-found": Kind(404, "There is no such thing"),
    "method-not-allowed": Kind(405, "The address does not take this method"),
    "conflict": Kind(409, "What is there stands in the way"),
    "event-refused": Kind(409, "The session does not wait for this"),
    "idempotency-conflict": Kind(409, "The idempotency key was used for another request"),
    "nothing-published": Kind(409, "The flow has no published version"),
    "stale-revision": Kind(412, "Somebody else saved in between"),
    "too-large": Kind(413, "The request is too large"),
    "unsupported-media-type": Kind(415, "The request is not JSON"),
    "flow-invalid": Kind(422, "The flow has errors"),
    "revision-required": Kind(428, "The request must say which revision it changes"),
    "rate-limited": Kind(429, "Too many requests"),
    "internal": Kind(500, "Something is broken on our side"),
    "undecryptable": Kind(500, "Stored credentials cannot be decrypted"),
    "unavailable": Kind(503, "A server that is needed does not answer"),
}


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong: where, and what to do about it."""

    message: str
    path: str | None = None
    code: str | None = None
    severity: str | None = None
    node: str | None = None
    field: str | None = None
    fix: str | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request was refused. Programs look at ``type``, people at ``title`` and ``detail``."""

    type: Annotated[str, msgspec.Meta(description="one of the addresses that the documentation lists")]
    title: str
    status: int
    detail: str
    instance: str | UnsetType = UNSET
    errors: tuple[Fault, ...] | UnsetType = UNSET
    current: Annotated[int, msgspec.Meta(description="the revision to start from")] | UnsetType = UNSET


class Refused(Exception):
    """What a handler raises to refuse a request; ``kind`` is a key of ``KINDS``."""

    def __init__(
        self,
        kind: str,
        detail: str,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        current: int | None = None,
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail, self.errors = kind, detail, tuple(errors)
        self.headers, self.current = dict(headers or {}), current

    @property
    def status(self) -> int:
        return KINDS[self.kind].status

    def problem(self, instance: str | UnsetType = UNSET) -> Problem:
        return Problem(
            type=BASE + self.kind,
            title=KINDS[self.kind].title,
            status=self.status,
            detail=self.detail,
            instance=instance,
            errors=self.errors or UNSET,
            current=UNSET if self.current is None else self.current,
        )


def faults(problems: Iterable[Any]) -> tuple[Fault, ...]:
    """The engine's problems, as errors of a problem."""
    return tuple(msgspec.convert(problem, Fault, from_attributes=True) for problem in problems)


def may_answer(*kinds: str) -> dict[int, ResponseSpec]:
    """These refusals as OpenAPI responses: ``@get(responses=may_answer("conflict"))``."""
    by_status: dict[int, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(KINDS[kind].status, []).append(kind)
    return {status: _spec(found) for status, found in by_status.items()}


def _spec(kinds: list[str]) -> ResponseSpec:
    return ResponseSpec(
        data_container=Problem,
        generate_examples=False,
        media_type=MEDIA_TYPE,
        description=" · ".join(KINDS[kind].title for kind in kinds),
        examples=[Example(id=kind, summary=KINDS[kind].title, value=example(kind)) for kind in kinds],
    )


def example(kind: str) -> dict[str, Any]:
    """What it looks like, for the documentation."""
    status, title = KINDS[kind]
    return {"type": BASE + kind, "title": title, "status": status, "detail": f"{title}."}
