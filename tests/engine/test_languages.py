"""The language in which a flow speaks to somebody, and how languages are written."""

import pytest
from pydantic import BaseModel

from engine.languages import is_tag, nearest, spoken, well_formed
from tests.make import a_flow

WORDS = {"en": "Hello", "pt-BR": "Oi", "pt-PT": "Olá", "zh-Hant": "您好", "es": "Hola"}


def said(params: BaseModel) -> str:
    return str(getattr(params, "text", ""))


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("pt-BR", "Oi"),
        ("pt-br", "Oi"),
        ("pt_PT", "Olá"),
        ("pt", "Oi"),
        ("pt-AO", "Oi"),
        ("es-MX", "Hola"),
        ("ES", "Hola"),
        ("zh", "您好"),
        ("zh-Hant-TW", "您好"),
        ("en-GB", "Hello"),
        ("hi", "Hello"),
        ("p", "Hello"),
        ("", "Hello"),
    ],
)
def test_a_contact_is_spoken_to_in_the_nearest_language(wanted: str, text: str) -> None:
    """However the platform writes it: the very one, the language alone, another country's, else the flow's own."""
    translations = {language: {"say": {"text": word}} for language, word in WORDS.items() if language != "en"}
    flow = a_flow({"say": ("send_message", {"text": WORDS["en"]})}, language="en", translations=translations)
    assert said(flow.nodes["say"].params_in(wanted)) == text


@pytest.mark.parametrize(
    ("wanted", "language"), [("pt", "pt-PT"), ("pt-AO", "pt-PT"), ("pt-BR", "pt-BR"), ("es", "pt-PT")]
)
def test_the_flows_own_language_is_as_near_as_any(wanted: str, language: str) -> None:
    """Of two countries that are equally near, the flow's own comes first."""
    assert spoken(wanted, "pt-PT", ("pt-BR",)) == language


def test_none_is_near_where_there_is_none() -> None:
    """Whoever asks decides what to say then."""
    assert (nearest("hi", ("en", "es")), nearest("en", ())) == (None, None)


@pytest.mark.parametrize("language", ["en", "fil", "pt-BR", "pt_BR", "PT-br", "zh-Hant-TW", "es-419", "ca-valencia"])
def test_what_is_a_tag(language: str) -> None:
    """As platforms, browsers and people write them."""
    assert is_tag(language)


@pytest.mark.parametrize(
    "language", ["", "e", "english", "xx-bad-lang!", "en-", "en-b", "pt BR", "en\n", "१२", "en-" + "a" * 9]
)
def test_what_is_no_tag(language: str) -> None:
    """The name of a language is none, nor is anything with other signs."""
    assert not is_tag(language)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("pt_BR", "pt-BR"),
        ("PT-br", "pt-BR"),
        (" EN ", "en"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ZH_HANT", "zh-Hant"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("sl-ROZAJ", "sl-rozaj"),
        ("english", None),
        ("", None),
        ("xx bad", None),
        ("en" + "-abcdefgh" * 3 + "-abcde", "en" + "-abcdefgh" * 3 + "-abcde"),
        ("en" + "-abcdefgh" * 3 + "-abcdef", None),
    ],
)
def test_one_language_is_one_text(written: str, kept: str | None) -> None:
    """However a platform, a person or a program writes it, so that segments and conditions can compare it."""
    assert well_formed(written) == kept
