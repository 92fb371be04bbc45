"""Several choices that are named by their numbers and places in words, in six languages."""

import pytest

from nodes.several import several

PLACES = {
    "en": "first and third; the first one, and the third; one and three; option one, number 3",
    "es": "primero y tercero; el primero y la tercera; uno y tres; opción uno y número 3",
    "pt": "primeiro e terceiro; a primeira e o terceiro; um e três; opção um, número 3",
    "hi": "पहला और तीसरा; पहली, तीसरी; एक और तीन; नंबर एक और नंबर ३",
    "ar": "الأول والثالث; الأول و الثالث; واحد وثلاثة; واحد و ثلاثة; واحد و٣; الخيار الأول والخيار الثالث; رقم واحد ورقم ٣",
    "id": "pertama dan ketiga; yang pertama, yang ketiga; satu dan tiga; nomor satu dan nomor 3",
}


@pytest.mark.parametrize(
    ("language", "said"), [(language, one) for language, some in PLACES.items() for one in some.split(";")]
)
def test_several_places_are_named_in_words(language: str, said: str) -> None:
    """As one place alone is, and in Arabic with the “and” that is written onto the word."""
    assert several(said, {id: id * 9 for id in "abc"}, language) == ("a", "c")


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("واحد", ("tea",)),
        ("الأول", ("tea",)),
        ("الثاني", ("coffee",)),
        ("والثاني", ("coffee",)),
        ("الثاني والأخير", ("coffee", "water")),
        ("ثلاثة وواحد", ("water", "tea")),
        ("أريد الأول والثاني", ("tea", "coffee")),
        ("شاي واحد", ("tea",)),
        ("واحد شاي وواحد قهوة", ("tea", "coffee")),
        ("خمسة وعشرون", None),
        ("الرابع", None),
    ],
)
def test_an_arabic_one_is_no_and(said: str, ids: tuple[str, ...] | None) -> None:
    """The word for one begins with the letter that is written onto words for “and”."""
    titles = {"tea": "شاي", "coffee": "قهوة", "water": "ماء"}
    assert several(said, titles, "ar") == ids


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("a and c", ("a", "c")),
        ("I think A, and option c", ("a", "c")),
        ("the answer is B", ("b",)),
        ("give me a hint", None),
        ("b, and I have a question", None),
    ],
)
def test_a_letter_is_no_article(said: str, ids: tuple[str, ...] | None) -> None:
    """Where several may be named, as where one is, a letter inside a sentence names none."""
    assert several(said, {"a": "A", "b": "B", "c": "C"}, "en") == ids


@pytest.mark.parametrize(
    ("titles", "said", "ids"),
    [
        (("وجبة", "ورد", "الماس"), "وجبة وورد", ("a", "b")),
        (("وجبة", "ورد", "الماس"), "أريد ورد", ("b",)),
        (("غرفة واحدة", "غرفتان", "جناح"), "أريد غرفة واحدة", ("a",)),
    ],
)
def test_an_arabic_title_keeps_its_letters(titles: tuple[str, ...], said: str, ids: tuple[str, ...]) -> None:
    """What looks like an “and” may belong to it."""
    assert several(said, dict(zip("abc", titles, strict=True)), "ar") == ids


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "treinta y cinco"),
        ("pt", "trinta e cinco"),
        ("ar", "خمسة وثلاثون"),
        ("en", "thirty-five"),
        ("hi", "पैंतीस"),
    ],
)
def test_a_number_with_an_and_in_it_is_one(language: str, said: str) -> None:
    """Thirty and five are two places only where nobody writes thirty-five so."""
    titles = {f"c{at}": chr(0x4E00 + at) * 3 for at in range(1, 41)}
    assert several(said, titles, language) == ("c35",)
