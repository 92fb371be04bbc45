"""JSON is read in one way wherever it comes from."""

import pytest

from nodes.http_request import Params, simulate
from nodes.reading import json_of, json_or
from nodes.rows import sample_rows


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Expecting value"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ("[-Infinity]", "-Infinity is no number of JSON"),
        ("[" * 100_000, "it is nested too deeply"),
        ("[1e999]", "'1e999' is too large a number"),
        ("-1e309", "'-1e309' is too large a number"),
        ("9" * 5_000, "'9{100}' is too large a number"),
    ],
    ids=["nothing", "NaN", "infinity", "deep", "a power", "below", "digits"],
)
def test_what_is_no_json(text: str, why: str) -> None:
    """Is told in words, and is no example of an answer or of rows."""
    with pytest.raises(ValueError, match=why):
        json_of(text)
    assert json_or(text, "as it is") == "as it is"
    assert sample_rows(text) is None
    example = Params.model_construct(url="https://a.example", sample=text)
    assert simulate(example).result["body"] == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ('{"a": [1, 2.5]}', {"a": [1, 2.5]}),
        ("[1.7976931348623157e308, 1e-999]", [1.7976931348623157e308, 0.0]),
        ("9" * 4_000, 10**4_000 - 1),
    ],
    ids=["nothing", "numbers", "the largest", "many digits"],
)
def test_what_is(text: str, value: object) -> None:
    """Nothing is JSON, too, and not the same as no JSON."""
    assert json_of(text) == json_or(text, "as it is") == value
