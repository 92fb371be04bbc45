"""Secrets at rest, under keys that can be changed, and digests of what is only ever compared."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from store.errors import Undecryptable


@dataclass(frozen=True, slots=True)
class Rotation:
    """``found`` counts values per key they were under, newest key first, before ``rewritten`` of them moved to the
    newest. A key may be dropped once it counts zero everywhere."""

    found: dict[str, int]
    rewritten: int


class Vault:
    """Encrypts under the first key, decrypts under any."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        values = [key.get_secret_value() for key in keys]
        self._fernets = {_name(value): Fernet(value) for value in values}
        self._all = MultiFernet(list(self._fernets.values()))

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the keys that may be shown and logged, newest first."""
        return tuple(self._fernets)

    def encrypt(self, text: str) -> str:
        return self._all.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        try:
            return self._all.decrypt(token).decode()
        except InvalidToken:
            raise Undecryptable from None

    def key_of(self, token: str) -> str:
        """The name of the key that this was encrypted under."""
        for name, fernet in self._fernets.items():
            try:
                fernet.decrypt(token)
            except InvalidToken:
                continue
            return name
        raise Undecryptable

    def rotate(self, tokens: Sequence[str]) -> tuple[list[str], Rotation]:
        """The same values, all under the newest key; those that already are stay as they are."""
        found = dict.fromkeys(self.keys, 0)
        rotated = []
        for token in tokens:
            name = self.key_of(token)
            found[name] += 1
            rotated.append(token if name == self.keys[0] else self.encrypt(self.decrypt(token)))
        return rotated, Rotation(found, len(tokens) - found[self.keys[0]])


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str, pepper: SecretStr | None = None) -> bytes:
    """For tokens of full strength only: a password would need a slow hash."""
    return hmac.digest(pepper.get_secret_value().encode() if pepper else b"", token.encode(), "sha256")


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]
