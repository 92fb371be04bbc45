"""Days and hours with a greeting, a yes, “please” or “works for me” beside them."""

from datetime import date

import pytest

from nodes.dates import dates
from tests.nodes.test_dates import TODAY
from tests.nodes.test_times import first_time


@pytest.mark.parametrize(
    "said",
    [
        "monday please",
        "thanks, monday",
        "I'd like monday",
        "monday evening",
        "Monday works for me",
        "maybe monday",
        "I'll come on monday",
        "only monday",
        "Monday is good",
        "monday morning at 9",
        "good morning, monday is best for me",
        "el lunes por favor",
        "el lunes está bien",
        "mejor el lunes",
        "el lunes por la tarde",
        "al lunes",
        "bom dia, segunda-feira",
        "pode ser segunda-feira",
        "segunda-feira de manhã",
        "सोमवार ठीक है",
        "हाँ, सोमवार",
        "इस सोमवार",
        "يوم الاثنين من فضلك",
        "شكرا، الاثنين",
        "الاثنين مساء",
        "senin saja",
        "senin bisa",
        "senin, terima kasih",
    ],
)
def test_manners_hide_no_weekday(said: str) -> None:
    """The full name of a weekday is understood beside what people say with it, in six languages."""
    assert dates(said, TODAY, "day_first")[:1] == (date(2027, 1, 18),)


@pytest.mark.parametrize("said", ["sexta por favor", "bom dia, sexta", "friday 22 please", "el viernes, gracias"])
def test_manners_hide_no_friday(said: str) -> None:
    """Friday is “sexta”, too, and a number that agrees with it may stand there as well."""
    assert dates(said, TODAY, "day_first")[:1] == (date(2027, 1, 22),)


@pytest.mark.parametrize(
    "said",
    [
        "sex please",
        "dom por favor",
        "segunda por favor",
        "sat please",
        "sun please",
        "the sun is good",
        "mar por favor",
        "lun por favor",
        "next friday please",
        "is good friday ok",
        "viernes santo",
        "every friday",
        "not friday please",
        "friday is not good",
        "friday or saturday please",
        "friday 5 evening",
        "friday 21 please",
        "until friday please",
        "hasta el viernes, gracias",
        "minggu ini aja",
        "من الجمعة",
        "اثنين من فضلك",
        "por favor",
    ],
)
def test_manners_make_no_weekday_of_a_doubt(said: str) -> None:
    """Short names and names that are other words, a holiday, a limit and two days are asked again as before."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(
    "said",
    [
        "a las 5 por favor",
        "a las 5, gracias",
        "sí, a las 5",
        "hola buenas tardes, a las 5",
        "mañana a las 5",
        "pasado mañana a las 5",
        "el viernes a las 5",
        "me va bien a las 5",
        "a las 5 está bien",
        "puede ser a las 5?",
        "mejor a las 5",
        "às 5 por favor",
        "às 5, sim",
        "oi, às 5",
        "amanhã às 5",
        "na sexta às 5",
        "pode ser às 5",
        "let's say 5",
        "make it 5",
        "5 works for me",
        "today at 5",
        "friday at 5",
    ],
)
def test_manners_and_days_hide_no_hour(said: str) -> None:
    """An hour is understood beside what people say with it, and behind the day that it is on."""
    assert first_time(said) == "17:00"


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("mañana por la mañana a las 5", "05:00"),
        ("por la mañana a las 5", "05:00"),
        ("a las 5 a la mañana", "05:00"),
        ("day after tomorrow at 5 pm", "17:00"),
        ("a las 500 por favor", "05:00"),
        ("good evening, at 9", "21:00"),
        ("friday 5", None),
        ("hoy 5", None),
        ("5 mañana", None),
        ("el viernes 5 a las 7", None),
        ("before friday at 5", None),
        ("antes del viernes a las 5", None),
        ("not tomorrow at 5", None),
        ("mañana a las 5 o 6", None),
        ("sex às 5", None),
        ("a las 5 personas", None),
        ("vou às 5 lojas", None),
        ("one for me", None),
        ("gracias", None),
    ],
)
def test_a_day_before_an_hour_changes_nothing_else(said: str, time: str | None) -> None:
    """“Friday 5” is the fifth, a part of the day counts as before, and other words leave a bare hour in doubt."""
    assert first_time(said) == time
