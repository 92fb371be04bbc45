"""Numbers and places in words, in six languages."""

import pytest

from engine import replies
from engine.number_words import LAST, NUMBERS, number_in_words, said, said_in_digits
from engine.numbers_to_hundred import TO_A_HUNDRED
from engine.replies_text import alike, fold, words


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("two", "en", 2),
        ("Number five, please", "en", 5),
        ("zero", "en", 0),
        ("twenty-five", "en", 25),
        ("dos", "es", 2),
        ("once", "es-MX", 11),
        ("once", "en", None),
        ("dois", "pt", 2),
        ("um", "pt-BR", 1),
        ("um", "en", None),
        ("दो", "hi", 2),
        ("teen", "hi", 3),
        ("teen", "en", None),
        ("ثلاثة", "ar", 3),
        ("خمسة عشر", "ar", 15),
        ("dua", "id", 2),
        ("lima", "id", 5),
        ("lima", "es", None),
        ("nomor lima", "es", 5),
        ("the third", "en", None),
        ("no one", "en", None),
        ("two or three", "en", None),
        ("not two", "en", None),
        ("", "en", None),
    ],
)
def test_a_number_in_words(text: str, language: str, number: int | None) -> None:
    """The whole text is the number, besides words such as “please”; what is another word elsewhere counts at home."""
    assert number_in_words(text, language) == number


@pytest.mark.parametrize(("language", "picked"), [("id", "e"), ("id_ID", "e"), ("es", None), (None, None)])
def test_a_choice_by_a_word_that_is_a_number_in_one_language(language: str | None, picked: str | None) -> None:
    """Lima is five to Indonesians, and a town to others."""
    assert replies.pick([(id, id * 9) for id in "abcde"], "lima", language=language) == picked


TO_FIFTEEN = (
    "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen"
)
PLACES = {
    "en": "first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth",
    "es": "primera, segunda, tercera, cuarta opción, quinta, sexta, séptima, octava, novena, décima",
    "ar": "الواحدة, الثانية, الثالثة, الرابعة, الخامسة, السادسة, السابعة, الثامنة, التاسعة, العاشرة, الحادية عشرة, الثانية عشرة",
}


def test_small_numbers_in_their_order() -> None:
    """Each by its own word, and the tens that follow."""
    counted = f"{TO_FIFTEEN}, sixteen, seventeen, eighteen, nineteen, twenty"
    assert [number_in_words(word, "en") for word in counted.split(", ")] == [*range(21)]
    tens = "twenty five, thirty, forty, forty five, fifty"
    assert [number_in_words(word, "en") for word in tens.split(", ")] == [25, 30, 40, 45, 50]


@pytest.mark.parametrize("language", PLACES)
def test_places_in_their_order(language: str) -> None:
    """In Arabic the hours are places, too."""
    found = [said(word, language) for word in PLACES[language].split(", ")]
    assert [one and one.number for one in found] == [*range(1, len(found) + 1)]
    assert all(one and one.is_place for one in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("last", "en"),
        ("la última", "es"),
        ("a última", "pt"),
        ("आखिरी", "hi"),
        ("الأخير", "ar"),
        ("yang terakhir", "id"),
    ],
)
def test_the_last_place(text: str, language: str) -> None:
    """However long the list is."""
    assert said(text, language) == (LAST, True, False)
    assert replies.pick([("a", "Tea"), ("b", "Milk"), ("c", "Juice")], text, language=language) == "c"


@pytest.mark.parametrize(
    ("text", "counted"),
    [("2", False), ("option 2", True), ("la 2 por favor", False), ("a 2", False), ("2 wali", False), ("2 kg", None)],
)
def test_a_place_in_digits(text: str, counted: bool | None) -> None:
    """With what people put beside the number of a choice; another word makes it another number."""
    found = said_in_digits(tuple(text.split()))
    assert found == (None if counted is None else (2, False, counted))


