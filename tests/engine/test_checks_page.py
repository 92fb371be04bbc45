"""docs/checks.md says what the checks say; ``--update`` writes it."""

from pathlib import Path

from engine.checks import CHECKS, WIRING
from engine.checks.page import checks_page

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_page_is_up_to_date(update: bool) -> None:
    """What an author reads about a check is what the check was written for."""
    if update:
        PAGE.write_text(checks_page())
    assert PAGE.read_text() == checks_page(), "run this test with --update and review the diff"


def test_every_check_is_explained() -> None:
    """No check without its heading, its severity and a reason."""
    page = checks_page()
    for one in (*CHECKS, *WIRING):
        assert f"### `{one.code}` · {one.severity}" in page
        assert len(one.why) > 40
