"""The time of day as people write it, in minutes from midnight. What leaves open half of the day gives both halves.

times("14:30")              (870,)
times("half past two")      (870, 150)      the likelier first
times("साढ़े दो बजे दोपहर")     (870,)
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from nodes.date_words import OTHER_SIDE, any_of
from nodes.date_words import said as bare_phrases
from nodes.phrases import bare_words, pieces, plain
from nodes.refusals import is_refused
from nodes.time_words import ATS, DAYS_BEFORE_AN_HOUR, TOKENS, WHICH_DAY, Token

Minutes: TypeAlias = tuple[int, ...]
HOUR, HALF_DAY, DAY = 60, 12 * 60, 24 * 60
NOON = HALF_DAY
MORNING = 7 * 60  # who says “six” and no more means the evening
NIGHT = 5 * 60  # until then “at night” is after midnight
LAST_HOUR = 24
LONGEST_TEXT, MOST_WORDS = 200, 30
FEWEST_MINUTES = 10  # after an hour: “two ten”; “two three” are two numbers
FIRM = frozenset({"mark", "fixed", "written", "part", "half", "before", "shift", "said", "at"})
BESIDE = frozenset({"mark", "at", "beside", "by", "unit"})
TO = frozenset({"to", "till", "for"})  # “ten to five”, “ten till five”, *diez para las cinco*
OF_MINUTES = frozenset({"past", "joins", "minus", "at"}) | TO  # “ten minutes past five”, but not “ten minutes”
RANGES = frozenset({"to", "till"})  # “7 to 9”, but *7 para las 9* can only be minutes
LIMITS = frozenset({"by", "till", "limit"})
OF_TWO = frozenset({"number", "part", "half", "shift", "before"})
HOURS = OF_TWO | {"fixed", "written", "said"}
NO_NUMBER = frozenset({"mark", "at", "beside", "unknown"})
_UNKNOWN: Token = ("unknown", "")
_OR: Token = ("or", "")
_FROM: Token = ("from", "")
_APART = frozenset({_UNKNOWN, _OR, ("day", "")})
_WRITTEN = re.compile(r"(?<![\d.:/-])(\d{1,2}) ?[:.h\u066b] ?([0-5]\d)(?::\d\d)?(?!\d|[.:/-]\d)")
_ALONE = re.compile(r"([01]\d|2[0-3]|\d(?=[1-5]))([0-5]\d)")  # 1430, 830; 500 is an amount
_ASKED = re.compile(r"(?<!\S)([01]?\d|2[0-3])([0-5]\d)(?!\d)")  # but whoever is asked for a time may say “at 500”
_MONEY = r"[%\u066a$\u00a2-\u00a5\u20a0-\u20c0+]"
_AMOUNT = re.compile(rf"{_MONEY} ?\d|\d ?{_MONEY}|(?<!\S)[-\u2212\u2013]\d")  # “$5”, “5 %”, “5+”, “-5”
_SPAN = re.compile(r"(?<!\S)([01]?[05]) (?:to|till) (?=\d{1,2}(?!\S))")  # “10 to 5”; but “20 to 5” are minutes
_NO_LIMIT = "".join(rf"(?<!\b{word} )" for word in sorted(OTHER_SIDE | {"la", "de", "del"}))
_DAY_BEFORE = re.compile(  # but “por la mañana a las 5” is in the morning, and “before friday at 5” is not at 5
    rf"(?<!\S){_NO_LIMIT}(?:{any_of(bare_phrases(DAYS_BEFORE_AN_HOUR))})(?= (?:{any_of(bare_phrases(ATS))}) )"
)
_STUCK = re.compile(r"(?<=\d)(?=[^\W\d_])")  # 2pm
_CLOCK = re.compile(r"clock(\d{1,2})x(\d\d)")


class Form(NamedTuple):
    """Where the hour stands, where the minutes, and whether they are added or taken away."""

    hour: int
    minutes: int = 0
    sign: int = 0


TWO_NUMBERS = Form(0, 1, +1)
FORMS: dict[tuple[str, ...], Form] = {
    ("number",): Form(0),
    **{(to, "number"): Form(1) for to in ("to", "for")},  # para las dos; “till two” is only a limit
    ("number", "number"): TWO_NUMBERS,
    ("number", "part"): TWO_NUMBERS,
    **{("number", "joins", minutes): Form(0, 2, +1) for minutes in ("part", "number")},
    **{("number", "minus", minutes): Form(0, 2, -1) for minutes in ("part", "number")},
    **{(minutes, "past", "number"): Form(2, 0, +1) for minutes in ("part", "half", "number")},
    **{(minutes, to, "number"): Form(2, 0, -1) for minutes in ("part", "half", "number") for to in sorted(TO)},
    **{(minutes, "number"): Form(1, 0, +1) for minutes in ("half", "shift")},
    ("before", "number"): Form(1, 0, -1),
}


class Said(NamedTuple):
    """A time as it was said: on a clock of twelve hours, unless it is ``exact``."""

    minutes: int
    exact: bool = False
    written: bool = False


def times(text: str, *, asked: bool = False) -> Minutes:
    """Nothing, if there is no time of day, if there are several that differ, or if something is ruled out: “not at 5”.
    Who was ``asked`` for one also writes it as 500."""
    said = plain(text[:LONGEST_TEXT]).casefold().strip()
    if is_refused(said):
        return ()
    return (_in_digits(said) if asked else ()) or _told(list(_tokens(said)))


def _in_digits(said: str) -> Minutes:
    """Hours and minutes with nothing between them, where nothing else is said: “500 people” are no time."""
    tokens = list(_tokens(_ASKED.sub(r"\1:\2", said)))
    return () if _UNKNOWN in tokens else _told(tokens)


def _told(tokens: list[Token]) -> Minutes:
    runs = [list(run) for known, run in groupby(tokens, key=lambda token: token not in _APART) if known]
    marks = {str(value) for run in runs if not _is_only_a_limit(run) for kind, value in run if kind == "mark"}
    if "noon" in marks and NO_NUMBER.issuperset(kind for kind, _ in tokens):
        return (NOON,)
    if any(map(_is_the_latest, runs)):
        return ()
    firm = bool(marks) or _OR in tokens or {_UNKNOWN, _FROM}.isdisjoint(tokens)
    sure = [run for run in runs if firm or any(kind in FIRM for kind, _ in run)]
    told = {said for run in sure if not _is_a_while(run) and (said := _said(run))}
    return _of_day(told.pop(), marks) if len(told) == 1 else ()


def _tokens(text: str) -> Iterator[Token]:
    """What the words mean, a longer phrase before those inside it; numbers of a clock are one word."""
    clear = _STUCK.sub(" ", _WRITTEN.sub(r" \1:\2 ", _ALONE.sub(r"\1:\2", text) if _ALONE.fullmatch(text) else text))
    words = bare_words(re.sub(r"(\d{1,2}):(\d\d)", r"clock\1x\2", clear))
    known = _SPAN.sub(r"\1 until ", _DAY_BEFORE.sub(WHICH_DAY, " ".join(words))) if len(words) <= MOST_WORDS else ""
    for piece in pieces(tuple(known.split()), TOKENS):
        yield TOKENS[piece] if piece in TOKENS else _digits(piece[0])
    if _AMOUNT.search(text):
        yield _UNKNOWN


def _digits(word: str) -> Token:
    if clock := _CLOCK.fullmatch(word):
        if int(clock[2]) >= HOUR:
            return _UNKNOWN
        minutes = int(clock[1]) * HOUR + int(clock[2])
        plain_hour = not clock[1].startswith("0") and HOUR <= minutes < HALF_DAY + HOUR
        return ("written" if plain_hour else "fixed", minutes) if minutes <= DAY else _UNKNOWN
    return ("number", int(word)) if word.isdecimal() and len(word) <= len("59") else _UNKNOWN


def _is_the_latest(run: list[Token]) -> bool:
    """“By 5”, “till 5”, “5 at the latest”: no other hour beside it is the answer either. “Ten till five” is one."""
    kinds = [kind for kind, _ in run if kind in LIMITS or kind in HOURS]
    is_led = kinds[:1] == ["by"] or kinds == ["till", "number"]
    return (is_led or "limit" in kinds) and not HOURS.isdisjoint(kinds)


def _is_a_while(run: list[Token]) -> bool:
    kinds = {kind for kind, _ in run}
    return "unit" in kinds and OF_MINUTES.isdisjoint(kinds)


def _said(run: list[Token]) -> Said | None:
    kept = _without_other_times([token for token in run if token[0] not in BESIDE])
    if form := FORMS.get(tuple(kind for kind, _ in kept)):
        values = [int(value or 0) for _, value in kept]
        return None if form.sign and (_are_apart(run, form) or _are_hours(run, form, values)) else _formed(form, values)
    match kept:
        case [("written", int(at))]:
            return Said(at, written=True)
        case [("said", int(at))]:
            return Said(at)
        case [("fixed", int(at)), *rest] if not rest or rest[1:] == [("part", 30)]:  # meio-dia e meia
            return Said((at + 30 * bool(rest)) % DAY, exact=True)
        case _:
            return None


def _is_only_a_limit(run: list[Token]) -> bool:
    """Of “5 May after 8 pm” the 5 is not in the afternoon."""
    return any(kind in OF_TWO for kind, _ in run) and _said(run) is None


def _without_other_times(kept: list[Token]) -> list[Token]:
    """Of “5 pm, before dinner” and “8 pm after the film” it is known what is before what; “before 5 pm” is no time."""
    start = 1 if kept and kept[0][0] in {"away_behind", "from"} else 0
    return kept[start:-1] if kept and kept[-1][0] in {"away", "past", "from"} else kept[start:]


def _are_apart(run: list[Token], form: Form) -> bool:
    """“The 5th at 17” is not 5:17, “8 pm 20 people” is not 20:20, and “5 pm till 6” is not five to six."""
    first, *_, (last, kind) = [(at, kind) for at, (kind, _) in enumerate(run) if kind in OF_TWO]
    between = {kind for kind, _ in run[first[0] : last]}
    return ("beside" in between and form == TWO_NUMBERS) or ("mark" in between and kind == "number")


def _are_hours(run: list[Token], form: Form, values: list[int]) -> bool:
    """“Seven to nine”, “five to 17” and “10 o'clock to 5” are the beginning and the end; “ten to five” are minutes."""
    kinds = [kind for kind, _ in run]
    if RANGES.isdisjoint(kinds) or not {"unit", "part"}.isdisjoint(kinds):
        return False
    minutes, is_behind_hour = values[form.minutes], not {("at", to) for to in RANGES}.isdisjoint(pairwise(kinds))
    return is_behind_hour or (minutes % 5 > 0 and minutes <= LAST_HOUR) or values[form.hour] * HOUR > HALF_DAY


