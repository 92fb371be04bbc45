"""Tests of what a contact wrote: words in it, or a number, a date, an address that it says. Each gives what it found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from operator import eq, ge, gt, le, lt
from typing import Any, Literal, TypeAlias, TypeVar, get_args

import phonenumbers
from typing_extensions import TypeIs

from engine import replies
from engine.replies import Match
from engine.replies_number import numbers
from engine.replies_phrases import all_phrases, any_phrase, first_phrase
from engine.template import TemplateError
from engine.template_compare import items_of, number_of
from nodes.date_limits import limit
from nodes.dates import Order, dates
from nodes.email_address import addresses_in
from nodes.phone_numbers import numbers_in
from nodes.phrases import plain
from nodes.quoting import quoted
from nodes.times import HOUR, times

WordTest: TypeAlias = Literal["has_phrase", "has_only_phrase", "has_any_word", "has_all_words", "has_beginning"]
NumberTest: TypeAlias = Literal[
    "has_number_eq", "has_number_lt", "has_number_lte", "has_number_gt", "has_number_gte", "has_number_between"
]
DateTest: TypeAlias = Literal["has_date_lt", "has_date_eq", "has_date_gt"]
Finding: TypeAlias = Literal[
    "has_text", "has_only_text", "has_number", "has_date", "has_time", "has_phone", "has_email"
]
ReplyTest: TypeAlias = Literal[Finding, WordTest, "has_choice", "has_pattern", NumberTest, DateTest]
T = TypeVar("T")
Compared: TypeAlias = Callable[[Any, Any], bool]
Wanted: TypeAlias = str | list[str]


@dataclass(frozen=True)
class Heard:
    """What was said, in which language, which day that was, and what 3/4 means."""

    text: str
    language: str
    today: date
    order: Order = "day_first"

    @cached_property
    def numbers(self) -> tuple[tuple[Match, Decimal], ...]:
        """Each as it is kept, and as it is written: a float is a little more or less than 1.1."""
        return tuple((one, Decimal(str(one.value))) for one in numbers(self.text, self.language))


class Unreadable(Exception):
    """What the reply is to be compared with is none of its kind; the text says so, for the author."""


def is_reply_test(op: str) -> TypeIs[ReplyTest]:
    return op in _TESTS


def tested(op: ReplyTest, heard: Heard, wanted: Wanted) -> Match | None:
    """What the test finds in it; raises Unreadable. Of a list each item is a phrase, a choice or a number of its own."""
    if isinstance(wanted, str) or op in _ALONE:
        return _TESTS[op](heard, str(wanted))
    if op in _OF_LISTS:
        return _OF_LISTS[op](heard, wanted)
    return first_found(partial(_TESTS[op], heard), wanted)


def first_found(test: Callable[[T], Match | None], items: Iterable[T]) -> Match | None:
    """What the test finds of the first item that fits. One that cannot be read hides none behind it, and is told where no
    item fits."""
    doubts = list[Exception]()
    for one in items:
        try:
            if found := test(one):
                return found
        except (Unreadable, TemplateError) as error:
            doubts.append(error)
    if doubts:
        raise doubts[0]
    return None


def wanted_problem(op: ReplyTest, wanted: str) -> str | None:
    """What is wrong with what a reply is compared with, as far as it can be told before there is one."""
    if (op in get_args(WordTest) or op == "has_choice") and not replies.words(wanted):
        return "say which words"
    if op == "has_only_text" and not wanted.strip():
        return "say which text"
    try:
        tested(op, Heard("", "en", date(2000, 1, 1)), wanted)
    except (Unreadable, TemplateError) as error:
        return str(error)
    return None


def _first(found: Iterable[Any]) -> Match | None:
    return next(map(Match, found), None)


def _number(compared: Compared, heard: Heard, wanted: str) -> Match | None:
    """The first of several that is so."""
    least = number_of(wanted)
    if least is None:
        raise Unreadable(f"{quoted(wanted.strip())} is no number; one is written 18 or 2.5")
    return next((one for one, exact in heard.numbers if compared(exact, least)), None)


def _between(heard: Heard, wanted: Wanted) -> Match | None:
    ends = [number_of(part) for part in items_of(wanted)]
    match ends:
        case [least, most] if least is not None and most is not None:
            return next((one for one, exact in heard.numbers if least <= exact <= most), None)
        case _:
            raise Unreadable("write two numbers with a comma, such as 18, 65")


def _dates(heard: Heard, fits: Callable[[date], bool] = lambda _: True) -> Iterable[date]:
    return dates(heard.text, heard.today, heard.order, fits)


def _date(compared: Compared, heard: Heard, wanted: str) -> Match | None:
    return _any_date(compared, heard, [wanted])


def _any_date(compared: Compared, heard: Heard, wanted: list[str]) -> Match | None:
    """The reply is read once: a date is the likeliest of those that are so of any item."""
    ends, doubts = set[date](), list[ValueError]()
    for one in wanted:
        try:
            ends.add(limit(one, heard.today))
        except ValueError as error:
            doubts.append(error)
    found = _first(day.isoformat() for day in _dates(heard, lambda day: any(compared(day, end) for end in ends)))
    if doubts and not found:
        raise Unreadable(str(doubts[0]))
    return found


def _choice(heard: Heard, wanted: Wanted) -> Match | None:
    """One of a list, such as the towns of a country: by a part of it, by its number, with a slip of the keys."""
    names = [str(one) for one in items_of(wanted)]
    found = replies.pick([(name, name) for name in names], heard.text, language=heard.language)
    return None if found is None else Match(found)


def _phone(heard: Heard, country: str) -> Match | None:
    if country.strip() and country.strip().upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise Unreadable(f"{quoted(country.strip())} is no country; one has two letters, such as IN")
    return _first(numbers_in(heard.text, country.strip().upper()))


_TESTS: Mapping[ReplyTest, Callable[[Heard, str], Match | None]] = {
    "has_text": lambda heard, _: replies.text(heard.text),
    "has_only_text": lambda heard, wanted: replies.text(heard.text) if heard.text == wanted else None,
    "has_phrase": lambda heard, wanted: replies.phrase(heard.text, wanted),
    "has_only_phrase": lambda heard, wanted: replies.only_phrase(heard.text, wanted),
    "has_any_word": lambda heard, wanted: replies.any_word(heard.text, wanted),
    "has_all_words": lambda heard, wanted: replies.all_words(heard.text, wanted),
    "has_beginning": lambda heard, wanted: replies.beginning(heard.text, wanted),
    "has_choice": _choice,
    "has_pattern": lambda heard, wanted: replies.pattern(heard.text, wanted),
    "has_number": lambda heard, _: replies.number(heard.text, heard.language),
    "has_number_eq": partial(_number, eq),
    "has_number_lt": partial(_number, lt),
    "has_number_lte": partial(_number, le),
    "has_number_gt": partial(_number, gt),
    "has_number_gte": partial(_number, ge),
    "has_number_between": _between,
    "has_date": lambda heard, _: _first(day.isoformat() for day in _dates(heard)),
    "has_date_lt": partial(_date, lt),
    "has_date_eq": partial(_date, eq),
    "has_date_gt": partial(_date, gt),
    "has_time": lambda heard, _: _first(f"{at // HOUR:02}:{at % HOUR:02}" for at in times(heard.text)),
    "has_phone": _phone,
    "has_email": lambda heard, _: _first(addresses_in(plain(heard.text))),
}
_ALONE = frozenset({"has_text", "has_number", "has_date", "has_time", "has_email"})  # they compare with nothing
_OF_LISTS: Mapping[ReplyTest, Callable[[Heard, list[str]], Match | None]] = {
    "has_phrase": lambda heard, wanted: first_phrase(heard.text, wanted),
    "has_any_word": lambda heard, wanted: any_phrase(heard.text, wanted),
    "has_all_words": lambda heard, wanted: all_phrases(heard.text, wanted),
    "has_choice": _choice,
    "has_number_between": _between,
    "has_date_lt": partial(_any_date, lt),
    "has_date_eq": partial(_any_date, eq),
    "has_date_gt": partial(_any_date, gt),
}
