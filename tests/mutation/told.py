"""Changes that are written down with the reason why they stay: rows of tables in ``docs/mutation-*.md``, below their file."""

import re
from pathlib import Path

from tests.mutation.changes import Change

PAGES = Path(__file__).parents[2] / "docs"
LONGEST = 100


def row(path: Path, change: Change) -> str:
    """The change as a table has it, but for the reason."""
    line = path.read_text("utf-8").splitlines()[change.line - 1].strip()
    return f"| {_code(line)} | {_code(change.was)} → {_code(change.now)} |"


def _code(text: str) -> str:
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    fence = "``" if "`" in short else "`"
    return f"{fence}{short}{fence}".replace("|", r"\|") if text else "nothing"


def reasons(page: str) -> dict[str, dict[str, str]]:
    """By file and row: why it stays."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        name, _, table = part.partition("\n")
        cells = re.findall(r"^(\| `.* → .* \|) (\S.*) \|$", table, re.MULTILINE)
        found[name.strip().strip("`")] = dict(cells)
    return found


def written() -> dict[str, dict[str, str]]:
    return {
        name: rows for page in PAGES.glob("mutation-*.md") for name, rows in reasons(page.read_text("utf-8")).items()
    }
