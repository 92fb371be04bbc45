"""Forms as they are written down: what is refused, where and in which words, and what is read as it was before."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine import Limits
from engine.validate import read_document
from nodes import node_types
from nodes.ask_form import Params
from nodes.form_fields import RatingField, TextField
from nodes.form_sorts import SORTS
from tests.make import says
from tests.nodes.test_form import ORDER, SIZES, document, heard, met

ONLY = "'{0}' is not of the sort '{1}', only of {2}"


@pytest.mark.parametrize(
    ("wrong", "where", "message"),
    [
        ({"min_length": 5, "max_length": 4}, "text", "the shortest answer is longer than the longest"),
        ({"pattern": "("}, "text.pattern", "missing )"),
        ({"sort": "number", "minimum": 5, "maximum": 4}, "number", "the smallest number is larger than the largest"),
        ({"sort": "phone", "country": "XX"}, "phone.country", "XX is no country with phone numbers"),
        ({"sort": "date", "earliest": "P2D", "latest": "P1D"}, "date", "the earliest date is after the latest"),
        ({"sort": "time", "latest": "25:00"}, "time.latest", "'25:00' is no time as 09:00 or 17:30"),
        ({"sort": "choices", "choices": SIZES, "least": 3}, "choices", "more have to be picked than there are choices"),
        ({"sort": "choices", "choices": SIZES, "least": 2, "most": 1}, "choices", "more have to be picked than can be"),
        ({"sort": "choices", "choices": [SIZES[0], SIZES[0]]}, "choices", "the id 's' is used twice"),
        ({"sort": "choice", "choices": [SIZES[0], SIZES[0]]}, "choice", "the id 's' is used twice"),
        ({"sort": "list", "items": "{{ vars.a }}", "least": 2}, "list", "more have to be picked than can be"),
        ({"sort": "rating", "of_conversation": True}, "rating.of_conversation", "Extra inputs are not permitted"),
        ({"choices": SIZES}, "", ONLY.format("choices", "text", "'choice', 'choices'")),
        ({"sort": "number", "accept": ["image"]}, "", ONLY.format("accept", "number", "'media'")),
        ({"sort": "numbr"}, "", "'numbr' is nothing to ask for; a field's sort is one of 'text', 'number', "),
        ({"sort": ["text"]}, "", "\"['text']\" is nothing to ask for; a field's sort is one of 'text', "),
    ],
)
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, Any], where: str, message: str) -> None:
    """What is wrong, and in which field; a limit of another sort is told as that, and so is a sort that there is not."""
    with pytest.raises(ValidationError) as refused:
        Params.model_validate({"fields": [{"id": "it", "question": "?", **wrong}]})
    first, *_ = refused.value.errors()
    assert ".".join(map(str, first["loc"])) == ".".join(filter(None, ("fields.0", where)))
    assert message in first["msg"]


def test_fields_can_be_values_already() -> None:
    """Whoever writes a form in Python makes its fields by their classes."""
    name, size = TextField(id="name", question="?"), RatingField(id="stars", sort="rating", question="?", highest=3)
    assert Params(fields=(name, size)).fields == (name, size)


@pytest.mark.parametrize("id", ["answered", "no_match", "timeout", "cancelled", "skipped"])
def test_a_choice_is_not_called_as_a_way_out(id: str) -> None:
    """Its id would be taken for the end of the field, and the node that asks for it alone has such an output."""
    with pytest.raises(ValidationError, match="name of another output"):
        Params.model_validate({"fields": [{**ORDER[2], "choices": [{"id": id, "title": "Out"}]}]})


@pytest.mark.parametrize("empty", [{"choices": []}, {"choices": (), "country": ""}, {"sort": "number", "country": ""}])
def test_versions_of_before_go_on(empty: dict[str, Any]) -> None:
    """Whoever is in the middle of a form that was published with empty limits of other sorts answers it to its end."""
    form = met([{"id": "it", "question": "?", **empty}])
    form.take(says("3"))
    assert form.session.result == "answered"


def test_a_choice_is_called_as_another_event_only_where_there_is_none() -> None:
    """It is an answer like any other; where something else may end the form, nobody could tell them apart."""
    field = {**ORDER[2], "choices": [{"id": "event", "title": "A party"}]}
    form = met([field, ORDER[0]])
    assert heard(form.take(says("a party"))) == ["Your name?"]
    with pytest.raises(ValidationError, match="a choice cannot be called 'event'"):
        Params.model_validate({"fields": [field], "event": "paid"})


@pytest.mark.parametrize(
    "before",
    [
        {},
        {"sort": "text"},
        {"retry_text": "", "valid_if": "", "contact_field": None, "optional": False},
        {"sort": "phone", "country": "IN"},
        {"sort": "choice", "choices": SIZES},
    ],
)
def test_documents_of_before_are_read(before: dict[str, Any]) -> None:
    """A field without a sort is a text."""
    raw = document({"id": "it", "question": "?", **before})
    assert read_document(raw, node_types(), Limits()).problems == ()
    (read,) = Params.model_validate(raw["nodes"][1]["data"]).fields
    assert read.sort == before.get("sort", "text")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sort": "numbr"}, ("fields.1.sort", "must be {sorts}", "did you mean 'number'?")),
        ({"choices": SIZES}, ("fields.1.choices", "unknown key 'choices'", None)),
        (
            {"sort": "text", "choices": SIZES, "country": "IN", "most": 2},
            ("fields.1.choices", "unknown key 'choices'", None),
        ),
        ({"sort": "text", "most": 2}, ("fields.1.most", "unknown key 'most'", None)),
        ({"sort": "rating", "higest": 9}, ("fields.1.higest", "unknown key 'higest'", "did you mean 'highest'?")),
        ({"sort": "rating", "highest": 11}, ("fields.1.highest", "must be at most 10, not 11", None)),
        ({"sort": "list"}, ("fields.1.items", "it is missing", "fill it in")),
        ({"sort": "media", "accept": ["tune"]}, ("fields.1.accept.0", "must be {kinds}", None)),
    ],
)
def test_the_schema_tells_what_is_wrong(wrong: dict[str, Any], told: tuple[str, str, str | None]) -> None:
    """A document with a field that cannot be is told where it is and how to mend it, before it is stored."""
    raw = document({"id": "first", "question": "?"}, {"id": "it", "question": "?", **wrong})
    problems = read_document(raw, node_types(), Limits()).problems
    sorts = ", ".join(f'"{sort}"' for sort in SORTS).replace(', "media"', ' or "media"')
    where, message, fix = told
    kinds = '"image", "video", "audio", "document" or "sticker"'
    expected = (where, message.format(sorts=sorts, kinds=kinds), fix)
    assert expected in [(one.field, one.message, one.fix) for one in problems]
    assert len({one.field for one in problems}) == len(problems), "each field has one problem, not one for every sort"
