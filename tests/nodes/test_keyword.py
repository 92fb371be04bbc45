"""Which words take all messages of others: a check tells of triggers that never start, and must be certain."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine import MessageReceived
from nodes.keyword import Params, matches, pulls

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
