"""What people say of several choices at once, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from engine.small_words import AND, JOINS, POLITE
from nodes.phrases import bare_words, in_language, phrases

DONE_LABELS = {"en": "Done", "es": "Listo", "pt": "Pronto", "hi": "हो गया", "ar": "تم", "id": "Selesai"}
_ALL = """
    all, all of them, all of these, everything, every one
    todo, todos, todas, todos ellos, todas ellas
    tudo, todos eles, todas elas
    सब, सभी, सारे, सब कुछ, sab, sabhi, saare
    الكل, كلها, كلهم, الجميع, جميعها, جميعهم, كل شيء
    semua, semuanya, semua itu
"""
_BOTH = """
    both, both of them, ambos, ambas, los dos, las dos, os dois, as duas, दोनों, dono, كلاهما, dua-duanya, keduanya
"""
_NONE = """
    none, none of them, none of these, nothing, neither, no
    ninguno, ninguna, nada, ninguno de ellos
    nenhum, nenhuma, nenhum deles, não
    कोई नहीं, कुछ नहीं, इनमें से कोई नहीं, नहीं, koi nahi, kuch nahi
    لا شيء, ولا شيء, ولا واحد, ولا واحدة, لا أحد, لا
    tidak ada, tidak satupun, bukan semuanya, tidak
"""
_DONE = """
    done, that's all, that is all, finished, ready, that's it, no more
    listo, lista, eso es todo, ya está, terminé, nada más
    pronto, pronta, é só isso, só isso, terminei, nada mais
    हो गया, बस, बस इतना ही, ho gaya, bas
    تم, انتهيت, هذا كل شيء, خلاص, بس
    selesai, sudah, itu saja, cukup
"""
_BETWEEN = f"{AND} also too también também भी ايضا كمان serta juga sama"
LISTED = {"all": _ALL, "both": _BOTH, "none": _NONE, "done": _DONE}
MEANINGS = phrases(LISTED)
BETWEEN = frozenset(bare_words(_BETWEEN)) | (POLITE - JOINS)  # “ya” is an “or” in Hindi
JOINED_ON = "و"  # the Arabic “and” is written onto the word that it joins


def done_label(language: str) -> str:
    """In English where we do not know the language."""
    return in_language(DONE_LABELS, language)
