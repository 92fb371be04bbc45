"""Secrets under keys that change."""

import pytest
from pydantic import SecretStr, ValidationError

from store.config import Encryption
from store.crypto import Vault, digest
from store.errors import Undecryptable

Keys = tuple[SecretStr, SecretStr]


def test_what_is_encrypted_comes_back_and_shows_nothing(vault: Vault) -> None:
    """The stored text does not contain the secret, and is another every time."""
    first, second = vault.encrypt("hunter2 ✓"), vault.encrypt("hunter2 ✓")
    assert "hunter2" not in first + second
    assert first != second
    assert vault.decrypt(first) == vault.decrypt(second) == "hunter2 ✓"


def test_an_old_key_decrypts_as_long_as_it_is_listed(keys: Keys) -> None:
    """A new key is put first; what was written before stays readable until the old one is taken away."""
    new, old = keys
    token = Vault([old]).encrypt("kept")
    assert Vault([new, old]).decrypt(token) == "kept"
    with pytest.raises(Undecryptable):
        Vault([new]).decrypt(token)


def test_rotation_moves_to_the_newest_key_and_counts(keys: Keys) -> None:
    """Zero for the old key means that it may be dropped; nothing is rewritten twice."""
    new, old = keys
    vault = Vault(keys)
    tokens = [Vault([old]).encrypt("a"), Vault([old]).encrypt("b"), vault.encrypt("c")]
    rotated, rotation = vault.rotate(tokens)
    assert (rotation.found, rotation.rewritten) == ({vault.keys[0]: 1, vault.keys[1]: 2}, 2)
    assert [Vault([new]).decrypt(token) for token in rotated] == ["a", "b", "c"]
    again, rotation = vault.rotate(rotated)
    assert (again, rotation.rewritten, rotation.found[vault.keys[1]]) == (rotated, 0, 0)


def test_rotation_stops_at_what_no_key_fits(keys: Keys) -> None:
    """A value that cannot be read is not thrown away."""
    new, old = keys
    with pytest.raises(Undecryptable):
        Vault([new]).rotate([Vault([old]).encrypt("a")])


def test_names_of_keys_give_nothing_away(keys: Keys, vault: Vault) -> None:
    """They may stand in a log."""
    assert all(name not in key.get_secret_value() for name, key in zip(vault.keys, keys, strict=True))


@pytest.mark.parametrize("keys", [(), ("hunter2",), ("not base64 at all, but as long as a key !!!",)])
def test_keys_are_checked_at_the_start(keys: tuple[str, ...]) -> None:
    """A key that cannot work is refused with the settings, and its text is not repeated."""
    with pytest.raises(ValidationError) as refused:
        Encryption.model_validate({"keys": keys})
    assert all(key not in str(refused.value) for key in keys)


def test_a_digest_depends_on_the_pepper() -> None:
    """A stolen table of digests cannot be compared with another installation's."""
    assert digest("token") != digest("token", SecretStr("pepper"))
    assert digest("token", SecretStr("pepper")) == digest("token", SecretStr("pepper"))
