"""Dates of which nobody knows for sure which day is meant, and days as they are said."""

from datetime import date

import pytest

from nodes.dates import dates
from tests.nodes.test_dates import TODAY


@pytest.mark.parametrize(
    "said",
    [
        "3 or 4 march",
        "3 march or april",
        "march or april 3",
        "3 de marzo o abril",
        "3 maret atau april",
        "3, 4 march",
        "3 to 5 march",
        "from 3 to 5 march",
        "from the 3rd to the 5th of March",
        "3rd - 5th of March",
        "march 3 to 5",
        "3 or 4/3/2027",
        "4/3/2027 or 5",
        "march 3 27",
        "del 3 al 5 de marzo",
        "entre el 3 y el 5 de marzo",
        "el 3 o el 4 de marzo",
        "de 3 a 5 de março",
        "do dia 3 ao dia 5 de março",
        "3 ou 4 de março",
        "3 sampai 5 maret",
        "tanggal 3 atau tanggal 4 maret",
        "3 s/d 5 maret",
        "3 से 5 मार्च",
        "३ या ४ मार्च",
        "من 3 إلى 5 مارس",
        "٣ أو ٤ مارس",
        "٣ و٤ مارس",
        "3 or 4 days from now",
        "in 3-4 days",
        "3 या 4 दिन बाद",
        "3 atau 4 hari lagi",
        "June 3-5",
        "Junio 3-5",
        "May 3-5",
        "mai, dia 3-5",
        "June 3 - 5",
        "June 3/5",
        "junho, 3-5",
        "Juni 3-5",
        "जून 3-5",
        "يونيو 3-5",
        "in May, from 3-5",
        "in June, if I can, 3-5",
        "May 3-5 pm",
        "March 3 or 5 pm",
        "5 May, 10-12",
        "3 4 march",
        "el 3, el 4 de marzo",
        "el dos, el 4 de marzo",
        "4, el 5 de mayo",
        "the 3rd, the 4th of March",
        "3 तारीख, 4 मार्च",
        "शादी 3 तारीख, 4 मार्च",
        "3 de marzo, el 4",
        "two or 3 march",
        "one or 4 march",
        "treinta o 31 de marzo",
        "at 3 or 4 march",
        "table for 3 or 4 march",
        "5 May until 7",
        "tomorrow or the day after",
        "tomorrow or later",
        "mañana o pasado",
        "mañana o el lunes",
        "amanhã ou depois",
        "कल या बाद में",
        "besok atau nanti",
        "غدا أو بعده",
    ],
)
def test_of_several_days_nobody_knows_which_is_meant(said: str) -> None:
    """A range, or one day or another with the month said once, is asked again and not taken as its last day."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("3 March '27", date(2027, 3, 3)),
        ("March 3, \u201985", date(1985, 3, 3)),
        ("a table for 2 on 3 march 2027", date(2027, 3, 3)),
        ("3 march 2027 at 5", date(2027, 3, 3)),
        ("3 march 2027 or so", date(2027, 3, 3)),
        ("3 march 2027, april is too late", date(2027, 3, 3)),
        ("3 de marzo de 2027 a las 5", date(2027, 3, 3)),
        ("3 march 2027 from 3 to 5", date(2027, 3, 3)),
    ],
)
def test_numbers_that_are_no_other_day(said: str, day: date) -> None:
    """A short year behind an apostrophe is the year; what nothing joins with the date is not looked at."""
    assert dates(said, TODAY, "day_first") == (day,)


@pytest.mark.parametrize(
    "said",
    [
        "table for two 5 May",
        "table for 2, 5 May",
        "2 adults and 3 kids, 5 May",
        "3 or 4 people, 5 May",
        "5 May 2 people",
        "2pax 5/5",
        "May 5, 2 people",
        "we are 4, the 5th of May",
        "apt 12, 5 May",
        "apt no. 12, 5 May",
        "#12, 5 May",
        "room 12 on 5/5",
        "12 Main Street, 5 May",
        "$20, 5 May",
        "5 May 20 euros",
        "rs. 1,500 5 May",
        "R$ 20,50 5 de maio",
        "31 guests 5/5/2027",
        "5 May 2-3 pm",
        "May 5 - 6 pm",
        "5 May 10:00-12:00",
        "at 3, 5 May",
        "5 o\u2019clock 5 May",
        "mesa para dos el 5 de mayo",
        "mesa para dos, 5 de mayo",
        "Somos 4, el 5 de mayo",
        "grupo de 4 el 5 de mayo",
        "5 de mayo y 2 personas",
        "5 de mayo de 2 a 3 de la tarde",
        "a las dos del 5 de mayo",
        "calle Mayor 12, 5 de mayo",
        "para 3 personas el 5/5",
        "3 noches, 5 de mayo",
        "mesa para 2, 5 de maio",
        "5 de maio à uma",
        "5 de maio às duas",
        "5 de maio das 14h às 16h",
        "rua das Flores, 12, 5 de maio",
        "2 लोगों के लिए 5 मई को",
        "5 मई 2 से 3 बजे",
        "हम 4, 5 मई",
        "500 रुपये 5 मई",
        "5 مايو و 4 أشخاص",
        "5 مايو و4 أشخاص",
        "نحن 4، 5 مايو",
        "5 مايو الساعة الثانية",
        "شارع 12، 5 مايو",
        "meja untuk dua tanggal 5 Mei",
        "meja untuk 2, 5 Mei",
        "5 Mei dan 2 orang",
        "jam 2-3, 5 Mei",
        "Rp 50.000 5 Mei",
        "rumah no 12, 5 Mei",
        "el grupo 4, el 5 de mayo",
        "बत्तीस या 5 मई",
    ],
)
def test_what_is_plainly_no_day_does_not_hide_the_date(said: str) -> None:
    """People, hours, money, a room or a house beside a date: it is the 5th of May."""
    assert dates(said, TODAY, "day_first")[:1] == (date(2027, 5, 5),)


@pytest.mark.parametrize("said", ["room 5/5", "casa 5 de mayo", "at 5 May", "I may come on 5/5", "order 12 for 5 May"])
def test_a_date_is_no_other_number(said: str) -> None:
    """What could count a room or an hour is a day where a month follows; “may” alone is no month beside 5/5."""
    assert dates(said, TODAY, "day_first")[:1] == (date(2027, 5, 5),)


@pytest.mark.parametrize("said", ["el 5 de la tarde", "3 or 4 people", "1 pm", "May 2 people", "march 3 or 4 guests"])
def test_other_numbers_are_no_dates(said: str) -> None:
    """A month without a day, or a part of a day, does not become a date by the people that come."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(
    ("said", "today", "days"),
    [
        ("friday 10 january", date(2026, 1, 5), []),
        ("saturday 10 january", date(2026, 1, 5), ["2026-01-10"]),
        ("saturday 3 january", date(2026, 1, 5), ["2026-01-03"]),
        ("कल रविवार", date(2026, 1, 5), ["2026-01-04"]),
        ("viernes 10 de enero", date(2026, 1, 5), []),
        ("sexta, 10 de janeiro", date(2026, 1, 5), []),
        ("शुक्रवार 10 जनवरी", date(2026, 1, 5), []),
        ("الجمعة 10 يناير", date(2026, 1, 5), []),
        ("jumat 10 januari", date(2026, 1, 5), []),
        ("monday 29 december", date(2026, 1, 5), ["2025-12-29"]),
        ("sunday 28 december", date(2026, 1, 5), []),
    ],
)
def test_a_wrong_weekday_does_not_move_a_date_by_a_year(said: str, today: date, days: list[str]) -> None:
    """The last such date counts for its weekday if it is at most a week ago; else a mistake is likelier."""
    assert [day.isoformat() for day in dates(said, today, "day_first")] == days


