"""A worker decides for everybody at once: what takes a while is done before its first turn."""

import subprocess
import sys

FIRST = """
import pickle, re
from datetime import date
from engine.replies import pick
from nodes import dates, node_types, times
from nodes.warm import warm_up

node_types()
warm_up()

def refused(*given, **more):
    raise AssertionError("this was not there yet")

re._compiler.compile = pickle.load = refused
print(dates.dates("5 may at 7, table 4", date(2027, 1, 1), "day_first"), times.times("at 7 pm"))
print(pick([("a", "4 May"), ("b", "5 May")], "2"), pick([("a", "4 Mei"), ("b", "5 Mei")], "5 mei"))
"""


def test_the_first_reply_waits_for_nothing() -> None:
    """In a process that has just begun no pattern is made and no file is read while a date, a time or a choice is."""
    ran = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, timeout=120, check=False)
    assert ran.stderr == ""
    assert ran.stdout == "(datetime.date(2027, 5, 5), datetime.date(2026, 5, 5)) (1140,)\nb b\n"