def _formed(form: Form, values: list[int]) -> Said | None:
    if form == TWO_NUMBERS and values[form.minutes] < FEWEST_MINUTES:
        return None
    return _at(values[form.hour], values[form.minutes] * form.sign)


def _at(hour: int, minutes: int) -> Said | None:
    if hour * HOUR > DAY or abs(minutes) >= HOUR:
        return None
    return Said((hour * HOUR + minutes) % DAY, exact=hour == 0 or hour * HOUR > HALF_DAY)


def _of_day(said: Said, marks: set[str]) -> Minutes:
    """The times of day that are meant, as far as words such as “in the evening” agree."""
    if said.exact:
        return (said.minutes,)
    twelve = said.minutes % HALF_DAY
    both = (twelve, twelve + HALF_DAY)
    by_day = twelve >= (HOUR if said.written else MORNING)
    likely = both if by_day else both[::-1]
    return tuple(time for time in likely if all(_fits(time, mark) for mark in marks))


def _fits(time: int, mark: str) -> bool:
    match mark:
        case "am":
            return time < HALF_DAY
        case "pm":
            return time >= HALF_DAY
        case "day" | "noon":
            return HALF_DAY - 2 * HOUR <= time < HALF_DAY + MORNING
        case _:
            return time < NIGHT or time >= HALF_DAY + NIGHT
