"""Settings: read in one place, refused in words when they are wrong."""

from pathlib import Path

import pytest

from dialoom.settings import SettingsError, load, names

ROOT = Path(__file__).parents[2]
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


def test_works_without_any() -> None:
    """Nothing set gives defaults for a development machine."""
    settings = load({})
    assert settings.api.port == 8000
    assert settings.temporal.namespace == "dialoom"


@pytest.mark.parametrize("name", ["DIALOOM_DATABSE__URL", "DIALOOM_DATABASE__POOOL", "DIALOOM_PORT"])
def test_refuses_what_nothing_reads(name: str) -> None:
    """A variable with our prefix that nothing reads is a typing mistake, and is named."""
    with pytest.raises(SettingsError, match=name):
        load({name: "1"})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DIALOOM_API__PORT", "99999999", "API__PORT"),
        ("DIALOOM_API__PUBLIC_URL", "bot.example.com", "PUBLIC_URL"),
        ("DIALOOM_AI__CONNECTIONS", '{"default": {"model": "m", "base_url": "models.local"}}', "valid URL"),
        (
            "DIALOOM_AI__CONNECTIONS",
            '{"default": {"base_url": "https://models.local/v1"}}',
            "DEFAULT__MODEL: Field required",
        ),
        ("DIALOOM_AI__BUDGETS__FLOW__TOKENS", "-1", "greater than or equal to 0"),
        ("DIALOOM_SMTP__HOST", "mail.local", "SMTP: a mail server needs `sender`"),
        ("DIALOOM_SMTP__SECURITY", "ssl", "starttls"),
        ("DIALOOM_WORKER__LEASE", "ten seconds", "ISO 8601"),
        ("DIALOOM_ENCRYPTION__KEYS", '["short"]', "KEYS__0: must be 32 random bytes"),
    ],
)
def test_says_what_is_wrong_with_a_value(name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that cannot be used is named with the reason, and never shown if it is secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words):
        load()


def test_keys_are_asked_for_when_they_are_needed() -> None:
    """Without an encryption key the error says how to make one."""
    with pytest.raises(SettingsError, match="keys new"):
        _ = load({}).keys


def test_reads_nested_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part gets its own values from nested names."""
    monkeypatch.setenv("DIALOOM_ENCRYPTION__KEYS", f'["{KEY}"]')
    monkeypatch.setenv("DIALOOM_WORKER__SENDS_AT_ONCE", "3")
    monkeypatch.setenv(
        "DIALOOM_AI__CONNECTIONS", '{"default": {"model": "m", "api_key": "sk-1"}, "Big": {"model": "n"}}'
    )
    monkeypatch.setenv("DIALOOM_AI__BUDGETS__FLOW__COST", "2.5")
    settings = load()
    assert {name: one.model for name, one in settings.ai.connections.items()} == {"default": "m", "Big": "n"}
    assert settings.ai.budgets.flow.cost == 2.5
    assert settings.keys.keys[0].get_secret_value() == KEY
    assert settings.worker.sends_at_once == 3


@pytest.mark.parametrize("name", sorted(names()))
def test_every_setting_is_documented(name: str) -> None:
    """A setting that docs/operating.md does not name cannot be found by those who need it."""
    assert name in (ROOT / "docs" / "operating.md").read_text()
