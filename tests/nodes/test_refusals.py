"""Days that are ruled out, or are only the end of what is meant: none of them is the answer."""

from datetime import timedelta

import pytest

from nodes import refusals
from nodes.dates import dates
from tests.nodes.test_dates import TODAY


@pytest.mark.parametrize(
    "said",
    [
        "not tomorrow",
        "no tomorrow",
        "today is not good",
        "tomorrow won't work",
        "tomorrow wouldn't be good",
        "any day but tomorrow",
        "no later than tomorrow",
        "not today, tomorrow",
        "5 may? can't",
        "except 5/5",
        "mañana no",
        "no mañana",
        "el lunes no",
        "no el lunes",
        "no 5 de mayo",
        "todos los días menos mañana",
        "amanhã não",
        "nao amanha",
        "amanhã n posso",
        "amanhã no",
        "no amanhã",
        "no 3 de maio",
        "kal nahi",
        "kal nhi",
        "कल नहीं",
        "5 मई नहीं",
        "مو بكرة",
        "ليس غدا",
        "ما اقدر بكرة",
        "besok gak bisa",
        "bukan besok",
        "jangan besok",
        "mañana, no",
        "without tomorrow",
        "5 may without monday",
        "5 may no",
    ],
)
def test_a_day_that_is_ruled_out_is_no_answer(said: str) -> None:
    """A booking on the day that the contact has just refused is worse than asking again."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(
    "said",
    [
        "after tomorrow",
        "before tomorrow",
        "antes de mañana",
        "después de mañana",
        "sebelum besok",
        "setelah besok",
        "कल के बाद",
        "kal ke baad",
        "kal se pehle",
        "قبل بكرة",
        "after 5 May",
        "before the 5th of May",
        "antes del 5 de mayo",
        "depois de 5 de maio",
        "setelah 5 mei",
        "5 मई के बाद",
        "بعد 5 مايو",
        "before 5/5",
        "until tomorrow",
        "till 5 May",
        "hasta mañana",
        "até amanhã",
        "sampai besok",
        "hingga 5 mei",
        "कल तक",
        "kal tak",
        "حتى غدا",
        "a week tomorrow",
        "tomorrow week",
        "2 days today",
        "de hoy en ocho",
        "de hoje a oito dias",
        "de mañana en ocho días",
    ],
)
def test_a_day_that_is_only_a_limit_is_no_answer(said: str) -> None:
    """What is before or after a day is any other day, and where a distance only stands beside it nobody knows which way."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("no, tomorrow", 1),
        ("No. Tomorrow", 1),
        ("não, amanhã", 1),
        ("नहीं, कल", 1),
        ("لا، غدا", 1),
        ("tomorrow, no problem", 1),
        ("not a problem, tomorrow", 1),
        ("I do not mind tomorrow", 1),
        ("no tengo problema, mañana", 1),
        ("no pasa nada, mañana", 1),
        ("amanhã não é problema", 1),
        ("bukan masalah, besok", 1),
        ("besok tidak apa-apa", 1),
        ("ما عندي مانع بكرة", 1),
        ("कोई दिक्कत नहीं, कल", 1),
        ("why not tomorrow", 1),
        ("mañana sin falta", 1),
        ("mañana a las 5 menos cuarto", 1),
        ("mañana a las 5 menos 10", 1),
        ("tomorrow but after 5", 1),
        ("besok, rumah no 12", 1),
        ("no sábado", 1),
        ("no próximo domingo", 2),
        ("no dia 16", 1),
        ("amanhã no almoço", 1),
        ("16 de janeiro no centro", 1),
        ("tomorrow, if you don't mind", 1),
        ("from tomorrow", 1),
        ("a partir de mañana", 1),
        ("by tomorrow", 1),
        ("tomorrow after 5", 1),
        ("after 5 pm tomorrow", 1),
        ("depois das 17h amanhã", 1),
        ("setelah jam 5 besok", 1),
        ("before noon tomorrow", 1),
        ("kal 5 baje ke baad", 1),
        ("कल 5 बजे से पहले", 1),
        ("after lunch tomorrow", 1),
        ("day after tmrw", 2),
        ("dps de amanhã", 2),
        ("بعد بكرا", 2),
        ("بعد بكرة", 2),
        ("tomorrow for 2 days", 1),
        ("tomorrow, no kids", 1),
        ("tomorrow please, no rush", 1),
        ("no allergies, tomorrow", 1),
        ("tomorrow without kids", 1),
        ("sin gluten, mañana", 1),
        ("sem pressa, amanhã", 1),
        ("besok, tanpa sarapan", 1),
        ("غدا بدون أطفال", 1),
        ("tomorrow, don't forget", 1),
        ("mañana, ¿no?", 1),
        ("amanhã, não é?", 1),
        ("besok, bukan?", 1),
    ],
)
def test_what_rules_nothing_out_hides_no_day(said: str, away: int) -> None:
    """A “no” that answers, a Portuguese “on the”, a quarter to five, and an hour before or after which it is to be."""
    assert dates(said, TODAY, "day_first")[:1] == (TODAY + timedelta(away),)


def test_signs_alone_are_looked_at_once() -> None:
    """A row of signs is no word that answers, and none that asks, however long it is: looked at again from each of them, it
    would take minutes and stop a worker."""
    assert refusals._ANSWERED.match("$" * 100_000) is None
    assert refusals._ASKED.search(",-?" * 130_000 + "x") is None
