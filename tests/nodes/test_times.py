"""Times of day as people write them, in six languages."""

import pytest

from nodes.times import times

HALF = 12 * 60
HOURS = {
    "{} o'clock": "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve",
    "a las {}": "una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce",
    "às {}": "uma, duas, três, quatro, cinco, seis, sete, oito, nove, dez, onze, doze",
    "{} बजे": "एक, दो, तीन, चार, पाँच, छह, सात, आठ, नौ, दस, ग्यारह, बारह",
    "الساعة {}": "الواحدة, الثانية, الثالثة, الرابعة, الخامسة, السادسة, "
    "السابعة, الثامنة, التاسعة, العاشرة, الحادية عشرة, الثانية عشرة",
    "jam {}": "satu, dua, tiga, empat, lima, enam, tujuh, delapan, sembilan, sepuluh, sebelas, dua belas",
}
MINUTES = {
    "two {}": {
        15: "fifteen",
        20: "twenty",
        25: "twenty-five",
        30: "thirty",
        40: "forty",
        45: "forty five",
        50: "fifty",
    },
    "las dos y {}": {
        15: "quince",
        20: "veinte",
        25: "veinticinco",
        30: "treinta",
        40: "cuarenta",
        45: "cuarenta y cinco",
        50: "cincuenta",
    },
    "duas e {}": {
        15: "quinze",
        20: "vinte",
        25: "vinte e cinco",
        30: "trinta",
        40: "quarenta",
        45: "quarenta e cinco",
        50: "cinquenta",
    },
    "दो बजकर {}": {15: "पंद्रह", 20: "बीस", 30: "तीस"},
    "الثانية {}": {15: "والربع", 20: "والثلث", 30: "والنصف"},
    "jam dua lewat {}": {
        15: "lima belas",
        20: "dua puluh",
        25: "dua puluh lima",
        30: "tiga puluh",
        40: "empat puluh",
        45: "empat puluh lima",
        50: "lima puluh",
    },
}


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def first_time(said: str) -> str | None:
    """Of an answer to a question for one."""
    found = times(said, asked=True)
    return clock(found[0]) if found else None


@pytest.mark.parametrize(
    "said",
    [
        "10:30 or 11",
        "a las 3 o a las 4",
        "às 3 ou às 4",
        "3 या 4 बजे",
        "3 أو 4",
        "jam 3 atau jam 4",
    ],
)
def test_of_two_times_none_is_taken(said: str) -> None:
    """Nobody knows which of them is meant, however little the second says."""
    assert times(said) == ()


