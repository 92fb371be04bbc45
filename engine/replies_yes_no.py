"""How people say yes and no, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

import re
from collections.abc import Iterable
from itertools import product
from typing import Literal, TypeAlias

from engine.phrase_tables import Phrases, found, listed, phrases, pieces
from engine.replies_text import bare_words
from engine.small_words import AND_WRITTEN_ON, POLITE, REFUSALS, WISHES

Side: TypeAlias = Literal["yes", "no", "doubt"]
MOST_WORDS = 20  # of a longer text nobody knows what its yes is about
_BESIDE = POLITE | WISHES | REFUSALS  # “yes please”, “not now”
_YES = """
    yes, yess, yea, yeah, yep, yup, ya, yah, ok, okay, okey, oke, okie, sure, of course, certainly, absolutely
    definitely, correct, that's right, thats right, agreed, i agree, why not, go ahead, sounds good, no doubt, true
    i think so, i guess so, affirmative, exactly
    sí, si, claro, por supuesto, vale, dale, de acuerdo, correcto, cómo no, por qué no, desde luego, así es, exacto
    afirmativo
    sim, com certeza, certo, pode, isso, isso mesmo, aham, tá, tá bom, concordo, é claro, exato, por que não, por quê não
    sim só isso, positivo
    हाँ, हां, हा, जी, जी हाँ, हाँ जी, ठीक है, ठीक, बिल्कुल, सही, ज़रूर, चलेगा, haan, haa, han, haan ji, ji, theek hai, thik hai
    bilkul, chalega
    क्यों नहीं, kyun nahi, kyu nahi, kyon nahi, kyun nahin
    نعم, أجل, ايوه, أيوا, آه, أكيد, طبعا, بالتأكيد, موافق, تمام, بلى, بالطبع, حسنا, اي نعم, naam, aiwa
    ليش لا, وليش لا, ليه لا, لم لا, لما لا, ولم لا
    iya, iyaa, yoi, betul, benar, setuju, boleh, tentu, baik, pasti
    kenapa tidak, kenapa nggak, kenapa gak, kenapa enggak, mengapa tidak
"""
_NO = """
    no, nope, nah, not, never, don't, dont, doesn't, isn't, no way, no thanks, no thank you, of course not
    absolutely not, definitely not, not ok, not okay, i disagree, not correct, false, not true, negative
    claro que no, por supuesto que no, ya no, nunca, jamás, para nada, de ninguna manera, no es correcto, tampoco, falso
    ni hablar
    não, não só isso, claro que não, é claro que não, com certeza não, não pode, de jeito nenhum, negativo, nem pensar
    नहीं, नही, ना, मत, जी नहीं, नहीं जी, बिल्कुल नहीं, ठीक नहीं, सही नहीं, नहीं चलेगा, nahi, nahin, nahi ji, ji nahi, bilkul nahi
    बिल्कुल भी नहीं, bilkul bhi nahi, nahi chalega
    لا, كلا, لأ, مش, ليس, لست, أبدا, غير موافق, غير صحيح, لا شكرا, مو موافق, مش موافق, مو الحين, طبعا لا, أكيد لا, بالتأكيد لا
    لا طبعا, لا بالتأكيد, لا أكيد, بالطبع لا, لا بالطبع
    tidak, tdk, gak, ga, nggak, enggak, ngga, bukan, jangan, tidak boleh, tidak setuju, tidak benar, belum, tak
    tidak bisa, gak bisa, ga bisa, nggak bisa, ogah
    tentu tidak, tentu saja tidak, tentu bukan, tentu saja bukan, pasti tidak, tentu nggak, tentu gak
