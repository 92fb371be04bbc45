"""docs/expressions.md, written from the functions themselves."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from engine.functions import GROUPS, SCOPE
from engine.functions.spec import Example, Function, Group, Kind
from engine.limits import Limits

_LIMITS = Limits()
HEAD = f"""# Expressions

<!-- Written from engine/functions by `pytest tests/engine/test_expressions.py --update`: edit the texts there. -->

Texts of a flow are [Liquid](https://shopify.github.io/liquid/) templates, and conditions are Liquid, too. They read `contact`,
`conversation`, `channel`, `vars`, `input`, `result.<node>`, `globals`, `parent`, `error`, `now` and `today`, and nothing else: a
name that is not set is nothing. A field that holds a single `{{{{ expression }}}}` keeps the type of its value.

Where another flow runs this one, `parent` has that flow's `vars` and `result`, as in `{{{{ parent.vars.city }}}}`.

A template that fails leaves its text empty, a condition that fails does not hold, and the run says why, with the node and the
field; the flow goes on. A filter that needs a date or a number fails on what is none; given nothing, it gives nothing, and
`default` says what then. A template has at most {_LIMITS.template_source:,} characters and comes to at most
{_LIMITS.template_output:,}; there are limits to loops, lists and patterns that no message meets. There is no chance in a
template, and no clock but `now`, the moment of the turn: what was tested is what runs.

Numbers, dates and lists are written in `conversation.language`: the contact's, or else the flow's. Those filters take another
language as their last argument. `GET /api/v1/expressions` gives this page as data.

All examples here are executed by the tests. They are about this contact, on 31 May 2026 at 10:00 UTC:

```json
"""
KINDS: dict[Kind, str] = {
    "filter": "Filters",
    "tag": "Blocks",
    "operator": "Conditions",
    "comparison": "Conditions",
    "reply_test": "Replies",
}


def expressions_page() -> str:
    scope = json.dumps(SCOPE, ensure_ascii=False, indent=1)
    parts = (_part(title, list(groups)) for title, groups in groupby(GROUPS, key=lambda group: KINDS[group.kind]))
    return f"{HEAD}{scope}\n```\n\n" + "\n".join(parts)


def _part(title: str, groups: list[Group]) -> str:
    return "\n".join((f"## {title}\n", *(line for group in groups for line in _group(group, alone=len(groups) == 1))))


def _group(group: Group, *, alone: bool) -> Iterator[str]:
    if not alone:
        yield f"### {group.title}\n"
    yield f"{group.intro}\n"
    yield from (_entry(one, group.kind) for one in group.functions)


def _entry(one: Function, kind: Kind) -> str:
    return f"**`{one.name}`** {one.help}\n\n```text\n{_lines(one.examples, kind)}\n```\n"


def _lines(examples: Iterable[Example], kind: Kind) -> str:
    return "\n".join(f"{_shown(one, kind)}   → {_value(one.gives)}{_language(one)}" for one in examples)


def _shown(one: Example, kind: Kind) -> str:
    if kind != "reply_test":
        return one.source
    said, arguments = json.loads(one.source)
    return " · ".join((said, *map(_value, arguments)))


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _language(one: Example) -> str:
    return "" if one.language == "en" else f"   ({one.language})"
