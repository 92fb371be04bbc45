"""How talking to a platform can fail. A send error answers one question: again, or not?

ChannelError
├── BadSignature             the webhook is not from the platform: refuse it with 401
├── BadPayload               the webhook cannot be read: keep it, answer 400
├── ConnectFailed            the platform refused the credentials or the webhook address: tell the person who connects
└── SendError
    ├── Unreachable          again: nothing arrived
    ├── Throttled            again, after ``after`` seconds
    ├── Uncertain            the request went out, no answer came: do not send again blindly
    └── Refused              never: the platform said no
        └── ContactStopped   never, and mark the address as opted out
"""


class ChannelError(Exception):
    """Base of every error an adapter raises."""


class BadSignature(ChannelError):
    pass


class BadPayload(ChannelError):
    pass


class ConnectFailed(ChannelError):
    pass


class SendError(ChannelError):
    retryable = False

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


class Unreachable(SendError):
    retryable = True


class Throttled(SendError):
    retryable = True

    def __init__(self, detail: str, after: float | None = None) -> None:
        super().__init__("throttled", detail)
        self.after = after


class Uncertain(SendError):
    pass


class Refused(SendError):
    pass


class ContactStopped(Refused):
    pass
