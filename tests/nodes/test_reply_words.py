"""The words of six languages that asking nodes understand."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import SendMessage, replies_yes_no
from engine.context import Context, Place
from nodes import ask_yes_no, date_words, parting
from nodes.choice_words import done_label
from nodes.date_limits import is_relative, limit
from nodes.dates import dates
from nodes.phrases import bare_words, found, phrases, plain
from nodes.skip_words import skip_label
from tests.make import a_world
from tests.nodes.test_dates import TODAY


def spoken_to(language: str) -> Context:
    return Context(a_world(), Place("flow", "node", language), {"vars": {}}, {}, None)


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Yes", "No"]),
        ("es-MX", ["Sí", "No"]),
        ("pt-BR", ["Sim", "Não"]),
        ("pt_BR", ["Sim", "Não"]),
        ("hi", ["हाँ", "नहीं"]),
        ("ar", ["نعم", "لا"]),
        ("id", ["Ya", "Tidak"]),
        ("sw", ["Yes", "No"]),
    ],
)
def test_buttons_speak_the_contacts_language(language: str, titles: list[str]) -> None:
    """Yes and no need no translation by the author, and what a button says is understood when it is typed."""
    (sent,) = ask_yes_no.enter(ask_yes_no.Params(question="?"), spoken_to(language)).effects
    assert isinstance(sent, SendMessage)
    assert [button.title for button in sent.buttons] == titles
    assert [replies_yes_no.sides(title) for title in titles] == [{"yes"}, {"no"}]


@pytest.mark.parametrize(
    ("language", "done", "skip"),
    [
        ("en", "Done", "Skip"),
        ("es-MX", "Listo", "Omitir"),
        ("pt-BR", "Pronto", "Pular"),
        ("PT_br", "Pronto", "Pular"),
        ("hi", "हो गया", "छोड़ें"),
        ("ar", "تم", "تخطي"),
        ("id", "Selesai", "Lewati"),
        ("sw", "Done", "Skip"),
    ],
)
def test_the_other_buttons_do_too(language: str, done: str, skip: str) -> None:
    """In the language of the contact, whatever the country; in English where it is not known."""
    assert (done_label(language), skip_label(language)) == (done, skip)


@pytest.mark.parametrize(("language", "known"), [("es", "es"), ("es_MX", "es"), ("sw", "en"), ("", "en")])
def test_so_does_the_question_whether_to_leave(language: str, known: str) -> None:
    """However the platform writes its language."""
    assert parting.question(language) == parting.LEAVE[known]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("k", {"yes"}),
        ("S", {"yes"}),
        ("n 👍", {"yes", "no"}),
        ("s please", set()),
        ("mau", {"yes"}),
        ("mau tanya dulu", set()),
        ("está bien", {"yes"}),
        ("no está bien", {"no"}),
        ("Quero!", {"yes"}),
        ("sahi hai", {"yes"}),
        ("ماشي", {"yes"}),
        ("ما أريد", {"no"}),
        ("Yesss", {"yes"}),
        ("nooo way", {"no"}),
        ("siiii", {"yes"}),
        ("naooo", {"no"}),
        ("noo", {"no"}),
        ("نعمممم", {"yes"}),
        ("لاااا", {"no"}),
        ("iyaaaa", {"yes"}),
        ("sí y no", {"yes", "no"}),
        ("نعم ونعم", {"yes"}),
        ("ولا مرة", {"no"}),
        ("والله", set()),
        ("لا طبعا", {"no"}),
        ("I think so", {"yes"}),
        ("I don't think so", {"no"}),
        ("never mind", {"doubt"}),
        ("tak mau", {"no"}),
        ("tak apa-apa", {"doubt"}),
        ("ga apa-apa", {"doubt"}),
        ("gak papa kok", {"doubt"}),
        ("nggak masalah", {"doubt"}),
        ("tdk apa-apa", {"doubt"}),
        ("tidak apa apa", {"doubt"}),
        ("tentu saja tidak", {"no"}),
        ("tentu saja", {"yes"}),
        ("kenapa tidak?", {"yes"}),
        ("ليش لا", {"yes"}),
        ("بالطبع لا", {"no"}),
        ("لا بالطبع", {"no"}),
        ("ولم لا؟", {"yes"}),
        ("¿por qué no?", {"yes"}),
        ("porque no", {"doubt"}),
        ("por que não?", {"yes"}),
        ("porque não", {"doubt"}),
        ("é claro que não", {"no"}),
        ("क्यों नहीं", {"yes"}),
        ("kyun nahi", {"yes"}),
        ("बिल्कुल भी नहीं", {"no"}),
        ("¡Exacto!", {"yes"}),
        ("exato", {"yes"}),
        ("I don't know", {"doubt"}),
        ("i dont understand", {"doubt"}),
        ("no clue", {"doubt"}),
        ("not really sure", {"doubt"}),
        ("not a problem", {"doubt"}),
        ("no prob", {"doubt"}),
        ("no I can't", {"no"}),
        ("no tengo idea", {"doubt"}),
        ("no entiendo", {"doubt"}),
        ("no tengo", {"no"}),
        ("não faço ideia", {"doubt"}),
        ("não entendi", {"doubt"}),
        ("nao tenho ctz", {"doubt"}),
        ("não tenho", {"no"}),
        ("नहीं मालूम", {"doubt"}),
        ("nahi pata", {"doubt"}),
        ("pata nahin", {"doubt"}),
        ("nahi samjha", {"doubt"}),
        ("nahi chahiye", {"no"}),
        ("لست متأكد", {"doubt"}),
        ("لا أفهم", {"doubt"}),
        ("لا مانع", {"doubt"}),
        ("لا أريد", {"no"}),
        ("gak tau", {"doubt"}),
        ("ga tau deh", {"doubt"}),
        ("belum tahu", {"doubt"}),
        ("nggak yakin", {"doubt"}),
        ("gak ngerti", {"doubt"}),
        ("gak mau", {"no"}),
        ("بالطبع", {"yes"}),
        ("حسنا", {"yes"}),
        ("إي", {"yes"}),
        ("اي خدمة", set()),
        ("مو الحين", {"no"}),
        ("غلط", {"no"}),
        ("bisa", {"yes"}),
        ("bisa tanya", set()),
        ("gak bisa", {"no"}),
        ("salah", {"no"}),
        ("salah nomor", set()),
        ("ni hablar", {"no"}),
        ("afirmativo", {"yes"}),
        ("nem pensar", {"no"}),
        ("positivo", {"yes"}),
        ("चलेगा", {"yes"}),
        ("नहीं चलेगा", {"no"}),
        *((text, {"yes"}) for text in ("Great!", "perfect", "that's fine", "works for me", "please do", "I confirm")),
        *((text, {"yes"}) for text in ("perfecto", "¡Adelante!", "con gusto", "combinado", "aceito", "está bem")),
        *((text, {"yes"}) for text in ("ओके", "zaroor", "صحيح", "طيب", "حاضر", "موافقة", "baiklah")),
        *((text, {"no"}) for text in ("wrong", "incorrect", "incorrecto", "jamais", "de forma alguma", "خطأ")),
        ("great, what does it cost?", set()),
        ("that's not perfect", {"no"}),
        ("não aceito", {"no"}),
        ("غير صحيح", {"no"}),
        ("هذا غير صحيح", {"no"}),
        ("só isso", {"doubt"}),
        ("é só isso mesmo, obrigado", {"doubt"}),
        ("isso é tudo", {"doubt"}),
        ("isso mesmo", {"yes"}),
        ("sim, só isso", {"yes"}),
        ("não, só isso", {"no"}),
        ("yes " + "a " * 19, {"yes"}),
        ("yes " + "a " * 20, set()),
    ],
)
def test_what_a_reply_speaks_for(text: str, meant: set[str]) -> None:
    """A word alone may say what it does not in a sentence, and letters may be drawn out; of more than twenty words nobody
    knows what yes is about."""
    assert replies_yes_no.sides(text) == meant


@pytest.mark.parametrize(
    "table",
    [
        {
            "yes": replies_yes_no._YES,
            "no": replies_yes_no._NO,
            "doubt": replies_yes_no._DOUBTS,
        },
        date_words._AWAY,
        date_words._WEEKDAYS,
        date_words._MONTHS,
    ],
)
def test_no_phrase_has_two_meanings(table: dict[str, str]) -> None:
    """A phrase that stands in two lists would silently mean what the last one says."""
    listed = Counter(phrase for meaning, some in table.items() for phrase in phrases({meaning: some}))
    assert [phrase for phrase, times in listed.items() if times > 1] == []


def test_a_longer_phrase_hides_what_is_in_it() -> None:
    """The day after tomorrow is not tomorrow."""
    known = phrases({1: "tomorrow", 2: "day after tomorrow"})
    assert found(bare_words("the day after tomorrow, or tomorrow"), known) == [2, 1]


def test_plain_text_has_usual_digits_and_signs() -> None:
    """Scripts and keyboards make no difference to numbers and addresses."""
    assert plain("\u200e+٩٦६\u202c \uff20") == "+966 @"


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["day_first", "month_first"]))
def test_every_date_is_read_as_it_was_written(day: date, order: str) -> None:
    """ISO is read in either order, and so is the order that is set."""
    assert order in {"day_first", "month_first"}
    written = f"{day:%d/%m}" if order == "day_first" else f"{day:%m/%d}"
    both = (dates(day.isoformat(), TODAY, order), dates(f"{written}/{day.year}", TODAY, order))  # type: ignore[arg-type]
    assert both == ((day,), (day,))


@given(
    st.text(alphabet=st.sampled_from("0123456789/-. T:de janmayكल\u0661२"), max_size=40),
    st.dates(date(1900, 1, 1), date(2900, 1, 1)),
)
def test_no_text_is_too_odd_for_a_date(text: str, today: date) -> None:
    """Whatever looks like a date gives dates, and nothing raises."""
    assert all(isinstance(day, date) for day in dates(text, today, "day_first"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ("2027-01-31T23:00:00+05:30", date(2027, 1, 31)),
        (" P0D ", TODAY),
        ("+P2W", date(2027, 1, 29)),
        ("-P18Y", date(2009, 1, 15)),
        ("P1M16D", date(2027, 3, 3)),
    ],
)
def test_a_limit_is_a_date_or_a_distance(text: str, day: date) -> None:
    """Months and years are those of the calendar; only a distance moves on with the days."""
    assert limit(text, TODAY) == day
    assert is_relative(text) is ("P" in text)


@pytest.mark.parametrize("text", ["", "P", "PT1H", "soon", "P9999Y", "-P999999D", "2027-02-30"])
def test_anything_else_is_none(text: str) -> None:
    """What cannot be read is said in words for the author."""
    with pytest.raises(ValueError, match="is no date"):
        limit(text, TODAY)
