"""How large a number may be: the same for what people write, what a model finds, and what a variable keeps."""

from decimal import Decimal

LARGEST = 1e15  # beyond it a float no longer knows its ones


def is_too_large(value: float | Decimal) -> bool:
    """On either side of zero, and what is no number at all."""
    return not -LARGEST <= value <= LARGEST
