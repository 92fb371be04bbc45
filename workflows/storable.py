"""Values of strangers as JSON that the database keeps: without NULs, halves of characters and numbers that are none."""

import math
from typing import Any


def storable(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "").encode(errors="replace").decode()
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {storable(str(name)): storable(one) for name, one in value.items()}
        case list() | tuple():
            return [storable(one) for one in value]
        case _:
            return value
