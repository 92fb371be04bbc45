"""Replies of people, as they write them in six languages."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import replies
from engine.replies import Match
from engine.replies_pattern import LONGEST_PATTERN
from engine.replies_text import unaccented
from engine.template import TemplateError

CASES = Path(__file__).parent / "cases"
NUMBERS = json.loads((CASES / "reply_numbers.json").read_text())
CHOICES = json.loads((CASES / "reply_choices.json").read_text())
PICKS = [(group, reply, expected) for group in CHOICES for reply, expected in group["replies"].items()]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Hello   WORLD ", "hello world"),
        ("¡Sí!", "sí"),
        ("«Não…»", "não"),
        ("JOSE\u0301", "josé"),
        ("ＯＫ", "ok"),  # noqa: RUF001
        ("Straße", "strasse"),
        ("हाँ।", "हाँ"),
        ("نَعَم؟", "نعم"),
        ("yes ❤️", "yes"),
        ("👍🏽", "👍"),
        ("1️⃣", "1"),
        ("zero\u200bwidth", "zerowidth"),
        ("Don\u2019t", "don't"),
        ("!?", "!?"),
        ("", ""),
        ("a\n\tb", "a b"),
        ("x" * 4_097, "x" * 4_096),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Case, Unicode form, spaces and signs around a text make no difference."""
    assert replies.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'd like the non-smoking one, please.", ("i'd", "like", "the", "non-smoking", "one", "please")),
        ("¿Qué hora es?", ("qué", "hora", "es")),
        ("मेरा नाम आशा है", ("मेरा", "नाम", "आशा", "है")),
        ("اسمي عائشة، شكرا", ("اسمي", "عائشة", "شكرا")),
        ("nama saya - Budi", ("nama", "saya", "budi")),
        ("coração/alma", ("coração", "alma")),
        ("'quoted'", ("quoted",)),
        ("saya -budi ani- it's", ("saya", "budi", "ani", "it's")),
        ("--", ()),
        ("...", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    """Words are runs of letters, marks and digits of any script."""
    assert replies.words(text) == words


@pytest.mark.parametrize(
    ("text", "bare"),
    [("à", "a"), ("ã", "a"), ("ñ", "n"), ("x\u036f", "x"), ("\u0370", "\u0370"), ("हिन्दी", "हिन्दी"), ("é👍", "e👍")],
)
def test_unaccented(text: str, bare: str) -> None:
    """Latin accents go; marks that are half of a letter in other scripts stay."""
    assert unaccented(text) == bare


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: f"{case['text']} {case.get('language', '')}")
def test_number(case: dict[str, Any]) -> None:
    """The first number is read as the language writes it; a whole value is an int."""
    found = replies.number(case["text"], case.get("language"))
    value = None if found is None else found.value
    assert (value, type(value)) == (case["value"], type(case["value"]))


@pytest.mark.parametrize(("group", "reply", "expected"), PICKS, ids=[f"{g['about']}: {r}" for g, r, _ in PICKS])
def test_pick(group: dict[str, Any], reply: str, expected: str | None) -> None:
    """A choice is found by title, id, number, part or near spelling; a doubt is no match."""
    assert replies.pick(group["choices"], reply, language=group.get("language")) == expected


@pytest.mark.parametrize(
    ("text", "pressed", "expected"),
    [("anything", "b", "b"), ("Tea", "gone", "a"), ("", "b", "b"), ("Tea", "", "a"), ("Tea", "B", "a")],
)
def test_pressed(text: str, pressed: str, expected: str) -> None:
    """A pressed button wins over the text; a button of an older message counts as its text."""
    assert replies.pick([("a", "Tea"), ("b", "Milk")], text, pressed) == expected


