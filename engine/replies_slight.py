"""Whether a title that is a letter or a small word is meant where it is said: in a sentence it is rather a part of that.

“the answer is a”, “well, b”, “size m”, “I think “in””      they are named
“give me a hint”, “what a pity”, “later on”, “this one”     they are not
"""

import re
from itertools import pairwise, takewhile
from typing import TypeAlias

from engine.phrase_tables import phrases
from engine.replies_arabic import stem
from engine.replies_option import Option, Reply
from engine.replies_text import bare_words, words
from engine.small_words import COUNTERS, JOINS, POLITE, SLIGHT, WISHES

Words: TypeAlias = tuple[str, ...]
_NAMING = """
    is it's its that's be letter answer ans option think guess believe say select with just only am i'm im count turn switch
    size type group plan team class blood talla tipo grupo tamanho ukuran golongan tim
    letra respuesta es son creo digo con solo sólo
    resposta alternativa é acho digo marco só apenas
    अक्षर उत्तर जवाब सिर्फ केवल uttar jawab sirf
    حرف الجواب جواب الإجابة إجابة أعتقد أظن هو هي فقط
    huruf jawaban jawabannya kayaknya hanya cuma yaitu adalah
"""
_BESIDE_NAMING = """
    the it i for me so well um hmm yes yeah maybe probably definitely go final i'd would my
    la el lo que yo para mí mi esto este
    a o que eu para mim minha isto isso
    मेरा mera यह ye هذا menurut saya ini itu yang
"""
_ARTICLES = "the el la lo o a os as los las"
_GOING_ON = """
    is, because, bc, cuz, since, it is, i think, i guess, i believe, i'd say, i would say, for sure, of course
    es, porque, pues, creo, yo creo, por supuesto, é, pois, acho, eu acho, com certeza
    है, क्योंकि, चाहिए, वाला, वाली, hai, kyunki, chahiye, wala, wali, لأن, هو, هي, أعتقد, karena, soalnya, adalah, menurut saya
"""
_NO_NOUNS = "positive negative positivo negativo positif negatif पॉज़िटिव नेगेटिव موجب سالب"
_NAMES = COUNTERS | WISHES | frozenset(bare_words(_NAMING))
_LEADS = _NAMES | (POLITE - {"thank"}) | frozenset(bare_words(_BESIDE_NAMING))
_BEHIND = POLITE | frozenset(bare_words(_NO_NOUNS))  # of blood
_THE = frozenset(bare_words(_ARTICLES))
_REASONS = phrases({True: _GOING_ON})
_PRONOUNS = frozenset({"i", "u"})  # letters that end a sentence as words do: “may I”, “thank u”
_CLAUSES = re.compile(
    r"""[,،;؛:!?¿¡؟।()\[\]"“”„«»…\n]|\.(?!\w)|\s[-\u2013\u2014]+\s|(?<!\w)['\u2018\u2019]|['\u2018\u2019](?!\w)"""
)


def is_slight(option: Option) -> bool:
    return all(word in SLIGHT or _is_letter(word) for word in option.words)


def is_meant(option: Option, reply: Reply) -> bool:
    """Where such a title stands in one of the clauses as no part of the sentence does."""
    if option.folded.isascii() and _is_letter(option.folded) and option.folded not in words(reply.title):
        return False  # “isso é” is no E
    if option.bare != "i" and _is_in_capitals(option, reply):
        return True
    size = len(option.words)
    for clause in _CLAUSES.split(reply.title):
        said = _words(clause)
        for at in range(len(said) - size + 1):
            if said[at : at + size] == option.words and _stands(option.words, said[:at], said[at + size :]):
                return True
    return False


def _stands(title: Words, before: Words, after: Words) -> bool:
    """Behind “the answer is”, or at the end where it is a letter; ``m size`` too, as no letter but a few is a word."""
    rest = tuple(word for word in after if word not in _BEHIND)
    lead = tuple(takewhile(_LEADS.__contains__, reversed(before)))
    is_led = lead == before[::-1] or not _NAMES.isdisjoint(lead)
    if rest and (not _goes_on(rest) or title[0] in JOINS):
        return is_led and title[0] not in SLIGHT and len(rest[0]) > 1
    if _is_letter(" ".join(title)) and title[0] not in _PRONOUNS:
        return True
    return is_led and _THE.isdisjoint(before[-1:])  # “the one” is no One


def _goes_on(rest: Words) -> bool:
    """``b because it is green``."""
    return any(rest[:size] in _REASONS for size in _REASONS.lengths)


def _is_in_capitals(option: Option, reply: Reply) -> bool:
    """“Pick B now”; but “Give Me A Hint” is written so throughout."""
    pairs = pairwise(reply.title.split())
    return any(
        one.isupper() and before.islower() and before[-1].isalpha() and _words(one) == option.words
        for before, one in pairs
    )


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _words(text: str) -> Words:
    return tuple(map(stem, bare_words(text)))
