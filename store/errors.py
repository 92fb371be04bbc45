"""What the store refuses. Each says what, so that an edge can tell people.

StoreError
├── NotFound         there is no such thing in this workspace
├── StaleRevision    someone else saved in between; ``current`` is the revision to start from
├── Conflict         what is there already stands in the way
├── BudgetUsedUp     models have used what they may in this month
├── BadCursor        the cursor of a page that no page has given
├── Unstorable       a value that no database keeps, such as a text with a NUL in it
└── Undecryptable    none of the encryption keys fits: an old key was removed too early
"""

from collections.abc import Sequence

from engine.problems import Problem


class StoreError(Exception):
    """Base of every error the store raises on purpose."""


class NotFound(StoreError):
    def __init__(self, what: str, id: object) -> None:
        super().__init__(f"there is no {what} {id}")
        self.what, self.id = what, id


class StaleRevision(StoreError):
    def __init__(self, current: int) -> None:
        super().__init__(f"it is at revision {current} by now")
        self.current = current


class Conflict(StoreError):
    """``problems`` say where in what was sent, if it is there."""

    def __init__(self, what: str, detail: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(f"{what}: {detail}")
        self.what, self.detail, self.problems = what, detail, tuple(problems)


class BudgetUsedUp(StoreError):
    """``scope`` is what the budget is for: the conversation, the flow or the workspace."""

    def __init__(self, scope: str, budget: str, month: str) -> None:
        super().__init__(f"the budget of this {scope} for {month}, {budget}, is used up")
        self.scope = scope


class BadCursor(StoreError):
    def __init__(self, cursor: str) -> None:
        super().__init__(f"no page has given the cursor {cursor!r}")
        self.cursor = cursor


class Unstorable(StoreError):
    """Its text names no value: what people said is in nobody's logs."""

    def __init__(self, state: str) -> None:
        super().__init__(f"a value cannot be stored (SQL state {state}): is there a NUL or half a character in a text?")


class Undecryptable(StoreError):
    def __init__(self) -> None:
        super().__init__("none of the encryption keys fits")
