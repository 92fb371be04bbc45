"""Names that have to be there once."""

from collections import Counter
from collections.abc import Iterable


def repeated(names: Iterable[str]) -> list[str]:
    """Those that are there more than once, in the order of the alphabet."""
    return sorted(name for name, times in Counter(names).items() if times > 1)
