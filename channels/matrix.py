"""What each channel type can carry, as the table in the documentation."""

from collections.abc import Iterable

from channels.adapter import Capabilities
from channels.registry import AnyAdapter
from engine.durations import format_duration

_HEAD = (
    "channel",
    "text",
    "caption",
    "buttons",
    "button title",
    "list rows",
    "cards in a row",
    "files",
    "places",
    "contact cards",
    "typing",
    "reactions",
    "templates",
    "service window",
    "delivery reports",
    "repeats safely",
)


def matrix(adapters: Iterable[AnyAdapter]) -> str:
    """A Markdown table, one row a channel type."""
    rows = [_HEAD, tuple("---" for _ in _HEAD)]
    rows += [(adapter.title, *_cells(adapter.capabilities)) for adapter in adapters]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(can: Capabilities) -> tuple[str, ...]:
    sizes = (can.text, can.caption, can.buttons, can.button_title, can.list_rows, can.cards)
    return (
        *(f"{size:,}" if size else "-" for size in sizes),
        ", ".join(can.media) or "-",
        *_flags(can.location, can.card, can.typing, can.reactions != (), can.templates),
        format_duration(can.service_window) if can.service_window else "-",
        *_flags(can.delivery_reports, can.send_key),
    )


def _flags(*flags: bool) -> tuple[str, ...]:
    return tuple("yes" if flag else "-" for flag in flags)
