"""How people say yes and no in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal, TypeAlias

from nodes.choice_words import JOINED_ON
from nodes.phrases import bare_words, found, in_language, listed, phrases

Side: TypeAlias = Literal["yes", "no", "doubt"]
MOST_WORDS = 20  # of a longer text nobody knows what its yes is about
LABELS = {
    "en": ("Yes", "No"),
    "es": ("Sí", "No"),
    "pt": ("Sim", "Não"),
    "hi": ("हाँ", "नहीं"),
    "ar": ("نعم", "لا"),
    "id": ("Ya", "Tidak"),
}
_YES = """
    yes, yess, yea, yeah, yep, yup, ya, yah, ok, okay, okey, oke, okie, sure, of course, certainly, absolutely
    definitely, correct, that's right, thats right, agreed, i agree, why not, go ahead, sounds good, no doubt, true
    i think so, i guess so, affirmative, exactly
    sí, si, claro, por supuesto, vale, dale, de acuerdo, correcto, cómo no, por qué no, desde luego, así es, exacto, afirmativo
    sim, com certeza, certo, pode, isso, isso mesmo, aham, tá, tá bom, concordo, é claro, exato, por que não, por quê não
    हाँ, हां, हा, जी, जी हाँ, हाँ जी, ठीक है, ठीक, बिल्कुल, सही, ज़रूर, haan, haa, han, haan ji, ji, theek hai, thik hai, bilkul
    क्यों नहीं, kyun nahi, kyu nahi, kyon nahi, kyun nahin
    نعم, أجل, ايوه, أيوا, آه, أكيد, طبعا, بالتأكيد, موافق, تمام, بلى, naam, aiwa, ليش لا, وليش لا, ليه لا, لم لا, لما لا, ولم لا
    بالطبع, حسنا
    iya, iyaa, yoi, betul, benar, setuju, boleh, tentu, baik, pasti
    kenapa tidak, kenapa nggak, kenapa gak, kenapa enggak, mengapa tidak
"""
_NO = """
    no, nope, nah, not, never, don't, dont, doesn't, isn't, no way, no thanks, no thank you, of course not
    absolutely not, definitely not, not ok, not okay, i disagree, not correct, false, not true, negative
    claro que no, por supuesto que no, ya no, nunca, jamás, para nada, de ninguna manera, no es correcto, tampoco, falso
    ni hablar
    não, claro que não, é claro que não, com certeza não, não pode, de jeito nenhum, negativo, nem pensar
    नहीं, नही, ना, मत, जी नहीं, नहीं जी, बिल्कुल नहीं, ठीक नहीं, सही नहीं, nahi, nahin, nahi ji, ji nahi, bilkul nahi
    बिल्कुल भी नहीं, bilkul bhi nahi
    لا, كلا, لأ, مش, ليس, لست, أبدا, غير موافق, لا شكرا, مو موافق, مش موافق, طبعا لا, أكيد لا, بالتأكيد لا
    لا طبعا, لا بالتأكيد, لا أكيد, بالطبع لا, لا بالطبع, مو الحين, مو الآن
    tidak, tdk, gak, ga, nggak, enggak, ngga, bukan, jangan, tidak boleh, tidak setuju, tidak benar, belum, tak, ogah
    tentu tidak, tentu saja tidak, tentu bukan, tentu saja bukan, pasti tidak, tentu nggak, tentu gak