"""
_DO_NOT = "don't, dont, do not, didn't, didnt, did not, can't, cant, cannot"
_NOT_IN_INDONESIAN = "tidak, tdk, gak, ga, gk, nggak, enggak, engga, ngga, tak, bukan, belum, blm, kurang"
_NOT_IN_ARABIC = "لا, لم, ما, مش, مو, لست"
_NO_OBSTACLE = (  # what stands in nobody's way, behind any of the words for no
    (_DO_NOT, "mind, care"),
    ("no, not a", "problem, prob, probs, worries"),
    ("no", "importa, problema, pasa nada"),
    ("no tengo", "problema, inconveniente"),
    ("no hay, no es", "problema"),
    ("não, n", "me importo, importa, tem problema, é problema"),
    (_NOT_IN_INDONESIAN, "masalah, apa, apa-apa, apa apa, papa"),
    (_NOT_IN_ARABIC, "مانع, بأس, مشكلة, عندي مانع, يهم"),
)
_NEVER_MIND = "never mind, nevermind, sem problema, कोई बात नहीं, कोई दिक्कत नहीं, koi baat nahi, koi dikkat nahi, gapapa"
_NOT_KNOWING = (  # what is not known, understood or certain, behind any of the words for no
    (_DO_NOT, "know, understand, get it, get that, remember, say, decide, really know, really understand"),
    ("not, not really, not too, not so, not quite, not very, not that, not entirely", "sure, certain, clear"),
    ("i'm not, im not", "sure, certain, clear"),
    ("no, not a", "idea, clue, preference"),
    ("no", "sé, lo sé, sabría, entiendo, entendí, comprendo, recuerdo, me acuerdo"),
    ("no tengo", "idea, ni idea, claro, preferencia"),
    ("no estoy, no estoy muy, no estoy tan", "seguro, segura, convencido, convencida"),
    (
        "não, n",
        """sei, sei não, sei bem, sei ainda, entendi, entendo, compreendo, lembro, faço ideia, tenho ideia, tenho certeza
        tenho ctz, tenho preferência, estou certo, estou certa""",
    ),
    (_NOT_IN_INDONESIAN, "tahu, tau, yakin, ngerti, mengerti, paham, pasti, jelas, ingat, inget"),
    (
        _NOT_IN_ARABIC,
        """أعرف, أدري, أعلم, أفهم, فهمت, أتذكر, أذكر, عارف, عارفة, فاهم, فاهمة, متأكد, متأكدة, متأكدا, واثق, واثقة, واثقا
        بعرف, بفهم""",
    ),
    (
        "नहीं, नही, nahi, nahin, nhi",
        "पता, मालूम, समझा, समझी, समझे, समझ, याद, pata, maloom, malum, samjha, samjhi, samjhe, samajh",
    ),
    ("पता, मालूम, समझ, याद, pata, maloom, malum, samajh, yaad", "नहीं, नही, nahi, nahin, nhi"),
)
_DOUBT = """
    maybe, perhaps, not bad, yes or no, depends, if yes, if not, idk, dunno, unsure
    no lo tengo claro, quizás, quizá, tal vez, ni idea, depende, sí o no, porque no, nose, quién sabe
    só isso, apenas isso, somente isso, isso é tudo, talvez, pode ser, tanto faz, porque não, sei lá, sei não, nem ideia
    शायद, shayad
    ربما, ممكن, يمكن, مدري, معرفش
    mungkin, terserah
"""


def _joined(table: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(" ".join(phrase) for nos, some in table for phrase in product(listed(nos), listed(some)))


NO_PROBLEM = _joined(_NO_OBSTACLE) | frozenset(listed(_NEVER_MIND))  # beside a day, it does not rule it out
# inside a sentence they are other words, or only a part of what is said: “mau tanya” wants to ask
_YES_ALONE = """
    y, s, k, sip, bueno, obvio, quiero, quero, beleza, blz, bora, ha, siap, mau, gas, bener, sii, yaa, okk, that works, está bien
    sahi hai, thik h, venga, bisa, اي, ايه, اوكي, ماشي, صح
    great, perfect, right, that's fine, thats fine, works for me, please do, let's do it, lets do it, i confirm, with pleasure
    perfecto, adelante, eso es, con gusto, con mucho gusto, perfeito, combinado, aceito, correto, está bem
    ओके, zaroor, baiklah, حاضر, صحيح, موافقة, طيب
"""
_NO_ALONE = """
    n, salah, غلط, خطأ, nop, noo, na, ndak, engga, nhi, ما أريد, ما بدي, ما أبغى
    wrong, incorrect, incorrecto, incorreto, jamais, de forma alguma
"""
_SIGNS: dict[str, Side] = {**dict.fromkeys("👍👌✅✔☑🆗💯🙆", "yes"), **dict.fromkeys("👎❌✖❎🚫⛔🙅", "no")}
_ALONE: Phrases[Side] = phrases({"yes": _YES_ALONE, "no": _NO_ALONE})
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_DOUBTS = "\n".join((_DOUBT, *NO_PROBLEM, *_joined(_NOT_KNOWING)))
_PHRASES: Phrases[Side] = phrases({"yes": _YES, "no": _NO, "doubt": _DOUBTS})


def sides(text: str) -> frozenset[Side]:
    """What the reply speaks for: yes, no, both or a doubt; nothing where it says none of it."""
    said = _said(text)
    if len(said) > MOST_WORDS:
        return frozenset()
    signs = {_SIGNS[sign] for sign in text if sign in _SIGNS}
    return frozenset({_ALONE[said], *signs} if said in _ALONE else {*found(said, _PHRASES), *signs})


def side(text: str) -> Side | None:
    """What it speaks for and says nothing else: “ok, go ahead”, but not “ok, two teas”."""
    said, spoken = _said(text), sides(text)
    nothing_else = said in _ALONE or all(one in _PHRASES or one[0] in _BESIDE for one in pieces(said, _PHRASES))
    return next(iter(spoken)) if nothing_else and len(spoken) == 1 else None


def _said(text: str) -> tuple[str, ...]:
    said = bare_words(_DRAWN_OUT.sub(r"\1", text))
    return said if said in _ALONE else tuple(_apart(word) for word in said)


def _apart(word: str) -> str:
    """``ولا`` is “and no”."""
    alone = word.removeprefix(AND_WRITTEN_ON)
    return alone if (alone,) in _PHRASES else word
