"""What goes with something else is found by an index: erasing a contact must not read a whole log."""

from collections.abc import Iterable

import pytest
from sqlalchemy import Constraint, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from store.models import Base

FEW = {"flows", "canaries", "moves"}  # written by people, one by one


def leading(table: Table) -> set[str]:
    """The columns that an index begins with."""
    keys: Iterable[Index | Constraint] = (*table.indexes, *table.constraints)
    listed = ([*one.columns] for one in keys if isinstance(one, Index | PrimaryKeyConstraint | UniqueConstraint))
    return {columns[0].name for columns in listed if columns}


def name(key: ForeignKey) -> str:
    return str(key.parent)


KEYS: list[ForeignKey] = sorted(
    (one for table in Base.metadata.sorted_tables if table.name not in FEW for one in table.foreign_keys), key=name
)


@pytest.mark.parametrize("key", KEYS, ids=name)
def test_a_parent_finds_its_rows(key: ForeignKey) -> None:
    """When a row is deleted, PostgreSQL looks for those that refer to it."""
    assert key.parent.name in leading(key.parent.table)
