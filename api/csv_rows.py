"""CSV as spreadsheets write it, in any of the ways in which they do."""

import csv
import io
from typing import NamedTuple

MOST_ROWS = 2_000
DIVIDERS = ",;\t"


class BadCsv(Exception):
    """It cannot be read as a table; the text says why, for people."""


class Line(NamedTuple):
    number: int
    values: dict[str, str]


class Table(NamedTuple):
    names: list[str]
    lines: list[Line]


def rows_of(text: str) -> list[Line]:
    return table_of(text, MOST_ROWS).lines


def table_of(text: str, most: int) -> Table:
    """The rows by the names in the first line, each with its number in the file; empty lines are left out."""
    source = text.removeprefix("\ufeff")
    file = io.StringIO(source, newline="")
    reader = csv.reader(file, delimiter=_divider(source), skipinitialspace=True, strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise BadCsv(f"line {reader.line_num}: {error}") from error
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise BadCsv("there is no line that names the columns")
    if len(filled) > most + 1:
        raise BadCsv(f"it has {len(filled) - 1:,} rows: bring in at most {most:,} at once")
    names = filled[0][1]
    return Table(names, [_line(names, number, cells) for number, cells in filled[1:]])


def _divider(text: str) -> str:
    """The one that divides the first line into most parts."""
    first = text.lstrip().partition("\n")[0]
    return max(DIVIDERS, key=first.count)


def _line(names: list[str], number: int, cells: list[str]) -> Line:
    if len(cells) > len(names):
        raise BadCsv(f"line {number} has {len(cells)} cells, and there are {len(names)} columns")
    return Line(number, dict(zip(names, cells, strict=False)))
