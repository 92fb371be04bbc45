"""What must stay true of the repository as a whole."""

import json
import re
import subprocess
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from dialoom.flow_files import check_file
from dialoom.flow_tests import run_files
from nodes import BUILTIN, NodeType, node_types

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "channels", "dialoom", "engine", "integrations", "nodes", "store", "ui_schema", "workflows")
EXAMPLES = sorted(p for p in (ROOT / "examples").glob("*.json") if not p.stem.endswith(".tests"))
TESTS = sorted((ROOT / "examples").glob("*.tests.json"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("name", PACKAGES)
def test_no_stranger_stands_in_front_of_our_packages(name: str) -> None:
    """Our packages have plain names; each of them resolves to this checkout."""
    file = import_module(name).__file__
    assert file is not None
    assert Path(file).is_relative_to(ROOT)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_example_is_clean_and_tested(path: Path) -> None:
    """An example has no problem of any severity, and flow tests beside it."""
    _, problems = check_file(path, node_types())
    assert problems == ()
    assert path.with_name(f"{path.stem}.tests.json") in TESTS


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.stem)
def test_every_example_does_what_its_tests_say(path: Path) -> None:
    """All flow tests of the examples hold."""
    ran = [one.outcome for suite in run_files([path], node_types()) for one in suite.ran]
    assert ran
    assert {one.name: str(one.failure) for one in ran if one.failure is not None} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link in the documentation leads to a file that exists."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readmes_node_is_a_node(tmp_path: Path) -> None:
    """The node type that the README shows registers as it stands there."""
    (source,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    module = ModuleType("readme")
    exec(compile(source, "README.md", "exec"), module.__dict__)
    assert isinstance(module.node, NodeType)
    assert module.node.kind == "acme.shout"


def test_the_readme_counts_right() -> None:
    """So many node types and checks as it says."""
    readme, checks = (ROOT / "README.md").read_text(), (ROOT / "docs" / "checks.md").read_text()
    assert f"{len(BUILTIN)} [node types]" in readme
    assert f"{len(re.findall('^### `', checks, re.MULTILINE))} [static checks]" in readme


def test_the_lock_names_no_host_and_has_hashes() -> None:
    """The lock can be used with any index: it names none, and every package is pinned by hash."""
    text = (ROOT / "requirements.lock").read_text()
    assert not re.search(r"https?://(?!.*#)", text)
    assert not re.search(r"^--(index|extra-index|find)", text, re.MULTILINE)
    blocks = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n(?:\s+--hash=sha256:[0-9a-f]{64}[^\n]*\n)+", text, re.MULTILINE)
    assert len(blocks) == len(re.findall(r"^[a-z0-9][a-z0-9._-]*==", text, re.MULTILINE))


def test_every_folder_of_the_design_has_an_inhabitant() -> None:
    """Each of the design's folders has at least one file that git knows."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.split("/")[0] for line in listed.splitlines() if "/" in line}
    wanted = {*PACKAGES, "tests", "bench", "docs", "examples", "deploy", "web", ".ci"}
    assert wanted <= folders


def test_the_changelog_is_for_users() -> None:
    """There is always a place for what comes next."""
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text()


def test_the_committed_node_types_are_json() -> None:
    """What other programs read can be read."""
    assert json.loads((ROOT / "ui_schema" / "node-types.json").read_text())