def test_a_weekday_is_compared_with_the_date_that_fits() -> None:
    """Where only days that have passed fit, a Friday of last year is the one that is meant."""
    today = date(2026, 1, 5)
    assert dates("friday 10 january", today, "day_first", lambda day: day <= today) == (date(2025, 1, 10),)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("primero de mayo", ["2027-05-01", "2026-05-01"]),
        ("primeiro de maio", ["2027-05-01", "2026-05-01"]),
        ("the first of May", ["2027-05-01", "2026-05-01"]),
        ("31 Jan 17:30", ["2027-01-31", "2026-01-31"]),
        ("31/1 at 5 p.m.", ["2027-01-31", "2026-01-31"]),
        ("a las 5 del 31 de enero", ["2027-01-31", "2026-01-31"]),
        ("31 de janeiro às 5", ["2027-01-31", "2026-01-31"]),
        ("31 जनवरी 5 बजे", ["2027-01-31", "2026-01-31"]),
        ("الساعة 5، 31 يناير", ["2027-01-31", "2026-01-31"]),
        ("jam 5, 31 januari", ["2027-01-31", "2026-01-31"]),
        ("tanggal 16", ["2027-01-16", "2026-12-16"]),
        ("on the 15th", ["2027-01-15", "2026-12-15"]),
        ("the 31st", ["2027-01-31", "2026-12-31"]),
        ("el día 14", ["2027-02-14", "2027-01-14"]),
        ("no dia 14", ["2027-02-14", "2027-01-14"]),
        ("14 तारीख को", ["2027-02-14", "2027-01-14"]),
        ("يوم 14", ["2027-02-14", "2027-01-14"]),
        ("el 14", ["2027-02-14", "2027-01-14"]),
        ("14 tarikh", ["2027-02-14", "2027-01-14"]),
        ("أول مايو", ["2027-05-01", "2026-05-01"]),
        ("31-jan-27", ["2027-01-31"]),
        ("15 de dezembro de 26", ["2026-12-15"]),
        ("31 jan 27", ["2027-01-31"]),
        ("31st of January 27, please.", ["2027-01-31"]),
        ("1/feb/27", ["2027-02-01"]),
        ("1.Feb.27", ["2027-02-01"]),
        ("1-feb/27", []),
        ("31 de enero 27", ["2027-01-31"]),
        ("31 जनवरी २७", ["2027-01-31"]),
        ("31 يناير ٢٧", ["2027-01-31"]),
        ("31 Jan. 27", ["2027-01-31"]),
        ("5 may 85", ["1985-05-05"]),
        ("3 or 4 march 27", []),
        ("5 may 27 28", []),
        ("jan 30 27", []),
        ("5 de mayo de 10 a 12", []),
        ("17 agt", ["2027-08-17", "2026-08-17"]),
        ("hj", ["2027-01-15"]),
        ("bsk", ["2027-01-16"]),
        ("daqui 3 dias", ["2027-01-18"]),
        ("la mañana", []),
        ("the 32nd", []),
        ("the 15th or the 16th", []),
        ("15", []),
    ],
)
def test_a_day_as_it_is_said(said: str, days: list[str]) -> None:
    """The first of a month has a word, an hour beside a date does not hide it, and a day without its month is the next."""
    assert [day.isoformat() for day in dates(said, TODAY, "day_first")] == days


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("wed 20th", ["2027-01-20"]),
        ("wednesday the 20th", ["2027-01-20"]),
        ("Friday 22", ["2027-01-22"]),
        ("friday the 15th", ["2027-01-15"]),
        ("friday the 12th", ["2027-02-12"]),
        ("friday the 9th", []),
        ("friday the 8th", ["2027-01-08"]),
        ("friday the 1st", []),
        ("sunday the 10th", ["2027-01-10"]),
        ("thursday 31", []),
        ("el martes 19", ["2027-01-19"]),
        ("qua 20", ["2027-01-20"]),
        ("jumat tgl 22", ["2027-01-22"]),
        ("शुक्रवार 22 तारीख", ["2027-01-22"]),
        ("friday 21", []),
        ("friday 22 23", []),
        ("sexta feira", ["2027-01-22", "2027-01-08"]),
        ("na segunda feira", ["2027-01-18", "2027-01-11"]),
        ("sex", ["2027-01-22", "2027-01-08"]),
        ("jue", ["2027-01-21", "2027-01-14"]),
        ("mar", []),
        ("vou ter tempo no dia 5 de maio", ["2027-05-05", "2026-05-05"]),
        ("viernes q viene", ["2027-01-22", "2027-01-08"]),
        ("shukrawar ko", ["2027-01-22", "2027-01-08"]),
    ],
)
def test_a_weekday_with_a_number_or_as_it_is_typed(said: str, days: list[str]) -> None:
    """The number of the day has to agree, near enough to be no mistake; a short weekday is one where it stands alone."""
    assert [day.isoformat() for day in dates(said, TODAY, "day_first")] == days
