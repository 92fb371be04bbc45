"""Whether a reply rules something out, “not tomorrow”, “5 pm is not ok”: a day or an hour in it is no answer then."""

import re

from engine.number_words import NUMBERS
from engine.replies_yes_no import NO_PROBLEM
from engine.small_words import NEGATIONS
from nodes.date_words import ARTICLES, DAYS_AWAY, MONTHS, WEEKDAYS, any_of, said
from nodes.phrases import bare_words

_MORE = """
    wont wouldnt couldnt won't unable impossible imposible impossível mustahil n nhi gabisa gk tdk ما مب مينفعش مستحيل
"""
# “no, tomorrow” is tomorrow, but “no tomorrow” is in doubt
_ANSWERS = "no, nope, não, tidak, nggak, gak, नहीं, nahi, لا"
_HARMLESS = f"""
    {", ".join(NO_PROBLEM)}
    no problems, without fail, why not, don't worry, dont worry, sin falta, sin problema, sin problemas, no hay problemas
    no te preocupes, por qué no, cómo no, sem falta, sem problemas, por que não, ليش لا, ما في مشكلة, بدون مشكلة, ما رأيك
"""
# In Portuguese “no” is “on the”: before these words it is Portuguese, and beside those it is, unless a day follows.
_IN_THE = "dia, mês, sábado, domingo, próximo, primeiro, mesmo, início, começo, meio, fim, final"
_PORTUGUESE = """
    amanhã, hoje, hj, ontem, terça, quarta, quinta, sexta, feira, janeiro, fevereiro, março, maio, junho, julho
    setembro, outubro, novembro, dezembro, às, ao, na
"""
_PARTS = "cuarto, quarto, un cuarto, um quarto, ربع, ربعا, ثلث, ثلثا, الربع, الثلث"  # a quarter to
# what is not wanted besides, and what is not to be forgotten; what only asks to be agreed with: “…, no?”
_BESIDES = """
    no kids, no children, no pets, no smoking, no rush, no hurry, no allergies, no preference, no preferences, no breakfast
    don't forget, dont forget, don't be, dont be, no olvides, não esqueça, jangan lupa, jangan telat, لا تنس, لا تتأخر
"""
_WITHOUT = "without, sin, sem, tanpa, بدون, من غير"
_TAGS = "no, não, não é, bukan, isn't it, नहीं, nahi, لا"
_ALL_BUT = "any day but, any time but, anytime but, anything but, every day but, all but"
_DAYS = {" ".join(day) for day in (*WEEKDAYS, *DAYS_AWAY)} | set(MONTHS) | ARTICLES
_NUMBER = any_of(said(f"{_PARTS}, {', '.join(NUMBERS.values())}"))
_NOTHING = re.compile(
    rf"""(?<!\S)(?:
      (?:{any_of(said(_HARMLESS) | said(_BESIDES))})(?!\S)
    | (?:{any_of(said(_WITHOUT))})[ ](?!\d|(?:{any_of(_DAYS)})(?!\S))
    | no[ ](?=(?:{any_of(said(_IN_THE))})(?!\S))
    | (?:{any_of(said("menos, إلا"))})[ ](?:\d|(?:{_NUMBER})(?!\S))
    )""",
    re.VERBOSE,
)
_REFUSED = re.compile(rf"(?<!\S)(?:{any_of({*NEGATIONS - {'but'}, *bare_words(_MORE), *said(_ALL_BUT)})}|\S+n't)(?!\S)")
_IS_PORTUGUESE = re.compile(rf"(?<!\S)(?:{any_of(said(_PORTUGUESE))})(?!\S)")
_ON_THE = re.compile(rf"(?<!\S)no[ ](?!\d|{_IS_PORTUGUESE.pattern})")
_ANSWERED = re.compile(r"\W*(?P<no>\w[^\s,.;:!،।]*)\s*[,.;:!،।]")
_NO = said(_ANSWERS)
_AGREE = said(_TAGS)
_ASKED = re.compile(r"[,;]\s*¿?(?P<tag>[^,;?؟]{1,20})[?؟]\W{0,20}$")


def is_refused(text: str) -> bool:
    """Which day or hour the word belongs to is not asked: asking again costs less than the day that was ruled out."""
    answered, asked = _ANSWERED.match(text), _ASKED.search(text)
    start = answered.end() if answered and set(bare_words(answered["no"])) <= _NO else 0
    end = asked.start() if asked and " ".join(bare_words(asked["tag"])) in _AGREE else len(text)
    words = _NOTHING.sub("", " ".join(bare_words(text[start:end])))
    return _REFUSED.search(_ON_THE.sub("", words) if _IS_PORTUGUESE.search(words) else words) is not None
