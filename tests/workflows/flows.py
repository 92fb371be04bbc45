"""Small flows that the run time's tests talk to."""

from typing import Any

from engine import Context, Event, Step
from tests.make import a_document

TEXT = {"variables": {"text": {"type": "text"}}}


def keyword(*words: str, **over: Any) -> tuple[str, dict[str, Any]]:
    return "keyword", {"words": list(words), **over}


def says(text: str) -> tuple[str, dict[str, Any]]:
    return "send_message", {"text": text}


def asks(question: str, **over: Any) -> tuple[str, dict[str, Any]]:
    return "ask_text", {"question": question, "save_as": "text", **over}


def echo(word: str = "go") -> dict[str, Any]:
    """Repeats whatever it hears, for ever."""
    nodes = {
        "start": keyword(word),
        "wait": ("wait_reply", {"save_as": "text"}),
        "said": says("got {{ vars.text }}"),
    }
    return a_document(nodes, {"start.next": "wait", "wait.replied": "said", "said.next": "wait"}, **TEXT)


def question(timeout: str = "PT1H", word: str = "go") -> dict[str, Any]:
    """Asks once: exactly one of its two arms is taken."""
    nodes = {
        "start": keyword(word),
        "ask": asks("Well?", timeout=timeout),
        "thanks": says("thanks for {{ vars.text }}"),
        "late": says("too late"),
    }
    return a_document(nodes, {"start.next": "ask", "ask.answered": "thanks", "ask.timeout": "late"}, **TEXT)


def caller(url: str, **over: Any) -> dict[str, Any]:
    """Says wait, calls, and tells by which output it went on; then it repeats what it hears."""
    outputs = ("success", "client_error", "server_error", "timeout", "error")
    nodes = {
        "start": keyword("go"),
        "before": says("wait"),
        "call": ("http_request", {"url": url, "save": [{"path": "price", "save_as": "price"}], **over}),
        **{name: says(f"{name} [{{{{ vars.price }}}}]") for name in outputs},
        "wait": ("wait_reply", {"save_as": "text"}),
        "said": says("got {{ vars.text }}"),
    }
    edges = {"start.next": "before", "before.next": "call", "wait.replied": "said", "said.next": "wait"}
    edges |= {f"call.{name}": name for name in outputs} | {f"{name}.next": "wait" for name in outputs}
    return a_document(nodes, edges, variables={"text": {"type": "text"}, "price": {"type": "any"}})


def broken(params: Any, context: Context, event: Event | None = None) -> Step:
    """An ``enter`` or ``resume`` that its developer should not have shipped."""
    raise ValueError(f"cannot read {event!r} of {context.contact.name}")
