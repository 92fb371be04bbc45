"""Tables of the workspace: whether a flow names those that are there, and columns that they have."""

from collections.abc import Iterator

from engine.checks.drawn import Drawn
from engine.checks.mentions import mentions, missing
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.document import nearest
from engine.marks import dotted
from engine.named import Named, Names, named


def _unknown_tables(subject: Subject) -> Iterator[Finding]:
    found = mentions(subject, Names.TABLE)
    return missing(found, subject.known.tables, "the workspace has no table", "make it: POST /tables with this name")


def _unknown_columns(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes.values():
        found = tuple(named(node.params))
        table = next((one.text for one in found if one.names is Names.TABLE), "")
        columns = (subject.known.tables or {}).get(table)
        for one in found if columns is not None else ():
            if one.names is Names.COLUMN and columns is not None and one.text not in {*columns, "id"}:
                fix = nearest(one.text, columns) or f"it has {', '.join(sorted(columns))}"
                yield _at(node, one, f"the table {table!r} has no column {one.text!r}", fix)


def _at(node: Drawn, one: Named, message: str, fix: str) -> Finding:
    return Finding(message, fix, node.id, dotted(one.path), node.place(one.path))


CHECKS = (
    Check(
        code="unknown_table",
        severity="warning",
        title="Table that is not there",
        why="The node reads or writes a table by its name, and the workspace has none of this name: it leaves by `failed`.",
        find=_unknown_tables,
    ),
    Check(
        code="unknown_column",
        severity="warning",
        title="Column that the table does not have",
        why="A row is saved whole or not at all, and a column that is not there can be neither compared nor sorted by: the"
        " node leaves by `failed`.",
        find=_unknown_columns,
    ),
)
