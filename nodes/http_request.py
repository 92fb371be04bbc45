"""Call another system over HTTP, keep parts of its answer, and branch on how it went."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from engine import CallReturned, Context, Event, ForCall, Step, Value
from engine.shapes import IdleUnless, PlainWhere
from nodes.calling import empty_handed, failed, request
from nodes.fields import Address, LongContent, Span, at_most, is_web_address
from nodes.http_parts import CONTENT_TYPES, Body, FormField, Header, Method, form_encoded, one_line
from nodes.quoting import quoted
from nodes.reading import is_json, json_of, json_or
from nodes.saving import Save, saved
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
LONGEST = timedelta(seconds=30)
_ALLOW = "set `retry_unsafe` if a request that comes twice does no harm, or take the attempts out"
_WRITE = 'write one such as {"order": 7}, or send it as text'


class Params(Value):
    method: Method = Field("GET", title="Method", description="What is asked for.", json_schema_extra=widget("select"))
    url: Address = Field(
        min_length=1,
        title="Address",
        description="https://…; pass what the contact said through url_encode: {{ vars.order | url_encode }}.",
    )
    headers: tuple[Header, ...] = Field(
        (),
        max_length=20,
        title="Headers",
        description="Headers of the request, with secrets.",
        json_schema_extra=widget("key_values"),
    )
    body_kind: Body = Field("none", title="Body", description="What is sent along.", json_schema_extra=widget("select"))
    body: Annotated[LongContent, PlainWhere("sends_json", is_json, "is no JSON", _WRITE)] = Field(
        "", title="Content", description="The JSON or text that is sent: quote values by {{ vars.name | json }}."
    )
    form: tuple[FormField, ...] = Field(
        (),
        max_length=50,
        title="Form fields",
        description="What is sent when the body is a form.",
        json_schema_extra=widget("key_values"),
    )
    save: tuple[Save, ...] = Field(
        (),
        max_length=50,
        title="Keep",
        description="Parts of a successful answer that are kept in variables.",
        json_schema_extra=widget("key_values"),
    )
    timeout: Annotated[Span, at_most(LONGEST, "at most 30 seconds (PT30S)")] = Field(
        timedelta(seconds=10), title="Wait no longer than", description="For one attempt, 30 seconds at most."
    )
    attempts: Annotated[int, IdleUnless("repeatable", "POST and PATCH are tried once", _ALLOW)] = Field(
        1,
        ge=1,
        le=5,
        title="Attempts",
        description="How often it is tried while no answer comes. POST and PATCH are tried once unless you allow more.",
        json_schema_extra=widget("number"),
    )
    retry_unsafe: bool = Field(
        False,
        title="Repeat POST and PATCH too",
        description="Only if the other system does no harm when the same request reaches it twice.",
        json_schema_extra=widget("switch"),
    )
    sample: str = Field(
        "",
        max_length=8_192,
        title="Example answer",
        description="What the simulator and flow tests take for the body of the answer, with status 200.",
        json_schema_extra=widget("textarea"),
    )

    @property
    def repeatable(self) -> bool:
        """Whether the same request may reach the other system twice."""
        return self.method in REPEATABLE or self.retry_unsafe

    @property
    def sends_json(self) -> bool:
        return self.body_kind == "json"


def outputs(params: Params) -> tuple[str, ...]:
    return ("success", "client_error", "server_error", "timeout", "error")


def enter(params: Params, context: Context) -> Step:
    filled = request(params, context, _check)
    if filled is None:
        return empty_handed(context, "error")
    return Step(wait=ForCall(filled, params.timeout, params.attempts if params.repeatable else 1))


def _check(filled: Params, context: Context) -> None:
    """What only the filled-in request shows."""
    if not is_web_address(filled.url):
        context.problem("bad_address", f"this is no address to call: {quoted(filled.url)}", "url")
    elif filled.body_kind == "json":
        _check_json(filled.body, context)


def _check_json(body: str, context: Context) -> None:
    try:
        json_of(body)
    except ValueError as error:
        context.problem("bad_json", f"the body is no JSON: {error}", "body", "Quote values by {{ vars.name | json }}.")


async def perform(params: Params, io: Io) -> dict[str, Any]:
    headers = {"Content-Type": CONTENT_TYPES[params.body_kind]} if params.body_kind != "none" else {}
    for header in params.headers:
        secret = await io.secret(header.secret) if header.secret else ""
        headers = {name: value for name, value in headers.items() if name.lower() != header.name.lower()}
        headers[header.name] = one_line(header.value + secret)
    answer = await io.http(
        params.method,
        params.url,
        headers=headers,
        content=_content(params),
        timeout=params.timeout.total_seconds(),
    )
    return answer.model_dump(mode="json")


def _content(params: Params) -> bytes | None:
    match params.body_kind:
        case "none":
            return None
        case "form":
            return form_encoded(params.form).encode()
        case _:
            return params.body.encode()


def simulate(params: Params) -> CallReturned:
    return simulated({"status": 200, "headers": {}, "body": json_or(params.sample, params.sample)})


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case CallReturned(error="timeout"):
            return failed(context, event, "timeout", "timeout")
        case CallReturned(error=None, result={"status": int(status), "body": body}):
            return _answered(params, context, status, body)
        case CallReturned():
            return failed(context, event, "error", "url")
        case _:
            return Step()


def _answered(params: Params, context: Context, status: int, body: Any) -> Step:
    """``result.<node>.error`` says of an answer that is no success which kind it is: its status and body are there, too."""
    output, answer = _output(status), {"status": status, "body": body}
    if output == "success":
        return Step(variables=saved(params.save, context, body), result=answer, leave=output)
    if output == "error":
        context.problem("call_failed", f"the answer is {status}: it is not followed elsewhere", "url")
    return Step(result={**answer, "error": "call_failed" if output == "error" else output}, leave=output)


def _output(status: int) -> str:
    return {2: "success", 4: "client_error", 5: "server_error"}.get(status // 100, "error")


node = NodeType(
    kind="http_request",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    ui=NodeUi(title="HTTP request", help=__doc__ or "", group="action", icon="globe"),
)
