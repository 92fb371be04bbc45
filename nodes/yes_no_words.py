"""How people say yes and no in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from typing import Literal, TypeAlias

from nodes.choice_words import JOINED_ON
from nodes.phrases import bare_words, found, in_language, phrases

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
    sí, si, claro, por supuesto, vale, dale, de acuerdo, correcto, cómo no, por qué no, desde luego, así es, exacto
    sim, com certeza, certo, pode, isso, isso mesmo, aham, tá, tá bom, concordo, é claro, exato, por que não, por quê não
    हाँ, हां, हा, जी, जी हाँ, हाँ जी, ठीक है, ठीक, बिल्कुल, सही, ज़रूर, haan, haa, han, haan ji, ji, theek hai, thik hai, bilkul
    क्यों नहीं, kyun nahi, kyu nahi, kyon nahi, kyun nahin
    نعم, أجل, ايوه, أيوا, آه, أكيد, طبعا, بالتأكيد, موافق, تمام, بلى, naam, aiwa, ليش لا, وليش لا, ليه لا, لم لا, لما لا, ولم لا
    iya, iyaa, yoi, betul, benar, setuju, boleh, tentu, baik, pasti
    kenapa tidak, kenapa nggak, kenapa gak, kenapa enggak, mengapa tidak
"""
_NO = """
    no, nope, nah, not, never, don't, dont, doesn't, isn't, no way, no thanks, no thank you, of course not
    absolutely not, definitely not, not ok, not okay, i disagree, not correct, false, not true, negative
    claro que no, por supuesto que no, ya no, nunca, jamás, para nada, de ninguna manera, no es correcto, tampoco, falso
    não, claro que não, é claro que não, com certeza não, não pode, de jeito nenhum, negativo
    नहीं, नही, ना, मत, जी नहीं, नहीं जी, बिल्कुल नहीं, ठीक नहीं, सही नहीं, nahi, nahin, nahi ji, ji nahi, bilkul nahi
    बिल्कुल भी नहीं, bilkul bhi nahi
    لا, كلا, لأ, مش, ليس, لست, أبدا, غير موافق, لا شكرا, مو موافق, مش موافق, طبعا لا, أكيد لا, بالتأكيد لا
    لا طبعا, لا بالتأكيد, لا أكيد
    tidak, tdk, gak, ga, nggak, enggak, ngga, bukan, jangan, tidak boleh, tidak setuju, tidak benar, belum, tak
    tentu tidak, tentu saja tidak, tentu bukan, tentu saja bukan, pasti tidak, tentu nggak, tentu gak
"""
_DOUBT = """
    maybe, perhaps, not sure, i'm not sure, don't know, dont know, do not know, no idea, no problem, no worries
    not bad, don't mind, dont mind, do not mind, yes or no, depends, if yes, if not, never mind, nevermind
    no sé, no lo sé, no estoy seguro, no estoy segura, quizás, quizá, tal vez, ni idea, no importa, no hay problema
    no problema, no pasa nada, depende, sí o no, porque no
    não sei, talvez, não tenho certeza, pode ser, tanto faz, sem problema, não tem problema, não importa, porque não
    शायद, पता नहीं, मालूम नहीं, नहीं पता, कोई बात नहीं, shayad, pata nahi, koi baat nahi
    ربما, لا أعرف, لا أدري, مش عارف, لا أعلم, لا بأس, لا مشكلة, ممكن, يمكن, مش متأكد, لست متأكدا
    mungkin, tidak tahu, ga tahu, gak tahu, nggak tahu, tidak yakin, tidak masalah, tidak apa-apa, gapapa, terserah
    tak tahu, tak apa, tak apa-apa, tak masalah, tidak apa
    ga apa-apa, gak apa-apa, nggak apa-apa, enggak apa-apa, ngga apa-apa, tdk apa-apa, ga papa, gak papa, nggak papa
    ga apa, gak apa, nggak apa, ga masalah, gak masalah, nggak masalah, enggak masalah, ngga masalah, tdk masalah
    tidak apa apa, tak apa apa, ga apa apa, gak apa apa, nggak apa apa
"""
_ALONE: dict[str, Side] = {"y": "yes", "s": "yes", "k": "yes", "n": "no"}  # inside a sentence they are other words
_SIGNS: dict[str, Side] = {**dict.fromkeys("👍👌✅✔☑🆗💯🙆", "yes"), **dict.fromkeys("👎❌✖❎🚫⛔🙅", "no")}
_PHRASES = phrases({"yes": _YES, "no": _NO, "doubt": _DOUBT})


def labels(language: str) -> tuple[str, str]:
    """Yes and no as buttons say it in this language; in English where we do not know it."""
    return in_language(LABELS, language)


def sides(text: str) -> frozenset[str]:
    """What the reply speaks for: yes, no, both or a doubt; nothing where it says none of it."""
    said = bare_words(text)
    if len(said) > MOST_WORDS:
        return frozenset()
    signs = {_SIGNS[sign] for sign in text if sign in _SIGNS}
    if len(said) == 1 and said[0] in _ALONE:
        return frozenset({_ALONE[said[0]], *signs})
    return frozenset({*found(tuple(_apart(word) for word in said), _PHRASES), *signs})


def _apart(word: str) -> str:
    """``ولا`` is “and no”."""
    alone = word.removeprefix(JOINED_ON)
    return alone if (alone,) in _PHRASES else word
