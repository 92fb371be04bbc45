"""Numbers from 21 to 100 as whole answers say them in English, Spanish, Portuguese, Hindi, Arabic and Indonesian.

Where a language puts them together from tens and ones, so does this; Hindi has a word of its own for each.
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import TypeAlias

Parts: TypeAlias = Mapping[int, str]
_HINDI = """
    इक्कीस|बाईस, बाइस|तेईस, तेइस|चौबीस|पच्चीस|छब्बीस|सत्ताईस, सत्ताइस|अट्ठाईस, अट्ठाइस, अठाईस, अठाइस|उनतीस, उन्तीस|तीस
    इकतीस, इकत्तीस|बत्तीस|तैंतीस, तेंतीस, तैतीस|चौंतीस, चौतीस|पैंतीस, पैतीस|छत्तीस|सैंतीस, सैतीस|अड़तीस|उनतालीस, उन्तालीस, उनचालीस|चालीस
    इकतालीस|बयालीस, बियालीस|तैंतालीस, तेंतालीस, तैतालीस|चौवालीस, चवालीस|पैंतालीस, पैतालीस|छियालीस|सैंतालीस, सैतालीस|अड़तालीस|उनचास, उन्चास|पचास
    इक्यावन|बावन|तिरपन, तिरेपन|चौवन|पचपन|छप्पन|सत्तावन|अट्ठावन, अठावन|उनसठ|साठ
    इकसठ|बासठ|तिरसठ, तिरेसठ|चौंसठ, चौसठ|पैंसठ, पैसठ|छियासठ|सड़सठ, सरसठ|अड़सठ|उनहत्तर|सत्तर
    इकहत्तर|बहत्तर|तिहत्तर|चौहत्तर|पचहत्तर|छिहत्तर|सतहत्तर|अठहत्तर|उन्यासी, उनासी, उन्नासी|अस्सी
    इक्यासी|बयासी|तिरासी|चौरासी|पचासी|छियासी|सत्तासी, सतासी|अट्ठासी, अठासी|नवासी|नब्बे
    इक्यानवे, इक्यानबे|बानवे, बानबे|तिरानवे, तिरानबे|चौरानवे, चौरानबे|पचानवे, पंचानवे, पचानबे, पंचानबे
    छियानवे, छियानबे|सत्तानवे, सत्तानबे|अट्ठानवे, अठानवे, अट्ठानबे|निन्यानवे, निन्यानबे|सौ, एक सौ
"""


def _listed(some: str) -> Parts:
    """What stands first is said for one of them, what stands second for two."""
    return dict(enumerate(map(str.strip, some.split("|")), start=1))


_ENGLISH = (
    _listed("|twenty|thirty|forty, fourty|fifty|sixty|seventy|eighty|ninety"),
    _listed("one|two|three|four|five|six|seven|eight|nine"),
)
_SPANISH = (
    _listed("||treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa"),
    _listed("uno, un, una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"),
)
_SPANISH_TWENTIES = (_listed("|veinti"), _SPANISH[1])
_PORTUGUESE = (
    _listed("|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa"),
    _listed("um, uma|dois, duas|três|quatro|cinco|seis|sete|oito|nove"),
)
_ARABIC = (
    _listed(
        "|عشرون, عشرين|ثلاثون, ثلاثين, تلاتين|أربعون, أربعين|خمسون, خمسين|ستون, ستين"
        "|سبعون, سبعين|ثمانون, ثمانين, تمانين|تسعون, تسعين"
    ),
    _listed(
        "واحد, واحدة, أحد, إحدى|اثنان, اثنين, اثنتان, اثنتين, ثنتين|ثلاثة, ثلاث, تلاتة|أربعة, أربع|خمسة, خمس|ستة, ست|سبعة, سبع"
        "|ثمانية, ثماني, ثمان, تمانية|تسعة, تسع"
    ),
)
_INDONESIAN = (
    _listed("|dua puluh|tiga puluh|empat puluh|lima puluh|enam puluh|tujuh puluh|delapan puluh|sembilan puluh"),
    _listed("satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan"),
)
_WAYS: tuple[tuple[tuple[Parts, Parts], Callable[[str, str], str]], ...] = (
    (_ENGLISH, lambda ten, one: f"{ten} {one}, {ten}-{one}"),
    (_SPANISH, lambda ten, one: f"{ten} y {one}"),
    (_SPANISH_TWENTIES, lambda ten, one: f"{ten}{one}"),
    (_PORTUGUESE, lambda ten, one: f"{ten} e {one}"),
    (_ARABIC, lambda ten, one: f"{one} و{ten}, {one} و {ten}"),
    (_INDONESIAN, lambda ten, one: f"{ten} {one}"),
)
_HUNDRED = "hundred, a hundred, one hundred, cien, cem, مئة, مائة, seratus"


def _phrases(number: int) -> str:
    ten, one = divmod(number, 10)
    return ", ".join(_joined(tens.get(ten, ""), ones.get(one, ""), join) for (tens, ones), join in _WAYS)


def _joined(tens: str, ones: str, join: Callable[[str, str], str]) -> str:
    """Whole tens are the word itself."""
    both = product(tens.split(", "), ones.split(", "))
    return ", ".join(join(ten, one) for ten, one in both) if tens and ones else tens


_IN_HINDI = [one.strip() for row in _HINDI.strip().splitlines() for one in row.split("|")]
TO_A_HUNDRED: Mapping[int, str] = {
    number: f"{_HUNDRED if number == 100 else _phrases(number)}, {hindi}"  # noqa: PLR2004 - the name of this table
    for number, hindi in enumerate(_IN_HINDI, start=21)
}
