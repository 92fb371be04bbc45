"""Filters at their ends: the last thing that they take, the first that they do not, and what has no value."""

from typing import Any

import pytest

from engine import template
from engine.functions import NOW
from engine.limits import Limits
from engine.template_errors import TemplateError
from engine.template_values import MAX_TEXT

VARS = {
    "n": 5,
    "amount": 1234.5,
    "object": {"a": 1},
    "day": "2026-05-31",
    "at": "2026-05-31T10:00:00+05:30",
    "mixed": ["x", 3, "10", None, -1, 0],
    "objects": [{"n": 5}, "x", {"n": 2}, {}],
    "gaps": ["a", None, True, 1, ["x", None]],
    "hundred": ["x"] * 100,
    "half": "x" * (MAX_TEXT // 2),
    "full": "x" * MAX_TEXT,
    "long_date": "31." + " " * 91 + "05.2026",
    "wide_date": "31." + " " * 90 + "05.2026",
    "long_layout": "%d/%m" + " " * 192 + "/%Y",
    "odd": [{"v": 1}, {"v": "b"}],
    "most": [0] * 5_000,
    "a_hundred_and_one": ["x"] * 101,
}


def value_of(source: str, language: str = "en") -> Any:
    scope = {"vars": VARS, "conversation": {"language": language}, "now": NOW.isoformat()}
    return template.evaluate("{{ " + source + " }}", scope, NOW, Limits())


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("vars.gaps | join: ', '", "a, , true, 1, x, "),
        ("vars.gaps | join: vars.none", "atrue1x"),
        ("vars.none | join: ','", ""),
        ("'Hi ' | append: vars.gaps[1]", "Hi "),
        ("'Hi' | prepend: vars.gaps[1]", "Hi"),
        ("'a-b' | replace: '-', vars.gaps[1]", "ab"),
        ("'it is true' | remove: vars.gaps[2]", "it is "),
        ("vars.gaps[2] | append: '!'", "true!"),
        ("vars.gaps | append: '!'", "atrue1x!"),
        ("2.5 | round", 3),
        ("-2.5 | round", -3),
        ("2.675 | round: 2", 2.68),
        ("1234.5 | round: -2", 1200),
        ("7 | round: 2", 7),
        ("2.0 | round: 1", 2.0),
        ("'0.125' | round: 2", 0.13),
        ("' ' | round", 0),
        ("vars.none | times: 2", 0),
        ("'2' | plus: ' 3 '", 5),
        ("'2' | plus: ''", 2),
        ("vars.none | round: vars.none", 0),
        ("1.0 | plural: one: 'day', other: 'days'", "day"),
        ("1.5 | plural: one: 'day', other: 'days'", "days"),
        ("'नमस्ते' | read_chars", "न म स् ते"),
        ("'A 1\u0301' | read_chars", "A 1\u0301"),
        ("vars.n | number", 5),
        ("vars.amount | number", 1234.5),
        ("vars.object | number", None),
        ("'1.234,5' | number: 'de'", 1234.5),
        ("'1.234' | number: 'de'", 1234),
        ("'1.234' | number", 1.234),
        ("0.125 | format_percent: nil, 'en'", "12%"),
        ("1.5 | format_percent: nil", "150%"),
        ("1 | format_percent", "100%"),
        ("vars.gaps | format_list", "a, true, 1, and x"),
        ("0.123 | format_percent: 1", "12.3%"),
        ("0.5 | format_number: 10", "0.5000000000"),
        ("2 | plural: one: 'x'", ""),
        ("1 | plural: one: vars.none", ""),
        ("'Hello World' | truncate: 2", ".."),
        ("'Hello World' | truncate: 3", "..."),
        ("'Hello World' | truncate: 4", "H..."),
        ("'Hello World' | truncate: 10", "Hello W..."),
        ("'Hello World' | truncate: 11", "Hello World"),
        ("'Hello World' | truncate: 0", ""),
        ("'Hello World' | truncate: 5, vars.none", "Hello"),
        ("'Hello World' | truncate: 5, ''", "Hello"),
        ("'Hello World' | truncate: '5'", "He..."),
        ("'ae\u0301i' | truncate: 2, ''", "a"),
        ("'ae\u0301i' | truncate: 3, ''", "ae\u0301"),
        ("'a👩\u200d👧b' | truncate: 2, ''", "a"),
        ("'a👩\u200d👧b' | truncate: 4, ''", "a👩\u200d👧"),
        ("'\u0301\u0301' | truncate: 1, ''", ""),
        ("vars.hundred | join: '' | truncate | size", 50),
        ("10 | char", "\n"),
        ("1114111 | char | code", 1114111),
        ("'65' | char", "A"),
        ("'é' | code", 233),
        ("'' | code", None),
        ("'a b c' | word: 0", ""),
        ("'a b c' | word: 3", "c"),
        ("'a b c' | word: 4", ""),
        ("'a b c' | word: -3", "a"),
        ("'a b c' | word: -4", ""),
        ("'a b c' | last_words: 0", ""),
        ("'a b c' | skip_words", "b c"),
        ("'a b c' | skip_words: 0", "a b c"),
        ("'a b c' | skip_words: 3", ""),
        (r"'ab12' | regex_match: '(x)?ab(\d+)', 1", None),
        (r"'ab12' | regex_match: '(x)?ab(\d+)', 2", "12"),
        (r"'ab12' | regex_match: 'ab(\d+)', 0", "ab12"),
        (r"'ab12' | regex_match: 'ab(\d+)'", "ab12"),
        (r"'ab12' | regex_replace: '(x)?(\d)', '<$0$1$2$3>'", "ab<11><22>"),
        ("vars.half | repeat: 2 | size", MAX_TEXT),
        ("vars.full | regex_replace: 'x', 'y' | size", MAX_TEXT),
        ("vars.mixed | sort_numeric | json", '[-1, 0, 3, "10", "x", null]'),
        ("vars.objects | sort_numeric: 'n' | json", '[{"n": 2}, {"n": 5}, "x", {}]'),
        ("vars.objects | compact: 'n' | json", '[{"n": 5}, {"n": 2}]'),
        ("vars.mixed | max | json", "10"),
        ("vars.mixed | min | json", "-1"),
        ("vars.none | json", "null"),
        ("vars.n | keys | json", "[]"),
        ("vars.n | values | json", "[]"),
        ("vars.hundred | format_list | size", len("x, " * 99 + "and x")),
    ],
)
def test_words_numbers_and_lists(source: str, value: Any) -> None:
    """What is at the end of a range is taken; what is not there comes out as nothing."""
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("vars.none | push: 'a' | push: 'b'", ["a", "b"]),
        ("nil | push: 'a'", ["a"]),
        ("'' | push: 'a'", ["a"]),
        ("'x' | push: 'a'", ["x", "a"]),
        ("vars.n | push: 'a'", [5, "a"]),
        ("vars.object | push: 'a'", [{"a": 1}, "a"]),
        ("vars.gaps | push: vars.none | size", 6),
        ("vars.gaps | push: vars.gaps | last", ["a", None, True, 1, ["x", None]]),
        ("(1..2) | push: vars.object", [1, 2, {"a": 1}]),
        ("vars.none | concat: vars.gaps | size", 5),
        ("nil | concat: vars.none", []),
        ("vars.hundred | concat: vars.none | size", 100),
        ("'x' | concat: vars.gaps | size", 6),
        ("vars.gaps | concat: vars.odd | last", {"v": "b"}),
        ("vars.gaps | concat: (1..2)", ["a", None, True, 1, "x", None, 1, 2]),
        ("vars.none | pop", []),
        ("vars.none | shift", []),
        ("'x' | pop", []),
        ("vars.gaps | shift | first", None),
        ("vars.gaps | shift | last", ["x", None]),
        ("vars.gaps | without: 1", ["a", None, True, ["x", None]]),
        ("vars.gaps | without: true", ["a", None, 1, ["x", None]]),
        ("vars.gaps | without: vars.none", ["a", True, 1, ["x", None]]),
        ("vars.gaps | without: 'b' | size", 5),
        ("vars.none | without: 'a'", []),
        ("vars.object | without: 'a'", {}),
        ("vars.object | without: 'b'", {"a": 1}),
        ("vars.object | set: 'a', 2", {"a": 2}),
        ("vars.object | set: 'b', vars.gaps[4]", {"a": 1, "b": ["x", None]}),
        ("vars.object | set: 'b', vars.none", {"a": 1, "b": None}),
        ("vars.none | set: 5, true", {"5": True}),
        ("'' | set: 'a', 1", {"a": 1}),
        ("vars.none | set: 'a', 1 | append: '!'", '{"a": 1}!'),
        ("vars.object", {"a": 1}),
    ],
)
def test_lists_and_objects_that_grow(source: str, value: Any) -> None:
    """One item is added and taken away as it is, a list as one item, and what was there before stays as it was."""
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("vars.day | add_time: 1, 'month'", "2026-06-30"),
        ("vars.day | add_time: 2, 'years'", "2028-05-31"),
        ("vars.day | add_time: 1, 'hour'", "2026-05-31T01:00:00+00:00"),
        ("vars.day | add_time: 3, 'weeks'", "2026-06-21"),
        ("vars.at | add_time: 2, 'weeks'", "2026-06-14T10:00:00+05:30"),
        ("'1969-12-31T23:59:59.5Z' | epoch", -1),
        ("vars.day | time_until: '2026-05-30T12:00:00Z', 'days'", 0),
        ("vars.day | time_until: '2026-05-28T12:00:00Z', 'days'", -2),
        ("vars.day | time_until: vars.day, 'days'", 0),
        ("vars.day | time_until: '2026-05-31T00:00:01Z', 'seconds'", 1),
        ("vars.day | time_until: '2026-05-31T01:59:59Z', 'hours'", 1),
        ("vars.day | time_until: '2026-06-21', 'weeks'", 3),
        ("vars.day | time_until: '2026-06-20', 'weeks'", 2),
        ("vars.day | time_until: '2024-05-31', 'years'", -2),
        ("'31.05.2026 10:00 +0530' | parse_date: '%d.%m.%Y %H:%M %z'", "2026-05-31T10:00:00+05:30"),
        ("'31.05.2026 10:00' | parse_date: '%d.%m.%Y %H:%M'", "2026-05-31T10:00:00+00:00"),
        ("'151 2026' | parse_date: '%j %Y'", "2026-05-31"),
        ("'151 05 2026' | parse_date: '%j %m %Y'", "2026-05-31"),
        ("vars.long_date | parse_date: '%d. %m.%Y'", None),
        ("vars.wide_date | parse_date: '%d. %m.%Y'", "2026-05-31"),
        ("'31/05 /2026' | parse_date: vars.long_layout", "2026-05-31"),
        ("vars.at | at_time: '9:05'", "2026-05-31T09:05:00+05:30"),
        ("vars.at | at_time: '23:59:59', 'America/Sao_Paulo'", "2026-05-31T23:59:59-03:00"),
        ("'2026-05-31T23:00:00Z' | at_time: '09:00', 'Asia/Kolkata'", "2026-06-01T09:00:00+05:30"),
        ("vars.day | at_time: '00:00', 'America/Sao_Paulo'", "2026-05-31T00:00:00-03:00"),
        ("vars.day | at_time: vars.none", None),
        ("vars.day | at_time: '09:00', vars.none", "2026-05-31T09:00:00+00:00"),
        ("vars.none | relative_time", ""),
        ("vars.none | format_date", ""),
        ("' ' | format_date", ""),
        ("' ' | weekday", None),
        ("vars.none | date: '%Y'", ""),
        ("nil | date", ""),
        ("vars.day | date", "2026-05-31"),
        ("86400 | date", "86400"),
        ("'86400' | date: '%d'", "02"),
        ("'86400' | from_epoch", "1970-01-02T00:00:00+00:00"),
    ],
)
def test_dates_and_times(source: str, value: Any) -> None:
    """Whole units are counted towards now, whichever is earlier; a date stays one while whole days are added."""
    assert value_of(source) == value
    assert type(value_of(source)) is type(value)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("0.5 | format_number: 11", "format_number takes a whole number from 0 to 10"),
        (r"'ab12' | regex_match: 'ab(\d+)', 2", "regex_match takes a whole number from 0 to 1"),
        ("'abc' | truncate: -1", "truncate takes a whole number from 0 to 65,536"),
        ("'abc' | truncate: vars.none", "truncate needs a number, not nothing"),
        ("'a b' | skip_words: -1", "skip_words takes a whole number from 0 to 10,000"),
        ("vars.full | repeat: 2", "the text is too long (at most 65,536 characters)"),
        ("vars.half | repeat: 3", "the text is too long (at most 65,536 characters)"),
        ("vars.full | regex_replace: '^', 'y'", "the text is too long (at most 65,536 characters)"),
        ("vars.full | regex_replace: 'x', 'yy'", "the text is too long (at most 65,536 characters)"),
        ("'1,5' | times: 2", "times needs a number, not the text '1,5'"),
        ("2 | plus: 'two'", "plus needs a number, not the text 'two'"),
        ("'x' | round", "round needs a number, not the text 'x'"),
        ("vars.gaps | plus: 1", "plus needs a number, not the list ['a', None, True, 1, ['x', None]]"),
        ("1 | minus: vars.object", "minus needs a number, not the object {'a': 1}"),
        ("true | plus: 1", "plus needs a number, not the yes/no True"),
        ("vars.mixed | set: 'a', 1", "set needs an object, not the list ['x', 3, '10', None, -1, 0]"),
        ("vars.object | set: vars.none, 1", "set needs a name, such as set: 'price', 3"),
        ("vars.most | push: 1", "the list is too long (at most 5,000 items)"),
        ("vars.mixed | concat: 'x'", "concat needs a list, not the text 'x'; push adds one item"),
        ("vars.odd | sort: 'v'", "leave out the empty ones by compact, or use sort_numeric"),
        ("vars.n | where: 'v'", "the items have no names to look under"),
        ("vars.n | map: 'v'", "the items have no names to look under"),
        ("vars.mixed | uniq: 'v'", "uniq finds an item that has no names to look under"),
        ("'abc' | slice: 'b'", "a whole number is needed"),
        ("'abc' | truncatewords: vars.mixed", "a whole number is needed"),
        ("'abc' | truncatewords: vars.none", "a whole number is needed"),
        ("vars.mixed | sort", "leave out the empty ones by compact, or use sort_numeric"),
        ("vars.a_hundred_and_one | format_list", "a list has at most 100 items"),
        ("0 | char", "char takes a whole number from 1 to 1,114,111"),
        ("1114112 | char", "char takes a whole number from 1 to 1,114,111"),
        ("55296 | char", "char knows no sign with the number 55296"),
        ("vars.day | at_time: '24:00'", "at_time needs a time of day such as 14:30, not the text '24:00'"),
        ("vars.day | at_time: 9", "at_time needs a time of day such as 14:30, not the number 9"),
        ("vars.day | at_time: '9:00', 'Mars'", "there is no time zone 'Mars'; one is called Asia/Kolkata"),
        ("'friday' | date: '%Y'", "date needs a date such as 2026-05-31T10:00:00Z, not the text 'friday'"),
        ("'10:30' | date: '%H'", "date needs a date such as 2026-05-31T10:00:00Z, not the text '10:30'"),
        ("'abc' | date", "date needs a date such as 2026-05-31T10:00:00Z, not the text 'abc'"),
        ("'01/02/2026' | date: '%B'", "date needs a date such as 2026-05-31T10:00:00Z, not the text '01/02/2026'"),
        ("'2026-02-30' | date: '%d'", "date needs a date such as 2026-05-31T10:00:00Z, not the text '2026-02-30'"),
        ("'2026-01-01 10:00 IST' | date: '%H'", "T10:00:00Z, not the text '2026-01-01 10:00 IST'"),
        ("true | date: '%Y'", "date needs a date such as 2026-05-31T10:00:00Z, not the yes/no True"),
        ("99999999999 | times: 1000 | date: '%Y'", "T10:00:00Z, not the number 99999999999000"),
        ("5 | weekday", "weekday needs a date such as 2026-05-31T10:00:00Z, not the number 5"),
        ("'86400' | format_date", "format_date needs a date such as 2026-05-31T10:00:00Z, not the text '86400'"),
        ("true | from_epoch", "from_epoch needs seconds since 1970, such as 1780221600, not the yes/no True"),
        ("1780221600000000 | from_epoch", "seconds since 1970, such as 1780221600, not the number 1780221600000000"),
        ("'abc' | base64_decode", "this is no text in Base64, as base64_encode writes it"),
        ("'/w==' | base64_decode", "value (this is no text in Base64, as base64_encode writes it)"),
        ("'_w==' | base64_url_safe_decode", "value (this is no text in Base64, as base64_encode writes it)"),
        ("'é' | base64_decode", "value (this is no text in Base64, as base64_encode writes it)"),
        ("'05 2026' | parse_date: '%m %Y'", "a layout has a day, a month and a year, such as %d/%m/%Y"),
        ("'31 2026' | parse_date: '%d %Y'", "a layout has a day, a month and a year, such as %d/%m/%Y"),
        ("'31 05' | parse_date: '%d %m'", "a layout has a day, a month and a year, such as %d/%m/%Y"),
    ],
)
def test_what_is_refused(source: str, told: str) -> None:
    """What would be too much, or has no meaning, is the author's mistake, and says how it is right."""
    with pytest.raises(TemplateError) as refused:
        value_of(source)
    assert str(refused.value).endswith(told)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "1,234.5"),
        ("es", "1.234,5"),
        ("pt-BR", "1.234,5"),
        ("hi", "1,234.5"),
        ("ar", "1,234.5"),
        ("id", "1.234,5"),
        ("pt-XX", "1.234,5"),
        ("pt-BR" + "-x" * 15, "1.234,5"),
        ("pt" + "-x" * 17, "1,234.5"),
    ],
)
def test_a_number_in_the_language_that_is_spoken(language: str, shown: str) -> None:
    """As it is written there, or in English where nobody knows the language."""
    assert value_of("vars.amount | format_number", language) == shown