@pytest.mark.parametrize("said", ["2:75", "14:60", "8 pm 20 people", "8pm 28 nov"])
def test_what_could_be_its_minutes_leaves_an_hour_in_doubt(said: str) -> None:
    """A number that is none of them is rather something else than to be left out in silence."""
    assert times(said) == ()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("14:30", ["14:30"]),
        ("14.30", ["14:30"]),
        ("14h30", ["14:30"]),
        ("1430", ["14:30"]),
        ("830", ["08:30", "20:30"]),
        ("2027", ["20:27"]),
        ("500", []),
        ("14:30:00", ["14:30"]),
        ("2027-01-31T14:30", ["14:30"]),
        ("\uff11\uff14\uff1a\uff13\uff10", ["14:30"]),
        ("٢:٣٠", ["02:30", "14:30"]),
        ("02:30", ["02:30"]),
        ("2:30", ["02:30", "14:30"]),
        ("2:30 pm", ["14:30"]),
        ("2:30 p.m.", ["14:30"]),
        ("12:30 am", ["00:30"]),
        ("12:30", ["12:30", "00:30"]),
        ("00:10", ["00:10"]),
        ("24:00", ["00:00"]),
        ("24 o'clock", ["00:00"]),
        ("1:00", ["01:00", "13:00"]),
        ("13:00", ["13:00"]),
        ("13:00 am", ["13:00"]),
        ("25:00", []),
        ("2pm", ["14:00"]),
        ("12 PM", ["12:00"]),
        ("12 am", ["00:00"]),
        ("9", ["09:00", "21:00"]),
        ("at 6", ["18:00", "06:00"]),
        ("14", ["14:00"]),
        ("61", []),
        ("2 o'clock", ["14:00", "02:00"]),
        ("noon", ["12:00"]),
        ("Midnight.", ["00:00"]),
        ("half past two", ["14:30", "02:30"]),
        ("5 مساء وربع", ["17:15"]),
        ("5 de la tarde y media", ["17:30"]),
        ("las 5 y media antes de cenar", ["17:30", "05:30"]),
        ("half two in the afternoon", ["14:30"]),
        ("quarter to one", ["12:45", "00:45"]),
        ("a quarter past 9 in the evening", ["21:15"]),
        ("ten to nine", ["08:50", "20:50"]),
        ("ten minutes past 5", ["17:10", "05:10"]),
        ("10 minutes after 5 pm", ["17:10"]),
        ("10 minutos para as 5", ["16:50", "04:50"]),
        ("10 minutes", []),
        ("two thirty", ["14:30", "02:30"]),
        ("11 at night", ["23:00"]),
        ("2 at night", ["02:00"]),
        ("4 at night", ["04:00"]),
        ("5 at night", ["17:00"]),
        ("at 7", ["07:00", "19:00"]),
        ("half past six", ["18:30", "06:30"]),
        ("a " * 28 + "3 pm", ["15:00"]),
        ("a " * 29 + "3 pm", []),
        ("tomorrow morning at 9 works for me", ["09:00"]),
        ("I can come at 3 pm", ["15:00"]),
        ("2 pm or 3 pm", []),
        ("2 3", []),
        ("2 60", []),
        ("room 1430 at 3 pm", ["15:00"]),
        ("two three", []),
        ("25:30 or 13 70", []),
        ("between 2 and 3", []),
        ("one of these", []),
        ("in 2 hours", []),
        ("31/12/2027", []),
        ("whenever", []),
        ("", []),
        ("las dos y media de la tarde", ["14:30"]),
        ("a las 3 menos cuarto", ["14:45", "02:45"]),
        ("9 de la mañana", ["09:00"]),
        ("mediodia", ["12:00"]),
        ("a las 14 horas", ["14:00"]),
        ("las once de la noche", ["23:00"]),
        ("para las 8", ["08:00", "20:00"]),
        ("duas e meia da tarde", ["14:30"]),
        ("às 14h", ["14:00"]),
        ("dez pras oito", ["07:50", "19:50"]),
        ("dia 5 às 17h", []),
        ("quinze para as três", ["14:45", "02:45"]),
        ("meio-dia e meia", ["12:30"]),
        ("oito da noite", ["20:00"]),
        ("meia noite", ["00:00"]),
        ("साढ़े दो बजे", ["14:30", "02:30"]),
        ("सवा नौ बजे सुबह", ["09:15"]),
        ("पौने तीन बजे", ["14:45", "02:45"]),
        ("ढाई बजे दोपहर", ["14:30"]),
        ("डेढ़ बजे", ["13:30", "01:30"]),
        ("रात के आठ बजे", ["20:00"]),
        ("शाम ५ बजे", ["17:00"]),
        ("दोपहर 6:59", ["18:59"]),
        ("दोपहर 7 बजे", []),
        ("तीन बजकर दस", ["15:10", "03:10"]),
        ("subah 9 baje", ["09:00"]),
        ("الساعة الثانية والنصف", ["14:30", "02:30"]),
        ("الساعة ٣ عصرا", ["15:00"]),
        ("٩ صباحاً", ["09:00"]),
        ("الثالثة إلا ربع مساء", ["14:45"]),
        ("العاشرة ليلا", ["22:00"]),
        ("العاشرة ظهرا", ["10:00"]),
        ("السابعة ظهرا", []),
        ("ثالثة إلا ربعا", ["14:45", "02:45"]),
        ("3 بعد الظهر", ["15:00"]),
        ("10 قبل الظهر", ["10:00"]),
        ("الظهر", ["12:00"]),
        ("غدا ظهرا", ["12:00"]),
        ("بعد الظهر", []),
        ("31/12 الظهر", []),
        ("منتصف الليل", ["00:00"]),
        ("jam setengah tiga sore", ["14:30"]),
        ("pukul 14.30", ["14:30"]),
        ("jam 9 pagi", ["09:00"]),
        ("jam dua lewat seperempat", ["14:15", "02:15"]),
        ("jam tiga kurang lima belas siang", ["14:45"]),
        ("jam 8 malam", ["20:00"]),
        ("jam 10 siang", ["10:00"]),
        ("jam 9:59 siang", []),
        ("tengah hari", ["12:00"]),
    ],
)
def test_times_are_understood(said: str, meant: list[str]) -> None:
    """Numbers and words give the time that a person would have meant; two times, and anything vague, give none."""
    assert [clock(minutes) for minutes in times(said)] == meant
