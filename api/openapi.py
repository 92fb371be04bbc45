"""The OpenAPI document: what the framework finds, completed with what holds for every operation."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get

from api.permissions import PERMISSIONS, Requires
from api.problems import KINDS, MEDIA_TYPE, example

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
    schema = _readable(app.openapi_schema.to_schema())
    schema["info"]["description"] = INTRODUCTION
    schema.setdefault("components", {})["securitySchemes"] = SECURITY
    permissions = _permissions(app)
    for path, operation in _operations(schema):
        _complete(path, operation, permissions.get(operation["operationId"]))
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["example"] = sample(content["schema"], schema["components"]["schemas"])
    return schema


def _readable(schema: dict[str, Any]) -> dict[str, Any]:
    """With names that make good names of types: a page of ``FlowShown`` is ``FlowShownPage``."""
    text = msgspec.json.encode(schema, enc_hook=dict).decode()  # a body that may be left out has a default: a model
    renamed: dict[str, Any] = msgspec.json.decode(re.sub(r'\bListed_(?:\w+\.)*(\w+?)_(?=")', r"\1Page", text))
    return renamed


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
            guards = [guard for layer in handler.ownership_layers for guard in layer.guards or ()]
            permissions = [guard.permission for guard in guards if isinstance(guard, Requires)]
            if permissions:
                found[str(handler.operation_id)] = permissions[-1]
    return found


def _complete(path: str, operation: Operation, permission: str | None) -> None:
    operation["summary"] = operation.get("description", "").partition(". ")[0].rstrip(".")
    protected = path.startswith(V1)
    if protected:
        operation["security"] = [{"bearer": []}, {"header": []}]
    if permission:
        operation["description"] += f"\n\nNeeds the permission `{permission}`: {PERMISSIONS[permission]}."
    if "idempotency-conflict" in str(operation["responses"].get("409", "")):
        operation.setdefault("parameters", []).append(ONCE)
    _refusals(operation, protected=protected)


def _refusals(operation: Operation, *, protected: bool) -> None:
    """The handler's own, and those that any operation of its shape may answer."""
    kinds = {kind for response in operation["responses"].values() for kind in _examples(response)}
    kinds |= _always(operation, protected=protected)
    successes = {status: one for status, one in operation["responses"].items() if status < "400"}
    refusals: dict[str, list[str]] = {}
    for kind in KINDS:
        if kind in kinds:
            refusals.setdefault(str(KINDS[kind].status), []).append(kind)
    operation["responses"] = successes | {status: _refusal(found) for status, found in sorted(refusals.items())}


def _examples(response: dict[str, Any]) -> Iterator[str]:
    yield from response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {})


def _always(operation: Operation, *, protected: bool) -> set[str]:
    kinds = {"internal", "unavailable"}
    parameters = operation.get("parameters", ())
    if protected:
        kinds |= {"unauthenticated", "forbidden"}
    if "requestBody" in operation:
        kinds |= {"malformed", "invalid-request", "unstorable", "too-large", "unsupported-media-type"}
    if parameters:
        kinds |= {"invalid-request", "unstorable"}
    if any(one["in"] == "path" for one in parameters):
        kinds |= {"not-found"}
    return kinds


def _refusal(kinds: list[str]) -> dict[str, Any]:
    examples = {kind: {"summary": KINDS[kind].title, "value": example(kind)} for kind in kinds}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}}
    return {"description": " · ".join(KINDS[kind].title for kind in kinds), "content": content}


def sample(schema: Any, schemas: dict[str, Any]) -> Any:
    """A value that fits: the schema's own example, or one made of the examples of its properties."""
    match schema:
        case {"$ref": str(name)}:
            return sample(schemas[name.rpartition("/")[2]], schemas)
        case {"examples": [first, *_]}:
            return first
        case {"oneOf": [first, *_]} | {"anyOf": [first, *_]}:
            return sample(first, schemas)
        case {"properties": dict(properties)}:
            wanted = {*schema.get("required", ()), *(name for name, one in properties.items() if "examples" in one)}
            return {name: sample(one, schemas) for name, one in properties.items() if name in wanted}
        case {"format": "uuid"}:
            return "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"
        case {"type": "object"}:
            return {}
        case _:
            raise LookupError(f"give this an example: {schema}")


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
