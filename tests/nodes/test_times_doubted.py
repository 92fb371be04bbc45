"""Hours that are ruled out or only a limit."""

import pytest

from nodes.times import times


@pytest.mark.parametrize(
    "said",
    [
        "not at noon",
        "5 pm is not ok",
        "5 pm, not 6",
        "no 5 pm",
        "a mediodía no",
        "às 17h não",
        "5 बजे नहीं",
        "ليس الساعة 5",
        "الساعة 5 لا",
        "bukan jam 5",
        "jam 5 gak bisa",
        "before 5 pm",
        "1 hour before noon",
        "5 minutes before 5 pm",
        "antes de las 5 de la tarde",
        "depois das 17h",
        "5 बजे के बाद",
        "5 baje se pehle",
        "بعد الساعة 5",
        "قبل الساعة 5 مساء",
        "setelah jam 5",
        "sebelum jam 5",
        "2 jam lagi",
        "dalam 2 jam",
        "until 5 pm",
        "hasta las 5 de la tarde",
        "até as 17h",
        "5 बजे तक",
        "5 baje tak",
        "حتى الساعة 5 مساء",
        "sampai jam 5",
        "hingga jam 5 sore",
        "5 pm till 6",
        "till 5 pm",
        "till 5:30",
        "till noon",
        "busy till 6, so 7 pm",
        "by 5 pm",
        "by 5",
        "by 6 or 7 pm",
        "by noon",
        "6 pm at the latest, or 5 pm",
        "ज़्यादा से ज़्यादा ढाई बजे या 3 बजे",
        "at the latest 5 pm",
        "5 pm at the latest",
        "a más tardar a las 5 de la tarde",
        "no máximo às 17h",
        "ज़्यादा से ज़्यादा 5 बजे",
        "الساعة 5 على الأكثر",
        "paling lambat jam 5",
        "5 may after 8 pm",
    ],
)
def test_an_hour_that_is_ruled_out_or_is_only_a_limit_is_no_answer(said: str) -> None:
    """“Not at noon” is no noon, and “before five” is no five, whatever the words around them are."""
    assert times(said) == ()


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("no, at 5 pm", 17),
        ("لا، الساعة 5 مساء", 17),
        ("no problem, 5 pm", 17),
        ("no sábado às 17h", 17),
        ("às 17h no centro", 17),
        ("5 pm, before dinner", 17),
        ("5 pm, by car or by bus", 17),
        ("by the way, at 5 pm", 17),
        ("busy till noon, so 5 pm", 17),
        ("I'll come by at 5 pm", 17),
        ("the latest news: 5 pm", 17),
        ("para las 5", 17),
        ("8 pm after the film", 20),
        ("5 pm, no kids", 17),
        ("before dinner, 5 pm", 17),
        ("a las 17h, ¿no?", 17),
        ("às 17h, não é?", 17),
        ("after lunch at 2 pm", 14),
        ("पहले 5 बजे", 17),
        ("بعد غد الساعة 5 مساء", 17),
    ],
)
def test_what_rules_nothing_out_hides_no_hour(said: str, hour: int) -> None:
    """What is before or after something else is the hour itself."""
    assert times(said)[:1] == (hour * 60,)
