"""Words in which letters of other scripts stand for Latin ones. They are written by their codes: nobody could tell them apart."""

# ruff: noqa: RUF001 - letters that look like others are what is tested

import pytest

from engine import replies
from engine.replies_text import alike, fold

OK, YES = "\u041e\u041a", "\u0443\u0435\u0455"  # all of it Cyrillic
STOP = "\u0455top"
NO_RUSSIAN = "нет"
AT_RUSSIAN = "\u0443"  # “by”: it looks like “y”


@pytest.mark.parametrize(
    ("said", "latin"),
    [
        (STOP, "stop"),
        ("ST\u041eP", "stop"),
        ("ST\u039fP", "stop"),
        ("S\u0422O\u0420", "stop"),
        ("\u0392us", "bus"),
        (OK, "ok"),
        (YES, "yes"),
        ("\u039f\u039a", "ok"),
        ("\u03cck", "ok"),
        ("caf\u0435", "cafe"),
        (f"{STOP}-{STOP} 24", "stop-stop 24"),
    ],
)
def test_a_word_that_looks_latin_is_latin(said: str, latin: str) -> None:
    """Whether some of its letters are of another script, or all of them, which nobody can see."""
    assert alike(fold(said)) == latin


@pytest.mark.parametrize(
    "word",
    [NO_RUSSIAN, "том", "вот", "привет", "прив\u0065т", "το", "ναι", AT_RUSSIAN, "\u0430", "\u03bf", "да", "дом"],
)
def test_a_word_of_its_own_script_stays_what_it_is(word: str) -> None:
    """One letter alone is a word there, and letters that look Latin only as capitals need a Latin one beside them."""
    assert alike(word) == word


@pytest.mark.parametrize(
    ("test", "reply", "expected", "value"),
    [
        (replies.any_word, f"please {STOP}!", "stop", STOP),
        (replies.only_phrase, OK, "ok", "\u043e\u043a"),
        (replies.only_phrase, "stop", STOP, "stop"),
        (replies.phrase, "хочу сок", "сок", "сок"),
        (replies.any_word, "у меня", "y", None),
        (replies.any_word, "вот", "bot", None),
        (replies.any_word, NO_RUSSIAN, "het", None),
        (replies.only_phrase, "у", "у", "у"),
    ],
)
def test_tests_on_words(test: object, reply: str, expected: str, value: str | None) -> None:
    """They capture what was written."""
    assert callable(test)
    match = test(reply, expected)
    assert (match.value if match else None) == value


@pytest.mark.parametrize(
    ("choices", "reply", "picked"),
    [
        (["Tea", "Coffee"], "T\u0435\u0430", "Tea"),
        (["Tea", "Coffee"], "c\u043effee please", "Coffee"),
        (["Tea", "OK"], OK, "OK"),
        (["Сок", "Чай"], "сок", "Сок"),
        (["Витамин С", "Сок"], "с", "Витамин С"),
        (["Да", "Нет"], "нет", "Нет"),
        (["Both", "Tea"], "вот", None),
    ],
)
def test_choices(choices: list[str], reply: str, picked: str | None) -> None:
    """A title is found in whichever letters it is typed, and Russian titles by Russian words."""
    assert replies.pick([(title, title) for title in choices], reply) == picked


@pytest.mark.parametrize("said", ["人々が好き", "〆切です", "二〇二六年"])
def test_signs_beside_han_are_no_words_of_their_own(said: str) -> None:
    """What repeats a sign, or stands for one, is written without spaces as all the rest is."""
    found = replies.phrase(said, said[:3])
    assert found
    assert found.value == said[:3]
