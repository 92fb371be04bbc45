"""Yes and no as buttons say it in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from nodes.phrases import in_language

LABELS = {
    "en": ("Yes", "No"),
    "es": ("Sí", "No"),
    "pt": ("Sim", "Não"),
    "hi": ("हाँ", "नहीं"),
    "ar": ("نعم", "لا"),
    "id": ("Ya", "Tidak"),
}


def labels(language: str) -> tuple[str, str]:
    """In English where we do not know the language."""
    return in_language(LABELS, language)
