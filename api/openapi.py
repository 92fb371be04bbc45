"""The OpenAPI document: what the framework finds, completed with what holds for every operation."""

from collections.abc import Iterator
from html import escape
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get

from api.permissions import PERMISSIONS, Requires
from api.problems import KINDS, may_answer

V1 = "/api/v1"
INTRODUCTION = (
    "Everything that the builder does can be done here. Send an API key as `Authorization: Bearer dlm_…`. Every refusal is "
    "`application/problem+json` with a stable `type`. Lists are pages: send `next` as `after`. Creating requests take an "
    "`Idempotency-Key`; drafts are saved with `If-Match`."
)
SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "an API key, `dlm_…`"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "the same key"},
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "sent again with the same key, the request gets its first answer and does nothing more",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
Operation = dict[str, Any]


def document(app: Litestar) -> dict[str, Any]:
    """The finished document, made once per application."""
    known: dict[str, Any] | None = getattr(app.state, "openapi", None)
    if known is None:
        known = app.state.openapi = _finished(app)
    return known


@get(["/schema/openapi.json", f"{V1}/openapi.json"], include_in_schema=False)
async def serve(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    return Response(document(request.app), media_type="application/vnd.oai.openapi+json")


@get("/schema", include_in_schema=False, media_type=MediaType.HTML)
async def page(request: Request[Any, Any, Any]) -> Response[str]:
    """A plain list of the operations, for people."""
    policy = {"content-security-policy": "default-src 'none'; style-src 'self'", "x-content-type-options": "nosniff"}
    return Response(_page(document(request.app)), media_type=MediaType.HTML, headers=policy)


def _finished(app: Litestar) -> dict[str, Any]:
    schema: dict[str, Any] = app.openapi_schema.to_schema()
    schema["info"]["description"] = INTRODUCTION
    schema.setdefault("components", {})["securitySchemes"] = SECURITY
    permissions = _permissions(app)
    for path, operation in _operations(schema):
        _complete(path, operation, permissions.get(operation["operationId"]))
    return schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in schema["paths"].items():
        for operation in item.values():
            if isinstance(operation, dict) and "operationId" in operation:
                yield path, operation


def _permissions(app: Litestar) -> dict[str, str]:
    """What each operation asks for, read from the guards that enforce it."""
    found = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            guards = [guard for guard in handler.guards if isinstance(guard, Requires)]
            if handler.operation_id and guards:
                found[str(handler.operation_id)] = guards[0].permission
    return found


def _complete(path: str, operation: Operation, permission: str | None) -> None:
    first, _, rest = operation.get("description", "").partition(". ")
    operation["summary"] = first.rstrip(".")
    protected = path.startswith(V1)
    if protected:
        operation["security"] = [{"bearer": []}, {"header": []}]
        needs = f"Needs the permission `{permission}`: {PERMISSIONS[permission]}." if permission else ""
        operation["description"] = "\n\n".join(part for part in (operation["description"], needs) if part)
    responses = operation["responses"]
    if "idempotency-conflict" in str(responses.get("409", "")):
        operation.setdefault("parameters", []).append(ONCE)
    kinds = _always(operation, protected=protected)
    for status, spec in may_answer(*kinds).items():
        _merge(responses, str(status), kinds, spec.description)


def _always(operation: Operation, *, protected: bool) -> list[str]:
    """What any operation of this shape may answer."""
    kinds = ["internal", "unavailable"]
    if protected:
        kinds += ["unauthenticated", "forbidden"]
    if "requestBody" in operation:
        kinds += ["malformed", "invalid-request", "unstorable", "too-large", "unsupported-media-type"]
    elif operation.get("parameters"):
        kinds += ["invalid-request"]
    if any(one["in"] == "path" for one in operation.get("parameters", ())):
        kinds += ["not-found"]
    return kinds


def _merge(responses: dict[str, Any], status: str, kinds: list[str], description: str) -> None:
    known = responses.get(status, {}).get("content", {}).get("application/problem+json", {}).get("examples", {})
    examples = {kind: _example(kind) for kind in kinds if str(KINDS[kind].status) == status}
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema, "examples": {**examples, **known}}}
    responses[status] = {"description": responses.get(status, {}).get("description") or description, "content": content}


def _example(kind: str) -> dict[str, Any]:
    status, title = KINDS[kind]
    value = {"type": f"https://dialoom.dev/problems/{kind}", "title": title, "status": status, "detail": f"{title}."}
    return {"summary": title, "value": value}


def _page(schema: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "operationId" in operation:
                line = f"<dt><code>{method.upper()} {escape(path)}</code></dt><dd>{escape(operation['summary'])}</dd>"
                groups.setdefault((operation.get("tags") or [""])[0], []).append(line)
    body = "".join(f"<h2>{escape(tag)}</h2><dl>{''.join(lines)}</dl>" for tag, lines in groups.items())
    head = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    style = "<title>Dialoom API</title><link rel=stylesheet href=/chat/reference.css>"
    link = "<p>The whole of it, for programs: <a href=/schema/openapi.json>openapi.json</a></p>"
    return f"{head}{style}<body><main><h1>Dialoom API</h1>{link}{body}</main></html>"
