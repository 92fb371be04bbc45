"""What the arguments of filters are taken for."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ParamSpec

from liquid.exceptions import LiquidError
from liquid.undefined import is_undefined

from engine.formats import Unformattable
from engine.template_compare import described, number_of

P = ParamSpec("P")


def number_shown_by(value: Any, name: str) -> Decimal | None:
    """Nothing stays nothing, so that ``default`` can say what then; what is set but no number is the author's mistake."""
    known = given(value)
    return None if known is None or (isinstance(known, str) and not known.strip()) else number_in(known, name)


def number_in(value: Any, name: str) -> Decimal:
    found = number_of(value)
    if found is None:
        shown = "nothing" if is_undefined(value) else described(value)
        raise LiquidError(f"{name} needs a number, not {shown}", token=None)
    return found


def whole_in(value: Any, name: str, least: int, most: int) -> int:
    """A whole number within these bounds."""
    number = number_in(value, name)
    if number != number.to_integral_value() or not least <= number <= most:
        raise LiquidError(f"{name} takes a whole number from {least:,} to {most:,}", token=None)
    return int(number)


def given(value: Any) -> Any:
    """None for an argument that is a name without a value."""
    return None if is_undefined(value) else value


def as_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def formatted(write: Callable[P, str], *args: P.args, **options: P.kwargs) -> str:
    """What ``write`` gives; what it cannot write is the author's mistake."""
    try:
        return write(*args, **options)
    except Unformattable as error:
        raise LiquidError(str(error), token=None) from error
