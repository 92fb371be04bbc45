"""How old rows are, by their ids, which carry the time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ScalarSelect, func, select


def id_of_age(age: timedelta) -> ScalarSelect[Any]:
    """What was made so long ago, or earlier, has a smaller id. As a subquery: what the function gives is another value for
    each row, so no index is asked for it."""
    return select(func.uuidv7(-age)).scalar_subquery()
