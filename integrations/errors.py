"""What is wrong with a webhook. Whoever sent it is told, so no text names a credential.

IntegrationError
├── BadSignature   nobody knows who sent it: refuse it with 401
└── BadPayload     the sender is known, the content cannot be read: keep it, answer 400
"""


class IntegrationError(Exception):
    """Base of every error an integration raises."""


class BadSignature(IntegrationError):
    pass


class BadPayload(IntegrationError):
    pass
