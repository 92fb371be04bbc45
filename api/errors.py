"""Turns what was raised into a problem: the one table from errors to refusals."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException
from sqlalchemy.exc import DBAPIError

from api.problems import KINDS, MEDIA_TYPE, Fault, Refused, faults
from channels import ConnectFailed
from engine import EventRefused, FlowInvalid, FlowMissing
from engine.problems import in_words
from store.errors import BadCursor, Conflict, NotFound, StaleRevision, Undecryptable

log = structlog.get_logger(__name__)
AnyRequest: TypeAlias = Request[Any, Any, Any]

_BY_STATUS = {
    400: "invalid-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    429: "rate-limited",
}
# The first two characters of an SQLSTATE name its class.
_BY_SQLSTATE = {
    "22": ("unstorable", "a text holds a character, or a number a size, that cannot be stored"),
    "54": ("unstorable", "a value is nested too deeply to be stored"),
    "23": ("conflict", "something else was stored or removed in the same moment: read again, and repeat"),
    "40": ("unavailable", "the database was busy with the same thing: repeat"),
    "08": ("unavailable", "the database does not answer"),
    "53": ("unavailable", "the database is overloaded"),
    "57": ("unavailable", "the database is shutting down"),
}


def _stale(error: StaleRevision) -> Refused:
    tag = {"etag": f'"{error.current}"'}
    return Refused(
        "stale-revision", f"{error}: read it, and apply your change again", headers=tag, current=error.current
    )


def _http(error: HTTPException) -> Refused:
    if wrong := _of_body(error):
        return Refused("invalid-request", "see errors", _faults(wrong))
    kind = _BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "invalid-request")  # noqa: PLR2004
    errors = _faults(error.extra) if isinstance(error.extra, list) else []
    if isinstance(error.__cause__, SerializationException):
        kind, errors = "malformed", []
    return Refused(kind, "see errors" if errors else error.detail, errors, error.headers)


def _of_body(error: HTTPException) -> list[dict[str, Any]]:
    """All that is wrong in a body, as pydantic has told it. Litestar leaves out what is named like something that it injects,
    and where that is all it takes it for a fault of ours; the exception that has them all is private to it."""
    found = getattr(error.__cause__, "errors", None)
    wrong = found if isinstance(found, list) else []
    return [{"message": _said(one), "key": ".".join(map(str, one["loc"])) or None} for one in wrong]


def _said(one: dict[str, Any]) -> str:
    """Our classes mean nothing to whoever sent something else in place of an object."""
    if one.get("type") != "model_type":
        return str(one["msg"])
    return "must be an object, {…}" if one["loc"] else "the body must be an object, {…}"


def _faults(extra: list[Any]) -> list[Fault]:
    """A whole fails with its part: that nothing is left of it is not worth saying."""
    found = [_fault(one) for one in extra if isinstance(one, dict)]
    paths = [f"{one.path}." for one in found]
    return [
        one
        for one, here in zip(found, paths, strict=True)
        if not any(path != here and path.startswith(here) for path in paths)
    ]


def _fault(one: dict[str, Any]) -> Fault:
    return Fault(message=in_words(str(one.get("message", ""))), path=one.get("key"))


def _database(error: DBAPIError) -> Refused:
    state = getattr(error.orig, "sqlstate", None) or ("08000" if error.connection_invalidated else "")
    kind, detail = _BY_SQLSTATE.get(state[:2], ("internal", _INTERNAL))
    return Refused(kind, detail)


_INTERNAL = "the details are in the server's log"
_TABLE: Mapping[type[Exception], Callable[[Any], Refused]] = {
    Refused: lambda error: error,
    HTTPException: _http,
    NotFound: lambda error: Refused("not-found", str(error)),
    StaleRevision: _stale,
    Conflict: lambda error: Refused("conflict", str(error), faults(error.problems)),
    BadCursor: lambda error: Refused("invalid-request", str(error), [Fault(message=str(error), path="after")]),
    Undecryptable: lambda _: Refused("undecryptable", "an encryption key was removed too early"),
    FlowInvalid: lambda error: Refused("flow-invalid", "see errors", faults(error.problems)),
    FlowMissing: lambda error: Refused("conflict", str(error)),
    EventRefused: lambda error: Refused("event-refused", str(error)),
    ConnectFailed: lambda error: Refused("channel-refused", str(error)),
    RecursionError: lambda _: Refused("malformed", "it is nested too deeply"),
    UnicodeDecodeError: lambda _: Refused("malformed", "it is not UTF-8"),
    DBAPIError: _database,
    OSError: lambda _: Refused("unavailable", "a server that is needed does not answer"),
    Exception: lambda _: Refused("internal", _INTERNAL),
}


def refusal(error: Exception) -> Refused:
    """The refusal for this error, by the nearest of its classes in the table."""
    return next(_TABLE[kind](error) for kind in type(error).__mro__ if kind in _TABLE)


def answer(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The only exception handler of the application."""
    refused = refusal(error)
    if refused.status >= 500:  # noqa: PLR2004 - HTTP's own number
        log.error("request failed", path=request.url.path, method=request.method, exc_info=error)
    return Response(
        msgspec.json.encode(refused.problem(request.url.path)),
        status_code=refused.status,
        media_type=MEDIA_TYPE,
        headers=refused.headers,
    )


assert set(_BY_STATUS.values()) <= KINDS.keys()  # noqa: S101 - a misspelt kind shows at the start, not in a request
