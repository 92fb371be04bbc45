"""docs/checks.md, written from the checks themselves."""

from collections.abc import Iterable

from engine.checks import CHECKS, WIRING, Check
from engine.document import MOST_PROBLEMS

TOP = f"""# What is checked

<!-- Written from engine/checks by `pytest tests/engine/test_checks_page.py --update`: edit the texts there. -->

A problem has a `code`, a `severity`, a `message`, the `node` and `field` it is about, its `path` in the document and,
where there is one, a `fix`. A draft is saved with its problems; a flow with errors is not published; warnings stop
nothing. Of one code at most {MOST_PROBLEMS} problems are reported.
"""

READING = """## Whether the document can be read

These come first. What is marked with * cannot be kept, and is refused; all else is a draft as it came, which cannot be published.

| code | what it says |
| --- | --- |
| `not_json` * | a value that JSON does not have, or a character that cannot be stored |
| `too_deep` *, `too_large` * | over a limit: nesting, bytes |
| `too_many` | more nodes or edges than a flow may have |
| `unknown_format` | written by a newer Dialoom, or the format is no whole number |
| `missing_key`, `unknown_key`, `wrong_type`, `bad_value` | against the schema, in the document's own keys \
or inside a node's `data` |
| `bad_params` | against a rule of the node type that a schema cannot say, such as two choices with one id |
| `bad_translation` | a translation has a shape that does not fit the node it is laid over, or changes what is no text |
"""


def checks_page() -> str:
    wiring = _section("Whether it hangs together", "Checked whenever a document is read.", WIRING)
    static = _section(
        "Whether it does what it should", "The static checks, shown in the builder and on publishing.", CHECKS
    )
    return f"{TOP}\n{READING}\n{wiring}\n{static}"


def _section(title: str, intro: str, checks: Iterable[Check]) -> str:
    return "\n".join((f"## {title}", "", intro, "", *map(_entry, checks)))


def _entry(check: Check) -> str:
    return f"### `{check.code}` · {check.severity}\n\n**{check.title}.** {check.why}\n"
