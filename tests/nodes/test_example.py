"""A stranger's package plugs in by being installed: no file of ours changes, and the page that says so is true."""

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

import dialoom
from engine import FlowDocument, Limits
from engine.check import Known, check
from nodes import BUILTIN, HttpAnswer, NodeType, node_types
from nodes import testing as cases_runner
from nodes.registry import installed, joined
from nodes.testing import KEYS, run_cases
from tests.make import a_document

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "custom-nodes"
PAGE = (ROOT / "docs" / "adding-a-node.md").read_text("utf-8")
PROJECT = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
CODE = PAGE.partition("<!-- example -->\n```python\n")[2].partition("```\n<!-- /example -->")[0]


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, NodeType[Any]]]:
    """The example as an installer would leave it: its packages, and its entry points beside them."""
    info = tmp_path / "acme_nodes-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PROJECT['name']}\nVersion: 1.0\n")
    entries = PROJECT["entry-points"]["dialoom.nodes"].items()
    (info / "entry_points.txt").write_text("[dialoom.nodes]\n" + "".join(f"{name} = {at}\n" for name, at in entries))
    monkeypatch.syspath_prepend(str(EXAMPLE / "src"))
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield {node.kind: node for owner, node in installed() if owner == PROJECT["name"]}
    for name in [name for name in sys.modules if name.startswith("acme_nodes")]:
        del sys.modules[name]


def test_an_installed_package_is_in_the_palette(acme: dict[str, NodeType[Any]]) -> None:
    """Its types are found by their entry points, beside ours."""
    assert sorted(acme) == ["acme.shout", "acme.weather"]
    assert set(joined(BUILTIN, installed())) >= {"acme.shout", "acme.weather", "end"}


def test_the_package_keeps_its_promises(acme: dict[str, NodeType[Any]], request: pytest.FixtureRequest) -> None:
    """The example's cases hold, with the runner that strangers use."""
    for kind, node in acme.items():
        path = EXAMPLE / "tests" / "cases" / f"{kind}.json"
        run_cases(node, path, update=bool(request.config.getoption("--update")))


def test_the_package_imports_nothing_of_ours_but_the_facade() -> None:
    """Strangers rely on ``dialoom`` alone; all that they name there is there."""
    for file in EXAMPLE.rglob("*.py"):
        imported = set(re.findall(r"^(?:from|import) (\w+)", file.read_text("utf-8"), re.MULTILINE))
        assert imported <= {"dialoom", "acme_nodes", "pydantic", "pytest", *sys.stdlib_module_names}
    assert HttpAnswer is dialoom.HttpAnswer


def test_the_page_shows_the_example_as_it_is() -> None:
    """The node on the page is the file in the package, letter by letter."""
    assert (EXAMPLE / "src" / "acme_nodes" / "shout.py").read_text("utf-8") == CODE


def test_the_page_explains_every_key_of_a_case() -> None:
    """What a case may hold is on the page, and the case that it shows is kept by the node that it shows."""
    table = PAGE.partition("| key | meaning |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", table)) >= KEYS - {"case"}
    scope: dict[str, Any] = {"__name__": "acme_shout", "__doc__": "Say it loud."}
    exec(compile(CODE, "adding-a-node.md", "exec"), scope)
    shown = json.loads(PAGE.partition("```json\n")[2].partition("```")[0])
    assert cases_runner.faults(scope["node"], shown) == ()


def test_every_step_on_the_page_can_be_taken() -> None:
    """The steps that the page lists are valid Python over names of the facade, which has the events that resume them, too."""
    lines = PAGE.partition("## What a step can say\n\n```python\n")[2].partition("```")[0].splitlines()
    names = {name for line in lines for name in re.findall(r"\b[A-Z]\w+(?=\()", line.partition("#")[0])}
    events = {name for line in lines for told in re.findall(r"resume\((.*?)\)", line) for name in told.split(" | ")}
    assert {"SendMessage", "ForReply", "ForCall"} <= names
    assert "CallReturned" in events
    assert names | events <= set(dialoom.__all__)
    assert all(compile(line, "page", "eval") for line in lines)


class Tags(dialoom.Value):
    tags: tuple[str, ...] = Field(
        title="Tags", description="One is enough.", json_schema_extra=dialoom.widget("choices")
    )


def test_a_trigger_of_a_package_tells_what_it_takes() -> None:
    """As the page shows it, over names of the facade: the check finds the one that never starts, and only that."""
    code = re.search(r"```python\n(def matches.*?)```", PAGE, re.DOTALL)
    scope: dict[str, Any] = {**vars(dialoom), "Params": Tags}
    exec(compile(code[1] if code else "", "adding-a-node.md", "exec"), scope)
    pulled = {"matches": scope["matches"], "pulls": scope["pulls"]}
    hashtag = replace(node_types()["any_message"], kind="acme.hashtag", params=Tags, admits=None, **pulled)
    nodes = {id: ("acme.hashtag", {"tags": list(tags)}) for id, tags in [("a", "xy"), ("b", "y"), ("c", "yz")]}
    document = FlowDocument.model_validate(a_document(nodes, {}))
    found = check(document, {**node_types(), "acme.hashtag": hashtag}, Known(), Limits())
    assert [one.node for one in found if one.code == "shadowed_trigger"] == ["b"]
    assert hashtag.matches
    assert hashtag.matches(Tags(tags=("y",)), dialoom.MessageReceived(text="look #y"))
