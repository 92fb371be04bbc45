"""What the first reply of a process would wait for, made before there is one: patterns and the names of months take a while."""

from datetime import date

from engine.replies import pick
from nodes.dates import dates
from nodes.times import times


def warm_up() -> None:
    """A day, an hour and a choice are read: whoever decides turns for many does it before the first."""
    dates("5 May", date(2000, 5, 5), "day_first")
    times("7 pm")
    pick([("a", "A"), ("b", "B")], "1")
