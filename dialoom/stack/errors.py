"""What can go wrong with the servers on this machine."""


class StackError(Exception):
    """A server or its folder is unusable; says which, why, and the last words of its log."""

    def __init__(self, what: str, reason: str, log: str = "") -> None:
        self.what, self.reason, self.log = what, reason, log
        tail = f"\n--- end of its log ---\n{log}" if log else ""
        super().__init__(f"{what}: {reason}{tail}")
