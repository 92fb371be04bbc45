"""How many slips of the keys lie between two words; None where they are rather two different words."""

from rapidfuzz.distance import OSA

SHORTEST_FUZZY = 4  # letters: shorter words are too near to each other, as in no, now, not
LONG_WORD = 8  # letters from which two slips are forgiven instead of one


def slips(said: str, name: str) -> int | None:
    if not _comparable(said, name):
        return None
    count = OSA.distance(said, name)
    return count if count <= (2 if len(said) >= LONG_WORD else 1) else None


def _comparable(said: str, name: str) -> bool:
    long_enough = min(_letters(said), _letters(name)) >= SHORTEST_FUZZY
    return long_enough and said[0] == name[0] and _digits(said) == _digits(name)


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())