@pytest.mark.parametrize(
    ("test", "reply", "expected", "value"),
    [
        (replies.phrase, "Well, I HAVE a question!", "have a question", "have a question"),
        (replies.any_word, "Ajuda-me", "ajuda", "ajuda"),
        (replies.any_word, "my order-17", "order", "order"),
        (replies.phrase, "a brown-fox here", "brown fox", "brown-fox"),
        (replies.phrase, "a brown fox here", "brown-fox", "brown fox"),
        (replies.any_word, "de l'eau", "eau", "eau"),
        (replies.any_word, "Ann\u2019s", "ann", None),
        (replies.phrase, "parle-moi d'amour", "amour", "amour"),
        (replies.phrase, "le menu qu\u2019il faut", "il faut", "il faut"),
        (replies.any_word, "nell'acqua", "acqua", "acqua"),
        (replies.beginning, "can't find it", "can", None),
        (replies.any_word, "I can't", "can t", None),
        (replies.any_word, "we'll see", "we", None),
        (replies.any_word, "o'clock", "o clock", None),
        (replies.any_word, "I can\u2019t", "cant", "can't"),
        (replies.any_word, "nonstop flights, stopover", "stop", None),
        (replies.any_word, "self-help books", "help", "help"),
        (replies.any_word, "شوون الطلاب", "شؤون", "شوون"),
        (replies.any_word, "القايمة قايمة", "قائمة", "القايمة قايمة"),
        (replies.phrase, "dia chi o dau", "địa chỉ", "dia chi"),
        (replies.any_word, "my e-mail please", "email", "e-mail"),
        (replies.any_word, "my email please", "e-mail", "email"),
        (replies.only_phrase, "E-mail!", "email", "e-mail"),
        (replies.only_phrase, "e-mails", "email", None),
        (replies.any_word, "I don't know", "don't", "don't"),
        (replies.any_word, "I dont know", "don't", "dont"),
        (replies.beginning, "order-17", "order", "17"),
        (replies.beginning, "rent semi-detached house", "rent", "semi-detached house"),
        (replies.beginning, "email it", "e-mail it now", None),
        (replies.phrase, "e mail", "email", None),
        (replies.phrase, "question a have", "have a question", None),
        (replies.phrase, "haves a question", "have a", None),
        (replies.phrase, "anything", "", None),
        (replies.any_word, "Quiero hablar con un agente", "AGENTE humano", "agente"),
        (replies.any_word, "agency", "agent", None),
        (replies.all_words, "preço do frete?", "frete preço", "frete preço"),
        (replies.all_words, "preço, frete", "frete preço", "frete preço"),
        (replies.all_words, "preço", "frete preço", None),
        (replies.all_words, "anything", "!", None),
        (replies.beginning, "Join the Club", "join", "the club"),
        (replies.beginning, "please join", "join", None),
        (replies.phrase, "QUIERO EL MENU", "el menú", "el menu"),
        (replies.phrase, "ação e emoção", "acao", "ação"),
        (replies.phrase, "اريد الغاء الطلب", "إلغاء الطلب", "الغاء الطلب"),
        (replies.phrase, "لغو کردن", "كردن", "کردن"),
        (replies.phrase, "हां जी", "हाँ", "हां"),
        (replies.phrase, "फिर से", "फ़िर", "फिर"),
        (replies.phrase, "我的订单在哪里", "订单", "订单"),
        (replies.phrase, "我的订单在哪里", "单订", None),
        (replies.phrase, "订 单", "订单", "订单"),
        (replies.phrase, "ฉันต้องการสั่งซื้อ", "สั่งซื้อ", "สั่งซื้อ"),
        (replies.phrase, "กิน", "กน", None),
        (replies.phrase, "กิน", "ก", None),
        (replies.phrase, "x-订单", "订单", "订单"),
        (replies.phrase, "menus", "menu", None),
        (replies.only_phrase, "¡Menú!", "menu", "menú"),
        (replies.only_phrase, "menu please", "menu", None),
        (replies.only_phrase, "the menu", "menu", None),
        (replies.only_phrase, "menu", "menu please", None),
        (replies.only_phrase, "?", "", None),
        (replies.any_word, "parar, no: cancelación, parar", "CANCELACION parar", "parar cancelación parar"),
        (replies.any_word, "我要退款", "订单 退款", "退款"),
        (replies.any_word, "简单", "订单", None),
        (replies.any_word, "退款订单", "订单 退款", "退款 订单"),
        (replies.any_word, "anything", "!", None),
        (replies.all_words, "FRETE, preco", "preço frete", "preco frete"),
        (replies.all_words, "退款4711的订单", "订单 4711", "订单 4711"),
        (replies.beginning, "Menú del día", "menu", "del día"),
        (replies.beginning, "订单4711 谢谢", "订单", "4711 谢谢"),
        (replies.beginning, "订单iPhone手机", "订单", "iphone 手机"),
        (replies.pattern, "order AB-1234 please", r"\b([a-z]{2}-\d{4})\b", "AB-1234"),
        (replies.pattern, "मेरा नाम आशा", r"\p{Devanagari}+$", "आशा"),
        (replies.pattern, "12 kg", r"(?P<amount>\d+)\s*(?P<unit>\w+)", {"amount": "12", "unit": "kg"}),
        (replies.pattern, "x", r"\d", None),
        (replies.pattern, " Order 17 \n", r"^order (\d+)$", "17"),
        (replies.pattern, "half \ud800 pair", "pair", "pair"),
        (replies.pattern, "x" * 65_535 + "7", r"\d", "7"),
        (replies.pattern, "x" * 65_536 + "7", r"\d", None),
    ],
)
def test_words_of_a_reply(test: Any, reply: str, expected: str, value: object) -> None:
    """Each test compares whole folded words, and captures what it found."""
    assert test(reply, expected) == (None if value is None else Match(value))


