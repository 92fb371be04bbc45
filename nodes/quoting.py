"""How a message to the author quotes what did not fit."""

LONGEST = 100


def quoted(value: object) -> str:
    """Its beginning is enough to find it by, and leaves room for the message."""
    return repr(str(value)[:LONGEST])
