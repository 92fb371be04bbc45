"""What stands beside a number and makes it another one, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from engine.phrase_tables import phrases
from engine.replies_text import alike
from engine.small_words import JOINS

_FACTORS = {
    10: "puluh decenas dezenas",
    100: "hundred hundreds cientos centenas centenares centos सौ sau مئة مائة مية مئات ratus",
    1_000: """
        thousand thousands k mil हज़ार हजार hazar hazaar ألف ألفا آلاف تلاف ribu rb rbu rebu
    """,
    100_000: "lakh lakhs lac lacs लाख",
    1_000_000: """
        million millions mln millón millones milhão milhões मिलियन مليون مليونا ملايين juta jt jeti
    """,
    10_000_000: "crore crores cr करोड़ करोड karod",
    1_000_000_000: "billion billions bn bilhão bilhões अरब مليار مليارات miliar milyar",
}
_ALONE = {
    100: "a hundred, مئة, مائة, مية",
    200: "مئتان, مئتين, مائتين, ميتين",
    1_000: "mil, a thousand, seribu, ألف",
    2_000: "ألفان, ألفين",
    1_000_000: "a million, un millón, um milhão, مليون, sejuta",
    2_000_000: "مليونين, مليونان",
}
_PARTS = """
    half medio media meio meia setengah نصف نص आधा साढ़े सवा पौने sadhe saadhe sava sawa paune ربع ثلث
    ciento doscientos doscientas trescientos trescientas cuatrocientos quinientos quinientas seiscientos setecientos
    ochocientos novecientos cento duzentos duzentas trezentos quatrocentos quinhentos quinhentas seiscentos
    setecentos oitocentos novecentos ربعمية خمسمية خمسمائة belas
    dozen dozens docena docenas dúzia dúzias lusin दर्जन darjan دزينة thirds quarters tercios terços
"""
_UP_TO = "to till until a al hasta ate até à से तक se tak إلى الى لـ ل حتى sampai sampe hingga sd"
# slang: English “5 mil” are millions; a luca and a conto are a thousand here, and one there
_DOUBTFUL = {"en": "mil grand", "es": "luca lucas", "pt": "conto contos"}


def _set(some: str) -> frozenset[str]:
    return frozenset(map(alike, some.split()))


FACTORS = {word: factor for factor, some in _FACTORS.items() for word in _set(some)}
ALONE = phrases(_ALONE)
PARTS = _set(_PARTS)
BETWEEN_NUMBERS = JOINS | _set(_UP_TO)
DOUBTFUL = {language: _set(some) for language, some in _DOUBTFUL.items()}