@pytest.mark.parametrize(("reply", "found"), [("  Hi there ", Match("Hi there")), ("  ", None)])
def test_text(reply: str, found: Match | None) -> None:
    """Any text is a match, kept as it was written."""
    assert replies.text(reply) == found


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        (r"^\p{L}+ \d{2}$", None),
        ("(?=a)", "look-ahead and look-behind cannot be used in a pattern"),
        ("a(?<!b)", "look-ahead and look-behind cannot be used in a pattern"),
        (r"(a)\1", "a pattern cannot refer back to what a group has matched"),
        ("a++", "possessive and atomic groups cannot be used in a pattern"),
        ("(a", "the pattern cannot be read: missing ): (a"),
        ("[z-a]", "the pattern cannot be read: invalid character class range: z-a"),
        ("((a{100}){100}){100}", "the pattern cannot be read: invalid repetition size: {100}"),
        (r"\p{L}{50}", None),
        (r"\p{L}{60}", "the pattern cannot be read: pattern too large - compile failed"),
        ("a" * LONGEST_PATTERN, None),
        ("a" * (LONGEST_PATTERN + 1), "the pattern is longer than 500 characters"),
    ],
)
def test_pattern_problem(pattern: str, problem: str | None) -> None:
    """A pattern that RE2 refuses is explained to its author."""
    assert replies.pattern_problem(pattern) == problem


def test_pattern_error() -> None:
    """A wrong pattern that comes from a variable fails as a template does."""
    with pytest.raises(TemplateError, match="missing"):
        replies.pattern("x", "(")


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    """Folding what is folded changes nothing, in whatever Unicode form it comes."""
    once = replies.fold(text)
    assert replies.fold(unicodedata.normalize("NFD", once)) == once


@given(st.integers(-(10**15), 10**15))
def test_every_whole_number(value: int) -> None:
    """A number is read back as it was written, plain or with commas between thousands."""
    assert replies.number(str(value)) == Match(value)
    assert replies.number(f"= {value:,}", "en") == Match(value)
    assert replies.number(f"{value:_} €".replace("_", "."), "es" if abs(value) < 10**6 else None) == Match(value)


@given(st.text(), st.lists(st.tuples(st.text(max_size=5), st.text(max_size=20)), max_size=5), st.text())
def test_pick_gives_a_choice_or_none(text: str, choices: list[tuple[str, str]], language: str) -> None:
    """Whatever is written, the answer is one of the choices; and every test on text survives it."""
    assert replies.pick(choices, text) in {None, *(id_ for id_, _ in choices)}
    found = replies.number(text, language)
    assert found is None or abs(found.value) <= 10**15
    for _, title in choices:
        for test in (replies.phrase, replies.any_word, replies.all_words, replies.beginning):
            assert isinstance(test(text, title), Match | None)


@pytest.mark.parametrize(
    "reply", ["", "   ", "\u200b", "\u200b \u2060\ufe0f", "\u3164", "\u2800", "\u2063", "\U000e0020", "\x00"]
)
def test_a_text_of_which_nothing_can_be_seen_is_none(reply: str) -> None:
    """Spaces, joiners and signs that only look like nothing say nothing."""
    assert replies.text(reply) is None


@pytest.mark.parametrize("reply", ["a\u200b", "👨\u200d👩", "नि\u200dश", "?", "ـ\u0640a"])
def test_a_text_is_kept_with_the_joiners_in_it(reply: str) -> None:
    """They belong to how it is written."""
    assert replies.text(reply) == Match(reply)
