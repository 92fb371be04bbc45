"""What stands on a button may be typed, in any language of the flow."""

from typing import Any

import pytest

from tests.make import says
from tests.nodes.test_asking import asked
from tests.nodes.test_form import met


@pytest.mark.parametrize("words", ["cancel_words", "skip_words"])
@pytest.mark.parametrize(
    ("kind", "params", "said", "result"),
    [
        ("ask_choice", {"choices": [{"id": "stop", "title": "Stop"}, {"id": "go", "title": "Go"}]}, "stop!", "stop"),
        ("ask_choices", {"choices": [{"id": "a", "title": "Stop"}, {"id": "b", "title": "Go"}]}, "STOP", "answered"),
        ("ask_from_list", {"items": "{{ 'Stop,Go' | split: ',' }}"}, "stop", "chosen"),
        ("ask_yes_no", {"yes_title": "Go on", "no_title": "Stop"}, "stop", "no"),
    ],
)
def test_a_title_that_is_typed_is_an_answer(
    words: str, kind: str, params: dict[str, Any], said: str, result: str
) -> None:
    """What stands on a button is what the contact picks with it, even where it is a word that cancels or skips."""
    flow = asked(kind, **{**params, words: ["stop"]})
    flow.take(says(said))
    assert flow.session.result == result


def test_a_title_goes_before_the_words_that_skip() -> None:
    """“Next” is a word that skips in every form, and here a choice; what is on no button still skips."""
    choices = [{"id": "next", "title": "Next"}, {"id": "tea", "title": "Tea"}]
    field = {"id": "it", "sort": "choice", "question": "?", "choices": choices, "optional": True}
    for said, answers in (("next", {"it": "Next"}), ("pass", {})):
        form = met([field])
        form.take(says(said))
        assert form.session.frames[0].results == {"ask": answers}


@pytest.mark.parametrize(
    ("words", "language", "said", "answers"),
    [
        ({"skip_words": ["nope"]}, "en", "Skip", {}),
        ({"skip_words": ["nope"]}, "en", "skip!", {}),
        ({"skip_words": ["nope"]}, "es", "omitir", {}),
        ({"skip_words": ["nope"]}, "en", "Nope", {}),
        ({"skip_words": ["nope"]}, "en", "omitir", {"it": "omitir"}),
        ({"skip_words": ["nope"]}, "en", "skip to the end", {"it": "skip to the end"}),
        ({"cancel_words": ["skip"]}, "en", "Skip", {}),
        ({"cancel_words": ["omitir"]}, "es", "OMITIR", {}),
        ({"cancel_words": ["omitir"]}, "en", "omitir", None),
    ],
)
def test_the_title_of_the_button_that_skips_does_so(
    words: dict[str, Any], language: str, said: str, answers: dict[str, str] | None
) -> None:
    """Whoever sees “Skip” may write it: whatever other words skip, and though it is a word that cancels."""
    form = met([{"id": "it", "question": "?", "optional": True}], language, **words)
    form.take(says(said))
    assert form.session.frames[0].results.get("ask") == answers
    assert form.session.result == ("cancelled" if answers is None else "answered")


@pytest.mark.parametrize(
    "field",
    [
        {"sort": "choice", "choices": [{"id": "a", "title": "Skip"}, {"id": "b", "title": "Go"}]},
        {"sort": "list", "items": "{{ 'Skip,Go' | split: ',' }}"},
    ],
)
def test_a_title_of_the_question_goes_before_that_of_the_button_that_skips(field: dict[str, Any]) -> None:
    """Two buttons may read the same, where a check has told so and nobody listened: the question's own is an answer."""
    form = met([{"id": "it", "question": "?", "optional": True, **field}], skip_words=["nope"])
    form.take(says("skip"))
    assert form.session.frames[0].results == {"ask": {"it": "Skip"}}


@pytest.mark.parametrize("language", ["en", "es", "hi"])
@pytest.mark.parametrize(
    ("said", "result"),
    [
        ("book it", "yes"),
        ("Later!", "no"),
        ("reservar", "yes"),
        ("LUEGO", "no"),
        ("sí", "yes"),
        ("nahi", "no"),
        ("perhaps", "no_match"),
    ],
)
def test_titles_for_yes_and_no_count_in_every_language_of_the_flow(language: str, said: str, result: str) -> None:
    """Whoever is spoken to in one language may type what the button says in another."""
    spanish = {"es": {"question": "¿?", "yes_title": "Reservar", "no_title": "Luego"}}
    flow = asked("ask_yes_no", spanish, language, yes_title="Book it", no_title="Later", retries=0)
    flow.take(says(said))
    assert flow.session.result == result


def test_what_means_yes_here_and_no_elsewhere_is_what_it_means_here() -> None:
    """The button that the contact sees goes first; of two in other languages nobody knows which is meant."""
    translated = {
        "es": {"yes_title": "Otro", "no_title": "Si no"},
        "pt": {"yes_title": "Solo", "no_title": "Otro"},
    }
    for language, said, result in (("es", "otro", "yes"), ("pt", "otro", "no"), ("en", "otro", "no_match")):
        flow = asked("ask_yes_no", translated, language, yes_title="Fine", no_title="Wait", retries=0)
        flow.take(says(said))
        assert flow.session.result == result