LARGER = {
    "en": "twenty-one, thirty two, forty-three, fifty four, sixty-five, seventy six, eighty-seven, ninety eight, one hundred",
    "es": "veintiuno, treinta y dos, cuarenta y tres, cincuenta y cuatro, sesenta y cinco, setenta y seis, ochenta y siete,"
    "noventa y ocho, cien",
    "pt": "vinte e um, trinta e dois, quarenta e três, cinquenta e quatro, sessenta e cinco, setenta e seis, oitenta e sete,"
    "noventa e oito, cem",
    "hi": "इक्कीस, बत्तीस, तैंतालीस, चौवन, पैंसठ, छिहत्तर, सत्तासी, अट्ठानवे, सौ",
    "ar": "واحد وعشرون, اثنان وثلاثون, ثلاثة وأربعين, أربعة وخمسين, خمس وستون, ستة و سبعون, سبعة وثمانين, ثمانية وتسعون, مئة",
    "id": "dua puluh satu, tiga puluh dua, empat puluh tiga, lima puluh empat, enam puluh lima, tujuh puluh enam,"
    "delapan puluh tujuh, sembilan puluh delapan, seratus",
}
TENS = {
    "en": "sixty, seventy, eighty, ninety",
    "es": "sesenta, setenta, ochenta, noventa",
    "pt": "sessenta, setenta, oitenta, noventa",
    "hi": "साठ, सत्तर, अस्सी, नब्बे",
    "ar": "ستون, سبعين, ثمانون, تسعين",
    "id": "enam puluh, tujuh puluh, delapan puluh, sembilan puluh",
}


@pytest.mark.parametrize("language", LARGER)
def test_numbers_up_to_a_hundred(language: str) -> None:
    """One of every ten, with another number of ones each, and whole tens."""
    said = [number_in_words(text, language) for text in LARGER[language].split(",")]
    assert said == [21, 32, 43, 54, 65, 76, 87, 98, 100]
    assert [number_in_words(text, language) for text in TENS[language].split(",")] == [60, 70, 80, 90]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("veintidós", "es", 22),
        ("veintiún", "es", 21),
        ("cuarenta y una, por favor", "es", 41),
        ("vinte e duas", "pt-BR", 22),
        ("उनासी", "hi", 79),
        ("नवासी", "hi", 89),
        ("إحدى وعشرين", "ar", 21),
        ("nomor tiga puluh satu", "en", 31),
        ("vinte e um", "en", None),
        ("dua puluh enam", "es", None),
        ("twenty or thirty", "en", None),
        ("thirty-ten", "en", None),
        ("two hundred", "en", None),
        ("one hundred and one", "en", None),
        ("ciento uno", "es", None),
        ("cento e um", "pt", None),
        ("veinti", "es", None),
        ("sem", "pt", None),
    ],
)
def test_a_larger_number(text: str, language: str, number: int | None) -> None:
    """Other ways to write it; what may be more, or another language's word, is asked again."""
    assert number_in_words(text, language) == number


def test_no_words_are_two_numbers() -> None:
    """However they are written; and no number is left out."""
    meant: dict[tuple[str, ...], set[int]] = {}
    for table in (NUMBERS, TO_A_HUNDRED):
        for number, some in table.items():
            for phrase in some.split(","):
                meant.setdefault(words(alike(fold(phrase))), set()).add(number)
    assert [phrase for phrase, numbers in meant.items() if phrase and len(numbers) > 1] == []
    assert [*TO_A_HUNDRED] == [*range(21, 101)]


@pytest.mark.parametrize(("reply", "picked"), [("sixty", "b"), ("thirty-one", None), ("the third", "c")])
def test_larger_numbers_among_choices(reply: str, picked: str | None) -> None:
    """A number in a title is the title's; there is no place so far down."""
    assert replies.pick([("a", "Half an hour"), ("b", "Sixty minutes"), ("c", "A day")], reply, language="en") == picked
