"""Which integration types there are, and what every one of them promises."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import SecretStr

from integrations import INTEGRATIONS, AnyIntegration, IntegrationTypeRefused, integration_types
from integrations.registry import collect
from ui_schema.hints import Widget

SECRETS = re.compile(r"token|secret|password|key$")
MODULE = """
import dataclasses
from integrations import standard_webhooks
integration = dataclasses.replace(standard_webhooks.integration, kind={kind!r})
broken = "not an integration"
"""
every_type = pytest.mark.parametrize("integration", INTEGRATIONS, ids=lambda integration: integration.kind)


def install(site: Path, name: str, *, kind: str = "acme.shop", target: str = "integration") -> None:
    """A distribution of that name, as pip would leave it."""
    module = name.replace("-", "_")
    info = site / f"{module}-1.0.dist-info"
    info.mkdir()
    (site / f"{module}.py").write_text(MODULE.format(kind=kind))
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dialoom.integrations]\n{kind} = {module}:{target}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_ours_are_found_by_kind() -> None:
    """Our own integration types are there without any package."""
    assert {integration.kind for integration in INTEGRATIONS} <= integration_types().keys()


def test_an_installed_package_adds_its_own(site: Path) -> None:
    """An entry point in the group dialoom.integrations is enough."""
    install(site, "shop-one")
    assert collect(INTEGRATIONS)["acme.shop"].title == "Signed webhook"


def test_one_kind_has_one_owner(site: Path) -> None:
    """Two packages that define one kind are refused, and both are named."""
    install(site, "shop-two")
    install(site, "shop-three")
    with pytest.raises(IntegrationTypeRefused, match=r"(?s)acme\.shop.*shop-t.*shop-t"):
        collect(INTEGRATIONS)


def test_nobody_replaces_ours(site: Path) -> None:
    """A package cannot take the place of one of our integration types."""
    install(site, "shop-four", kind="webhook")
    with pytest.raises(IntegrationTypeRefused, match="dialoom and by shop-four"):
        collect(INTEGRATIONS)


@pytest.mark.parametrize(
    ("target", "says"), [("broken", "not an Integration but a str"), ("missing", "cannot be loaded")]
)
def test_what_is_no_integration_is_refused(site: Path, target: str, says: str) -> None:
    """An entry point that is no integration names its package."""
    install(site, f"shop-{target}", target=target)
    with pytest.raises(IntegrationTypeRefused, match=rf"shop-{target}.*{says}"):
        collect(INTEGRATIONS)


@every_type
def test_secrets_are_never_shown(integration: AnyIntegration) -> None:
    """A setting that is a credential by its name is a SecretStr, so that it is encrypted and never printed."""
    for name, field in integration.config.model_fields.items():
        assert (field.annotation is SecretStr) == bool(SECRETS.search(name)), name


@every_type
def test_every_setting_has_a_form_field(integration: AnyIntegration) -> None:
    """Each setting tells the form its title, its help and its widget."""
    schema = integration.config.model_json_schema()
    assert schema["additionalProperties"] is False
    for name, setting in schema["properties"].items():
        assert setting["title"], name
        assert setting["description"], name
        assert setting["ui:widget"] in get_args(Widget), name
