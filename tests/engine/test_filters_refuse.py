"""Values that filters refuse, in words for the author."""

import pytest

from engine.template_errors import TemplateError
from tests.engine.test_filters import value_of


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