"""
_NOT_KNOWING = (  # what is not known, understood or certain, behind any of the words for no
    (
        "don't, dont, do not, didn't, didnt, did not, can't, cant, cannot",
        "know, understand, get it, get that, mind, care, remember, say, decide, really know, really understand",
    ),
    ("not, not really, not too, not so, not quite, not very, not that, not entirely", "sure, certain, clear"),
    ("i'm not, im not", "sure, certain, clear"),
    ("no, not a", "idea, clue, problem, prob, probs, worries, preference"),
    ("no", "sé, lo sé, sabría, entiendo, entendí, comprendo, recuerdo, me acuerdo, importa, problema, pasa nada"),
    ("no tengo", "idea, ni idea, claro, problema, inconveniente, preferencia"),
    ("no hay, no es", "problema"),
    ("no estoy, no estoy muy, no estoy tan", "seguro, segura, convencido, convencida"),
    (
        "não, n",
        """sei, sei não, sei bem, sei ainda, entendi, entendo, compreendo, lembro, faço ideia, tenho ideia, tenho certeza
        tenho ctz, tenho preferência, estou certo, estou certa, me importo, importa, tem problema, é problema""",
    ),
    (
        "tidak, tdk, gak, ga, gk, nggak, enggak, engga, ngga, tak, bukan, belum, blm, kurang",
        "tahu, tau, yakin, ngerti, mengerti, paham, pasti, jelas, ingat, inget, masalah, apa, apa-apa, apa apa, papa",
    ),
    (
        "لا, لم, ما, مش, مو, لست",
        """أعرف, أدري, أعلم, أفهم, فهمت, أتذكر, أذكر, عارف, عارفة, فاهم, فاهمة, متأكد, متأكدة, متأكدا, واثق, واثقة, واثقا
        بعرف, بفهم, مانع, بأس, مشكلة, عندي مانع, يهم""",
    ),
    (
        "नहीं, नही, nahi, nahin, nhi",
        "पता, मालूम, समझा, समझी, समझे, समझ, याद, pata, maloom, malum, samjha, samjhi, samjhe, samajh",
    ),
    ("पता, मालूम, समझ, याद, pata, maloom, malum, samajh, yaad", "नहीं, नही, nahi, nahin, nhi"),
)
_DOUBT = """
    maybe, perhaps, not bad, yes or no, depends, if yes, if not, never mind, nevermind, idk, dunno, unsure
    no lo tengo claro, quizás, quizá, tal vez, ni idea, depende, sí o no, porque no, nose, quién sabe
    talvez, pode ser, tanto faz, sem problema, porque não, sei lá, sei não, nem ideia
    शायद, कोई बात नहीं, कोई दिक्कत नहीं, shayad, koi baat nahi, koi dikkat nahi
    ربما, ممكن, يمكن, مدري, معرفش
    mungkin, gapapa, terserah
"""


def _not_known() -> Iterator[str]:
    for nos, some in _NOT_KNOWING:
        yield from map(" ".join, product(listed(nos), listed(some)))


# inside a sentence they are other words, or only a part of what is said: “mau tanya” wants to ask, “tidak bisa” is a no
_YES_ALONE = """
    y, s, k, sip, bueno, obvio, quiero, quero, beleza, blz, bora, ha, siap, mau, gas, bener, sii, yaa, okk, that works, está bien
    venga, positivo, sahi hai, thik h, चलेगा, chalega, bisa, اوكي, ماشي, صح, إي
"""
_NO_ALONE = "n, nop, noo, na, ndak, engga, nhi, salah, غلط, ما أريد, ما بدي, ما أبغى"
_SIGNS: dict[str, Side] = {**dict.fromkeys("👍👌✅✔☑🆗💯🙆", "yes"), **dict.fromkeys("👎❌✖❎🚫⛔🙅", "no")}
_ALONE = phrases({"yes": _YES_ALONE, "no": _NO_ALONE})
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_PHRASES = phrases({"yes": _YES, "no": _NO, "doubt": "\n".join((_DOUBT, *_not_known()))})


def labels(language: str) -> tuple[str, str]:
    """Yes and no as buttons say it in this language; in English where we do not know it."""
    return in_language(LABELS, language)


def sides(text: str) -> frozenset[str]:
    """What the reply speaks for: yes, no, both or a doubt; nothing where it says none of it."""
    said = bare_words(_DRAWN_OUT.sub(r"\1", text))
    if len(said) > MOST_WORDS:
        return frozenset()
    signs = {_SIGNS[sign] for sign in text if sign in _SIGNS}
    if said in _ALONE:
        return frozenset({_ALONE[said], *signs})
    return frozenset({*found(tuple(_apart(word) for word in said), _PHRASES), *signs})


def _apart(word: str) -> str:
    """``ولا`` is “and no”."""
    alone = word.removeprefix(JOINED_ON)
    return alone if (alone,) in _PHRASES else word
