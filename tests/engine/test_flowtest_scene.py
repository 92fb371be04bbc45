"""What is shown besides a text has words in a flow test that has failed."""

from typing import Any

import pytest

from engine import FlowSet
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from tests.make import a_flow

PLACE: dict[str, Any] = {"location": {"latitude": "1.5", "longitude": "2.5", "name": "Shop"}}
CARD: dict[str, Any] = {"card": {"name": "Bo", "phone": "+4930901820"}}


@pytest.mark.parametrize(("shown", "words"), [(PLACE, "(place: Shop, 1.5, 2.5)"), (CARD, "(contact: Bo +4930901820)")])
def test_what_is_shown_without_a_text(shown: dict[str, Any], words: str) -> None:
    """A failed test has words for it, in what it found and in the transcript."""
    flow = a_flow({"start": ("keyword", {"words": ["go"]}), "it": ("send_message", shown)}, {"start.next": "it"})
    body = {"name": "t", "dialogue": [{"says": "go"}, {"expects": {"contains": "tea"}}]}
    outcome = run_test(
        FlowTest.model_validate(body), flow, FlowSet.of(flow), lambda call: pytest.fail(f"it calls {call}")
    )
    assert str(outcome.failure).endswith(f"found {words!r}")
    assert outcome.transcript[-1].text == words
