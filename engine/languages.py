"""Tags of languages, as platforms and people write them, and the nearest of several."""

import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST_TAG = 35  # characters, as RFC 5646 advises
REGION, SCRIPT = 2, 4
_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)


def is_tag(language: str) -> bool:
    """Whether it is written as a tag, in any of the ways that ``tag_of`` reads. Nobody keeps a list of all languages."""
    return _TAG.fullmatch(language) is not None


def well_formed(language: str) -> str | None:
    """As BCP 47 writes it, ``pt-BR`` for PT_br, so that one language is one text wherever it is kept; None for what is no tag."""
    tag = language.strip()
    if not is_tag(tag) or len(tag) > LONGEST_TAG:
        return None
    base, *more = tag.replace("_", "-").split("-")
    return "-".join((base.lower(), *map(_subtag, more)))


def _subtag(part: str) -> str:
    if len(part) == REGION:
        return part.upper()
    return part.capitalize() if len(part) == SCRIPT and part.isalpha() else part.lower()


def tag_of(language: str) -> str:
    """Platforms write pt_BR or pt-br, browsers pt-BR."""
    return language.replace("_", "-").lower()


def base_of(language: str) -> str:
    """The language without its country: ``pt`` of pt-BR."""
    return tag_of(language).partition("-")[0]


def nearest(wanted: str, known: Sequence[str]) -> str | None:
    """The very one of the known, then the language without its country, then the first that has the same language."""
    tag = tag_of(wanted)
    base, tags, bases = base_of(wanted), [tag_of(one) for one in known], [base_of(one) for one in known]
    return next(
        (known[some.index(one)] for one, some in ((tag, tags), (base, tags), (base, bases)) if one in some), None
    )


@lru_cache(1_024)
def spoken(wanted: str, own: str, others: tuple[str, ...]) -> str:
    """In which of a flow's languages somebody is spoken to who wants this one: in the flow's own where there is none near."""
    return nearest(wanted, (own, *others)) or own
