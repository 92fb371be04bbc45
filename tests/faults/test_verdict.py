"""The judge of the fault test is not blind: each way to go wrong is seen."""

import pytest

from tests.faults.records import Said
from tests.faults.verdict import as_promised

DUE = ["one", "two", "three"]


@pytest.mark.parametrize(
    ("heard", "statuses", "good"),
    [
        ("one two three", "sent sent sent", True),
        ("one two three", "sent in_doubt sent", True),
        ("one three", "sent in_doubt sent", True),
        ("one three", "sent sent sent", False),
        ("one two two three", "sent sent sent", False),
        ("one two two three", "sent in_doubt sent", False),
        ("two one three", "sent sent sent", False),
        ("one two three four", "sent sent sent", False),
        ("one two three", "sent sent queued", False),
        ("one two three", "sent sent failed", False),
        ("one two", "sent sent", False),
        ("", "in_doubt in_doubt in_doubt", True),
    ],
)
def test_as_promised(heard: str, statuses: str, good: bool) -> None:
    """Lost, doubled, disordered, unexpected and unfinished messages are refused; a doubtful one may be lost."""
    lines = [Said(text, status) for text, status in zip(DUE, statuses.split(), strict=False)]
    assert as_promised(DUE, heard.split(), lines) is good
