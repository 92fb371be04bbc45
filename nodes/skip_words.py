"""How people say that they skip a question, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from nodes.phrases import in_language

SKIP = ":skip:"  # the button's id, before the field's number; no choice of an author has an id like this
LABELS = {"en": "Skip", "es": "Omitir", "pt": "Pular", "hi": "छोड़ें", "ar": "تخطي", "id": "Lewati"}
SKIP_WORDS = (
    *("skip", "skip it", "skip this", "pass", "next"),
    *("omitir", "saltar", "paso", "siguiente"),
    *("pular", "pula", "passar", "próxima", "próximo"),
    *("छोड़ें", "छोड़ो", "छोड़ दो", "आगे बढ़ें", "chhodo"),
    *("تخطي", "تجاوز", "التالي"),
    *("lewati", "lewat", "lewatkan", "lewati saja", "lewati aja", "skip saja", "skip aja"),
)


def skip_label(language: str) -> str:
    """In English where we do not know the language."""
    return in_language(LABELS, language)
