"""Which row of a table somebody means by a name: a place, a product, a doctor. Names are found in sentences, with slips of
the keys, and under other names; a place that there is twice is told apart by the wider one it is in."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Annotated, Any

from pydantic import Field

from engine.model import Value
from engine.replies_choice import names_in, says_name
from engine.replies_text import alike, fold
from engine.tables import ColumnName, Row
from engine.template_compare import items_of, shown

MOST = 20  # rows that one text may mean: whoever is asked which one must be able to read them


class Wider(Value):
    """A column that says what a row is in, as a district is in a state; and the value it must have, if that is known."""

    column: ColumnName
    value: str = ""


class NameQuery(Value):
    """``other_names`` is a column that holds a list, or names with commas between."""

    table: str
    column: ColumnName
    said: str
    other_names: ColumnName | None = None
    within: Annotated[tuple[Wider, ...], Field(max_length=10)] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that it asks about."""
        others = (self.other_names,) if self.other_names else ()
        return (self.column, *others, *(wider.column for wider in self.within))


def named_rows(query: NameQuery, rows: Iterable[Row]) -> tuple[dict[str, Any], ...]:
    """What the text may mean, ordered by name. Rows with the same name in the same wider place are one: what they share."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        if all(_is_within(row, wider) for wider in query.within):
            for name in _names(query, row):
                by_name.setdefault(name, []).append(row)
    meant = _places(query, (row for name in names_in(by_name, query.said) for row in by_name[name]))
    narrowed = [place for place in meant if _says_where(query, place)]
    return tuple((narrowed or meant)[:MOST])


def _is_within(row: Row, wider: Wider) -> bool:
    return not wider.value.strip() or _key(row.get(wider.column)) == _key(wider.value)


def _names(query: NameQuery, row: Row) -> Iterable[str]:
    others = items_of(row.get(query.other_names or ""))
    return dict.fromkeys(name for one in (row.get(query.column), *others) if (name := shown(one).strip()))


def _places(query: NameQuery, rows: Iterable[Row]) -> list[dict[str, Any]]:
    columns = (query.column, *(wider.column for wider in query.within))
    alike_rows: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        alike_rows.setdefault(tuple(_key(row.get(column)) for column in columns), []).append(row)
    return [_in_common(place, columns) for _, place in sorted(alike_rows.items(), key=itemgetter(0))]


def _in_common(rows: Sequence[Row], columns: Sequence[str]) -> dict[str, Any]:
    """What all of them say; in the columns that they were found by, as the first row writes it."""
    first = rows[0]
    return {
        name: value for name, value in first.items() if name in columns or all(row.get(name) == value for row in rows)
    }


def _says_where(query: NameQuery, place: Mapping[str, Any]) -> bool:
    return any(says_name(shown(place.get(wider.column)), query.said) for wider in query.within)


def _key(value: Any) -> str:
    return alike(fold(shown(value)))
