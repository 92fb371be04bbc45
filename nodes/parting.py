"""Whether to leave what is open, in the words of English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from nodes.phrases import in_language

LEAVE = {
    "en": "Shall we leave what we were doing?",
    "es": "¿Dejamos lo que estábamos haciendo?",
    "pt": "Deixamos o que estávamos a fazer?",
    "hi": "जो हम कर रहे थे, क्या उसे छोड़ दें?",
    "ar": "هل نترك ما كنا نفعله؟",
    "id": "Kita tinggalkan yang tadi?",
}


def question(language: str) -> str:
    """In English where we do not know the language."""
    return in_language(LEAVE, language)
