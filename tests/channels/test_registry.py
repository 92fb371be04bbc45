"""Channel types of installed packages."""

from pathlib import Path

import pytest

from channels import ADAPTERS, ChannelTypeRefused, adapters
from channels.registry import collect

MODULE = """
import dataclasses
from channels import webchat
adapter = dataclasses.replace(webchat.adapter, kind={kind!r})
broken = "not an adapter"
"""


def install(site: Path, name: str, *, kind: str = "acme.pigeon", target: str = "adapter") -> None:
    """A distribution of that name, as pip would leave it."""
    module = name.replace("-", "_")
    info = site / f"{module}-1.0.dist-info"
    info.mkdir()
    (site / f"{module}.py").write_text(MODULE.format(kind=kind))
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dialoom.channels]\n{kind} = {module}:{target}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_ours_are_found_by_kind() -> None:
    """Our own channel types are there without any package."""
    assert {adapter.kind for adapter in ADAPTERS} <= adapters().keys()


def test_an_installed_package_adds_its_own(site: Path) -> None:
    """An entry point in the group dialoom.channels is enough."""
    install(site, "pigeon-one")
    assert collect(ADAPTERS)["acme.pigeon"].title == "Web chat"


def test_one_kind_has_one_owner(site: Path) -> None:
    """Two packages that define one kind are refused, and both are named."""
    install(site, "pigeon-two")
    install(site, "pigeon-three")
    with pytest.raises(ChannelTypeRefused, match=r"(?s)acme\.pigeon.*pigeon-t.*pigeon-t"):
        collect(ADAPTERS)


def test_nobody_replaces_ours(site: Path) -> None:
    """A package cannot take the place of one of our channel types."""
    install(site, "pigeon-four", kind="telegram")
    with pytest.raises(ChannelTypeRefused, match="dialoom and by pigeon-four"):
        collect(ADAPTERS)


@pytest.mark.parametrize(("target", "says"), [("broken", "not an Adapter but a str"), ("missing", "cannot be loaded")])
def test_what_is_no_adapter_is_refused(site: Path, target: str, says: str) -> None:
    """An entry point that is no adapter names its package."""
    install(site, f"pigeon-{target}", target=target)
    with pytest.raises(ChannelTypeRefused, match=rf"pigeon-{target}.*{says}"):
        collect(ADAPTERS)
