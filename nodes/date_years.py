"""Years that stand apart from their day, or are told from this one: “25/12, 2027”, “5 de mayo del año que viene”.

with_years("25/12 next year", date(2026, 11, 22))    "25/12/2027"
"""

import re
from datetime import date

from nodes.date_words import any_of, said

_YEARS = {
    0: "this year, este año, este ano, tahun ini, इस साल, is saal, هذه السنة, هذا العام, السنة دي",
    1: """
        next year, the next year, el año que viene, año que viene, el próximo año, próximo año, el año próximo, o ano que vem
        ano que vem, o próximo ano, próximo ano, tahun depan, अगले साल, अगले वर्ष, agle saal
        السنة القادمة, السنة المقبلة, السنة الجاية, العام القادم, العام المقبل
    """,
    -1: """
        last year, el año pasado, año pasado, o ano passado, ano passado, tahun lalu, tahun kemarin
        पिछले साल, पिछले वर्ष, pichle saal, السنة الماضية, العام الماضي, السنة اللي فاتت
    """,
}
_AWAY = {phrase: away for away, some in _YEARS.items() for phrase in said(some)}
_TOLD = re.compile(rf"(?<![\w-])(?:{any_of(_AWAY)})(?![\w\u0900-\u0963-])")
_APART = re.compile(
    r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})(?:[ ]?,[ ]?|[ ])(?:(?:of|del?|do)[ ])?((?:19|20)\d\d)(?![\d:/.-])"
)
_BEFORE = re.compile(r"(?<![\d:/.-])((?:19|20)\d\d)(?:[ ]?,[ ]?|[ ])(\d{1,2})([/-])(\d{1,2})(?![\d/-])")


def with_years(text: str, today: date) -> str:
    """Every year in four digits, and beside its day. Of a text in small letters, without accents."""
    told = _TOLD.sub(lambda found: str(today.year + _AWAY[found[0]]), text)
    return _BEFORE.sub(r"\2\3\4\3\1", _APART.sub(r"\1\2\3\2\4", told))
