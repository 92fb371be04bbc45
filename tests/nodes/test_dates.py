"""Dates as people write and say them, in six languages."""

from datetime import date, timedelta

import pytest

from nodes.dates import dates

TODAY = date(2027, 1, 15)  # a Friday
MONTHS = {
    "en": "january february march april may june july august september october november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
}
WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda terça quarta quinta sexta sábado domingo",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "id": "senin selasa rabu kamis jumat sabtu minggu",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_has_its_number(language: str) -> None:
    """The twelve months of each language, in their order."""
    read = [dates(f"5 {month} 2027", TODAY, "day_first") for month in MONTHS[language].split()]
    assert read == [(date(2027, number, 5),) for number in range(1, 13)]


@pytest.mark.parametrize("language", WEEKDAYS)
def test_a_weekday_is_the_next_one_or_the_last_one(language: str) -> None:
    """Today's own weekday is a week away, on either side."""
    read = [dates(day, TODAY, "day_first") for day in WEEKDAYS[language].split()]
    ahead = [3, 4, 5, 6, 7, 1, 2]
    assert [later - TODAY for later, _ in read] == [timedelta(days) for days in ahead]
    assert [TODAY - earlier for _, earlier in read] == [timedelta(7 - days or 7) for days in ahead]


@pytest.mark.parametrize(
    ("said", "coming"), [("lun", 18), ("seg", 18), ("ter", 19), ("sáb", 16), ("dom", 17), ("el lun", 18)]
)
def test_the_short_name_of_a_weekday(said: str, coming: int) -> None:
    """Where nothing else is said it is the next of these days: from a Friday, the 15th."""
    assert dates(said, TODAY, "day_first")[0] == date(2027, 1, coming)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("sehari lagi", date(2027, 1, 16)),
        ("sebulan lagi", date(2027, 2, 15)),
        ("setahun lagi", date(2028, 1, 15)),
        ("بعد سنة", date(2028, 1, 15)),
        ("بعد أسبوعين", date(2027, 1, 29)),
        ("بعد شهرين", date(2027, 3, 15)),
        ("بعد سنتين", date(2029, 1, 15)),
        ("قبل عامين", date(2025, 1, 15)),
    ],
)
def test_one_word_that_says_how_many_and_of_what(said: str, day: date) -> None:
    """“In a week” and “in two weeks” are a word each in Arabic and Indonesian."""
    assert dates(said, TODAY, "day_first") == (day,)


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("in 3 days", 3),
        ("2 weeks from now please", 14),
        ("en 3 días", 3),
        ("dentro de 2 semanas", 14),
        ("em 10 dias", 10),
        ("daqui a 1 semana", 7),
        ("3 दिन बाद", 3),
        ("२ हफ़्ते बाद", 14),
        ("بعد ٣ أيام", 3),
        ("بعد 2 أسابيع", 14),
        ("3 hari lagi", 3),
        ("2 minggu lagi", 14),
        ("in 3 days, on Monday", 3),
        ("in 3 days, on Tuesday", None),
        ("in two weeks", 14),
        ("in a week", 7),
        ("in 1 month", 31),
        ("a week ago", -7),
        ("3 days ago", -3),
        ("en dos semanas", 14),
        ("en un mes", 31),
        ("hace 2 días", -2),
        ("hace una semana", -7),
        ("há dois dias", -2),
        ("em duas semanas", 14),
        ("dois dias atrás", -2),
        ("तीन दिन में", 3),
        ("दो दिन बाद", 2),
        ("दो दिन पहले", -2),
        ("بعد ثلاثة أيام", 3),
        ("بعد يومين", 2),
        ("بعد أسبوع", 7),
        ("قبل يومين", -2),
        ("بعد شهر", 31),
        ("tiga hari lagi", 3),
        ("seminggu lagi", 7),
        ("1 bulan lagi", 31),
        ("dua minggu lalu", -14),
        ("dua minggu yang lalu", -14),
        ("in a year", 365),
        ("two or three days ago", None),
        ("بعد يوم الجمعة", None),
        ("for two days", None),
        ("for 3 days", None),
        ("selama 2 minggu", None),
        ("selama 2 minggu, besok", 1),
        ("in zero days", 0),
        ("3 days", None),
        ("in 1000 days", None),
        ("in 3 hours", None),
    ],
)
def test_so_many_days_from_now(said: str, away: int | None) -> None:
    """Days and weeks, in the words of six languages; how long something takes is no date."""
    assert dates(said, TODAY, "day_first") == (() if away is None else (TODAY + timedelta(away),))


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("10 days from today", 10),
        ("in 10 days from now", 10),
        ("3 days after tomorrow", 4),
        ("a day after tomorrow", 2),
        ("a week from tomorrow", 8),
        ("2 days before tomorrow", -1),
        ("3 or 4 days from today", None),
        ("10 days before 5 May", None),
        ("a week after 5 May", None),
        ("the day after 5 May", None),
        ("the week from 5 May", None),
        ("3 days after 3/4", None),
        ("for 3 days from tomorrow", 1),
        ("2 semanas después de hoy", 14),
        ("10 días a partir de hoy", 10),
        ("3 días a partir de mañana", None),
        ("5 de mayo, una semana a partir de mañana", None),
        ("una semana después del 5 de mayo", None),
        ("2 dias depois de amanhã", 3),
        ("uma semana a partir de hoje", 7),
        ("3 dias antes do dia 5 de maio", None),
        ("आज से 10 दिन बाद", 10),
        ("आज से 10 दिन पहले", -10),
        ("बعद 5 दिन", None),
        ("بعد 10 أيام من اليوم", 10),
        ("قبل 10 أيام من اليوم", -10),
        ("بعد أسبوع من غد", None),
        ("قبل 5 مايو ب 10 أيام", None),
        ("10 hari dari sekarang", 10),
        ("10 hari dari hari ini", 10),
        ("tiga hari setelah besok", 4),
        ("seminggu sebelum 5 Mei", None),
    ],
)
def test_so_many_days_from_another_day(said: str, away: int | None) -> None:
    """They are reckoned from a day such as tomorrow; the other day alone is never taken for the answer."""
    assert dates(said, TODAY, "day_first") == (() if away is None else (TODAY + timedelta(away),))


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Monday 18 January", ["2027-01-18"]),
        ("Tuesday 18 January", []),
        ("Tuesday 18 January 2028", ["2028-01-18"]),
        ("viernes 5 de mayo", []),
        ("quarta, 5 de maio", ["2027-05-05"]),
        ("tomorrow or Monday", []),
        ("tomorrow, Saturday", ["2027-01-16"]),
    ],
)
def test_a_weekday_beside_a_date_has_to_agree(said: str, days: list[str]) -> None:
    """Where it does not, one of them is a mistake, and nobody knows which."""
    assert [day.isoformat() for day in dates(said, TODAY, "day_first")] == days


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("this coming Monday", 3),
        ("el próximo lunes", 3),
        ("el lunes que viene", 3),
        ("na próxima segunda", 3),
        ("segunda que vem", 3),
        ("الاثنين القادم", 3),
        ("يوم الجمعة المقبلة", 7),
        ("next Monday", None),
        ("अगले सोमवार", None),
        ("senin depan", None),
        ("not Monday", None),
    ],
)
def test_the_coming_weekday_is_the_next_one(said: str, away: int | None) -> None:
    """But where people mean this week or the one after, nobody knows, and the question is asked again."""
    assert dates(said, TODAY, "day_first")[:1] == (() if away is None else (TODAY + timedelta(away),))


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("today", [0]),
        ("hoy", [0]),
        ("amanhã", [1]),
        ("غدا", [1]),
        ("kemarin", [-1]),
        ("day after tomorrow", [2]),
        ("pasado mañana", [2]),
        ("anteontem", [-2]),
        ("أول أمس", [-2]),
        ("kemarin lusa", [-2]),
        ("कल", [1, -1]),
        ("परसों", [2, -2]),
    ],
)
def test_days_that_are_near(said: str, away: list[int]) -> None:
    """Words count days from today; a Hindi word may count in both directions."""
    assert dates(said, TODAY, "day_first") == tuple(TODAY + timedelta(days) for days in away)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("25/12 2028", date(2028, 12, 25)),
        ("25-12, 2028", date(2028, 12, 25)),
        ("25/12 de 2028", date(2028, 12, 25)),
        ("25 december next year", date(2028, 12, 25)),
        ("next year 25/12", date(2028, 12, 25)),
        ("25/12 next year", date(2028, 12, 25)),
        ("25 december last year", date(2026, 12, 25)),
        ("25 december this year", date(2027, 12, 25)),
        ("5 de mayo del año que viene", date(2028, 5, 5)),
        ("5 de mayo del próximo año", date(2028, 5, 5)),
        ("5 de maio do ano que vem", date(2028, 5, 5)),
        ("5 de maio do ano passado", date(2026, 5, 5)),
        ("अगले साल 5 मई", date(2028, 5, 5)),
        ("5 मई पिछले साल", date(2026, 5, 5)),
        ("5 مايو السنة القادمة", date(2028, 5, 5)),
        ("5 mei tahun depan", date(2028, 5, 5)),
        ("5 mei tahun lalu", date(2026, 5, 5)),
    ],
)
def test_a_year_that_is_told_or_stands_apart(said: str, day: date) -> None:
    """It is that year, and not the one that is nearest to today."""
    assert dates(said, TODAY, "day_first") == (day,)


def test_a_room_is_no_year() -> None:
    """However much its number looks like one."""
    assert dates("room 2028 5/5", TODAY, "day_first") == (date(2027, 5, 5), date(2026, 5, 5))
