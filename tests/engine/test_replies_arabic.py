"""Words of Arabic with what is written onto them, as keywords and tests of replies look for them."""

import pytest

from engine import replies

FOUND = [
    ("الطلب", "طلب"),
    ("طلب", "الطلب"),
    ("اين والطلب", "طلب"),
    ("بالطلب", "طلب"),
    ("للطلب", "الطلب"),
    ("فالطلب", "طلب"),
    ("كالطلب", "طلب"),
    ("وبالطلب", "طلب"),
    ("فللطلب", "طلب"),
    ("توصيل وطلب", "طلب"),
    ("سلام عليكم", "السلام عليكم"),
    ("وعليكم السلام", "عليكم السلام"),
    ("الـ4711", "4711"),  # noqa: RUF001
    ("رقم و47", "47"),
    ("الإلغاء", "إلغاء"),
    ("الغاء", "الإلغاء"),
    ("أرغب بإلغاء", "الغاء"),
    ("لإلغاء الموعد", "إلغاء"),
    ("للإلغاء", "إلغاء"),
    ("الوجبة", "وجبة"),
    ("والواحدة", "واحدة"),
    ("الوالدين", "والدين"),
]
OTHERS = [
    ("الحب", "حب"),
    ("الله", "له"),
    ("الآن", "ان"),
    ("اللي", "لي"),
    ("واحد", "الأحد"),
    ("ولد", "لد"),
    ("بطلب", "طلب"),
    ("فرصة", "رصة"),
    ("الطلبات", "طلب"),
    ("مطلب", "طلب"),
]


@pytest.mark.parametrize(("reply", "word"), FOUND)
def test_a_word_counts_with_what_is_written_onto_it(reply: str, word: str) -> None:
    """With its article and without, behind “and”, “with”, “for”, “like”; also where the word itself begins with such letters."""
    assert replies.phrase(reply, word)
    assert replies.any_word(reply, word)


@pytest.mark.parametrize(("reply", "word"), OTHERS)
def test_another_word_is_not_found_by_accident(reply: str, word: str) -> None:
    """Two letters are no word, “one” is not “and Sunday”, and “with” or “for” without an article may be letters of the word."""
    assert replies.phrase(reply, word) is None
    assert replies.any_word(reply, word) is None


@pytest.mark.parametrize(
    ("reply", "rest"), [("الطلب ٤٧١١", "٤٧١١"), ("طلبي", None), ("وطلب البيت الكبير", "البيت الكبير")]
)
def test_what_stands_behind_it_is_kept_as_it_was_said(reply: str, rest: str | None) -> None:
    """Only what is compared is cut."""
    found = replies.beginning(reply, "الطلب")
    assert (found.value if found else None) == (rest and replies.fold(rest))
