"""Which row of a table somebody means by a name: a place, a product, a doctor. Names are found in sentences, with slips of
the keys, and under other names; a place that there is twice is told apart by the wider one it is in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Annotated, Any

from pydantic import Field

from engine.model import Value
from engine.replies_name import Names, Words, key_of, without
from engine.tables import ColumnName, Row
from engine.template_compare import items_of, shown

MOST = 20  # rows that one text may mean: whoever is asked which one must be able to read them
MOST_OTHER_NAMES = 10  # of a row


class Wider(Value):
    """A column that says what a row is in, as a district is in a state; and the value it must have, if that is known."""

    column: ColumnName
    value: str = ""


class NameQuery(Value):
    """``other_names`` is a column that holds a list, or names with commas between. ``same_is_one``: rows with the same name in
    the same wider place are one."""

    table: str
    column: ColumnName
    said: str
    other_names: ColumnName | None = None
    within: Annotated[tuple[Wider, ...], Field(max_length=10)] = ()
    same_is_one: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that it asks about."""
        others = (self.other_names,) if self.other_names else ()
        return (self.column, *others, *(wider.column for wider in self.within))

    @property
    def open(self) -> tuple[str, ...]:
        """What a row is in, as far as that is not known beforehand."""
        return tuple(wider.column for wider in self.within if not wider.value.strip())


@dataclass(frozen=True, slots=True)
class _Place:
    """Rows that are one, and the names by which they were found."""

    rows: list[Row] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def named_rows(query: NameQuery, rows: Iterable[Row]) -> tuple[dict[str, Any], ...]:
    """What the text may mean, ordered by name, at most ``MOST``. Of rows that are one: what they share."""
    inside = [row for row in rows if all(_is_within(row, wider) for wider in query.within)]
    places = _told_apart(query, inside, _meant(query, inside))
    return tuple(_in_common(place.rows, query) for place in islice(places, MOST))


def _is_within(row: Row, wider: Wider) -> bool:
    return not wider.value.strip() or key_of(shown(row.get(wider.column))) == key_of(wider.value)


def _meant(query: NameQuery, rows: Sequence[Row]) -> list[_Place]:
    by_name: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for name in _names(query, row):
            by_name[name].append(number)
    found: dict[tuple[Any, ...], _Place] = defaultdict(_Place)
    for name in Names(by_name).said(query.said):
        for number in by_name[name]:
            place = found[_identity(query, rows[number], number)]
            place.rows.append(rows[number])
            place.names.append(name)
    return [found[identity] for identity in sorted(found)]


def _names(query: NameQuery, row: Row) -> Iterable[str]:
    others = items_of(row.get(query.other_names or ""))[:MOST_OTHER_NAMES]
    return dict.fromkeys(name for one in (row.get(query.column), *others) if (name := shown(one).strip()))


def _identity(query: NameQuery, row: Row, number: int) -> tuple[Words | int, ...]:
    columns = (query.column, *(wider.column for wider in query.within))
    same = tuple(key_of(shown(row.get(column))) for column in columns)
    return same if query.same_is_one else (*same, number)


def _told_apart(query: NameQuery, rows: Sequence[Row], places: Sequence[_Place]) -> list[_Place]:
    """By the wider places that the text says, too. A place that is in none of them is not meant: a Springfield in Illinois is
    not the one in Texas."""
    wider = Names({shown(row.get(column)) for row in rows for column in query.open} if places else ())
    fits = [_fits(query, place, wider) for place in places]
    best = max((fit for fit in fits if fit is not None), default=None)
    return [place for place, fit in zip(places, fits, strict=True) if fit is not None and fit == best]


def _fits(query: NameQuery, place: _Place, wider: Names) -> int | None:
    """How many of the wider places that the text says it is in; None if it says others only."""
    rest = without(max(place.names, key=len), query.said)
    said = {key_of(name) for name in wider.spelled(rest)}
    count = sum(key_of(shown(place.rows[0].get(column))) in said for column in query.open)
    return None if said and not count else count


def _in_common(rows: Sequence[Row], query: NameQuery) -> dict[str, Any]:
    """What all of them say; in the columns that they were found by, as the first row writes it."""
    first: Mapping[str, Any] = rows[0]
    own = (query.column, *(wider.column for wider in query.within))
    return {name: value for name, value in first.items() if name in own or all(row.get(name) == value for row in rows)}
