"""Which words take all messages of others: a check tells of triggers that never start, and must be certain."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import MessageReceived
from nodes.keyword import Params, matches, pulls

TEN = "a b c d e f g h i j"


@pytest.mark.parametrize(
    ("mine", "theirs", "match", "taken"),
    [
        ("order", "order now", "start", True),
        ("now", "order now", "start", False),
        ("order now", "order", "start", False),
        ("now", "order now", "anywhere", True),
        ("order now", "I order now", "anywhere", True),
        ("order today", "order it today", "anywhere", False),
        ("order", "order now", "exact", False),
        ("Order!", "order", "exact", True),
        ("a", TEN, "start", True),
        ("a", f"{TEN} k", "start", False),
        ("j", TEN, "anywhere", True),
        ("j", f"{TEN} k", "anywhere", False),
        (f"{TEN} k", f"{TEN} k", "anywhere", True),
    ],
)
def test_which_words_take_those_of_another(mine: str, theirs: str, match: str, taken: bool) -> None:
    """Whoever says the longer ones says the shorter ones, too. Of more than ten words that is not looked for."""
    first, second = (Params.model_validate({"words": [words], "match": match}) for words in (mine, theirs))
    assert all(pulls(first).keys & keys for keys in pulls(second).within) is taken


WORDS = st.lists(st.text("ab-' 👍?", min_size=1, max_size=5), min_size=1, max_size=2)
MATCH = st.sampled_from(["start", "exact", "anywhere"])


@given(mine=WORDS, theirs=WORDS, match=MATCH, said=st.text("ab-' 👍?", max_size=8))
@settings(max_examples=500)
@example(["t"], ["t-shirt"], "start", "tshirt")
@example(["order"], ["order-17"], "start", "order17")
@example(["tshirt"], ["t-shirt"], "start", "t shirt")
@example(["طلب"], ["الطلب"], "start", "والطلب")
@example(["t-shirt"], ["tshirt"], "start", "ts-hirt")
@example(["👍"], ["ok 👍"], "anywhere", "ok")
def test_what_takes_all_takes_all(mine: list[str], theirs: list[str], match: str, said: str) -> None:
    """No message pulls the second and not the first, however it is spelled."""
    first, second = (Params.model_validate({"words": some, "match": match}) for some in (mine, theirs))
    message = MessageReceived(text=said)
    if all(pulls(first).keys & keys for keys in pulls(second).within) and matches(second, message):
        assert matches(first, message)
