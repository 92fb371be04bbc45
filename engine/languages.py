"""Tags of languages, as platforms and people write them, and the nearest of several."""

from collections.abc import Sequence
from functools import lru_cache


def tag_of(language: str) -> str:
    """Platforms write pt_BR or pt-br, browsers pt-BR."""
    return language.replace("_", "-").lower()


def nearest(wanted: str, known: Sequence[str]) -> str | None:
    """The very one of the known, then the language without its country, then the first that has the same language."""
    tag, tags = tag_of(wanted), {tag_of(one): one for one in reversed(known)}
    base = tag.partition("-")[0]
    kin = (one for other, one in reversed(tags.items()) if other.partition("-")[0] == base)
    return tags.get(tag) or tags.get(base) or next(kin, None)


@lru_cache(1_024)
def spoken(wanted: str, own: str, others: tuple[str, ...]) -> str:
    """In which of a flow's languages somebody is spoken to who wants this one: in the flow's own where there is none near."""
    return nearest(wanted, (own, *others)) or own
