"""`dialoom test`: which files it takes, what it prints, what it writes for a CI server, and how it ends."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dialoom.cli.errors import CommandError, Unusable
from dialoom.flow_test_files import parsed
from dialoom.flow_test_record import Played, make_ready, record
from dialoom.flow_test_run import Wanted, run
from dialoom.meant_files import with_tests
from engine.dialogue import Line
from nodes import node_types
from tests.dialoom.tested import FLOW, NO, YES, write
from tests.make import NOW, a_contact, a_document

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = (Path(__file__).parents[2] / "docs" / "flow-tests.md").read_text()
SCHEMA = json.loads((Path(__file__).parents[2] / "ui_schema" / "flow-tests.schema.json").read_text())


QUIET = {"name": "says nothing", "dialogue": [{"says": "go"}, {"expects_nothing": True}]}


def test_takes_folders_and_files_of_both_kinds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder's files of flow tests are found however deep; a file may have any name."""
    (folder / "more").mkdir()
    write(folder, "a.tests.json", YES)
    (folder / "more" / "flow.json").write_text(json.dumps(FLOW))
    write(folder / "more", "b.tests.yaml", YES)
    other = write(folder, "any name.json", YES)
    assert run([folder, other], Wanted()) == 0
    assert "3 passed, 0 failed" in capsys.readouterr().out


def test_a_flows_own_tests_are_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A flow's file is a file of flow tests by what is saved with it."""
    (folder / "own.json").write_text(json.dumps({**FLOW, "tests": [YES]}))
    assert run([folder / "own.json"], Wanted()) == 0
    assert "own: yes" in capsys.readouterr().out


def test_a_channel_type_that_there_is_not_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A test on a misspelled channel would try out what every other channel is sent."""
    assert run([write(folder, "a.tests.json", YES | {"channel": "telegramm"})], Wanted()) == 1
    assert "no channel type 'telegramm': did you mean 'telegram'?" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("own", "beside", "passed"),
    [
        ((), ["flow.tests.yaml"], 1),
        ((), ["flow.tests.yml", "flow.tests.json", "other.tests.json"], 2),
        ((YES,), ["flow.tests.json"], 2),
    ],
)
def test_a_flow_finds_its_tests(
    own: tuple[Any, ...], beside: list[str], passed: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever names a flow has its own tests run, and those in the files beside it that have its name."""
    (folder / "flow.json").write_text(json.dumps({**FLOW, "tests": own}))
    for name in beside:
        write(folder, name, YES)
    assert run([folder / "flow.json"], Wanted()) == 0
    assert f"{passed} passed, 0 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("beside", "passed"),
    [
        ({}, 1),
        ({"a.tests.json": {"flow": "flow.json", "tests": [NO | {"dialogue": [*NO["dialogue"][:3], {"expects": "Bad."}]}]}}, 2),
        ({"more/again.json": {**FLOW, "tests": [YES, YES]}}, 3),
        ({"none.json": {**FLOW, "tests": []}, "other.json": {"nodes": 1, "tests": []}, "list.json": ["nodes", "tests"]}, 1),
        ({"grafana.json": {"nodes": {"a": 1}, "tests": [1]}, "bare.json": {"nodes": FLOW["nodes"], "tests": [QUIET]}}, 2),
        ({".old/own.json": {**FLOW, "tests": [YES]}, "node_modules/a.tests.json": {}, ".old/b.tests.json": 1}, 1),
    ],
)  # fmt: skip
def test_a_folder_has_tests_in_its_flows(
    beside: dict[str, Any], passed: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tests that the builder saved with a flow are run with a folder's others, however deep, and each file once."""
    (folder / "more").mkdir()
    for name, body in {"own.json": {**FLOW, "tests": [YES]}, **beside}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(body))
    assert run([folder, folder, folder / "own.json"], Wanted()) == 0
    assert f"{passed} passed, 0 failed" in capsys.readouterr().out


def test_a_draft_without_nodes_finds_its_tests(folder: Path) -> None:
    """An empty flow is one: what is told is what it lacks, and not that there are no tests."""
    (folder / "flow.json").write_text(json.dumps({**FLOW, "nodes": [], "edges": []}))
    write(folder, "flow.tests.json", YES)
    with pytest.raises(Unusable, match=r"flow\.tests\.json: its flow flow\.json cannot run: "):
        run([folder / "flow.json"], Wanted())


def test_a_broken_flow_with_tests_is_told_in_a_folder(folder: Path) -> None:
    """Where it says that it is a flow; of what is no JSON otherwise nobody knows what it was to be."""
    (folder / "own.json").write_text('{"dialoom": 3, "nodes": [], "tests": [')
    (folder / "untested.json").write_text('{"dialoom": 3, "nodes": [')
    (folder / "theirs.json").write_text('{"nodes": [], "tests": [')
    with pytest.raises(Unusable, match=r"^\S*own.json cannot be read[^\n]*$"):
        run([folder], Wanted())


def test_a_failure_is_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What failed is told below what was said up to there; the others run all the same, and the exit code is 1."""
    assert run([write(folder, "a.tests.json", NO, YES)], Wanted()) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "FAILED  a: no",
        "        contact  go",
        "        bot      Well? [Yes] [No]",
        "        contact  [no]",
        "        bot      Bad.",
        '        line 4   {"expects": "Good."}',
        "        line 4: expected 'Good.', found 'Bad.'",
        "ok      a: yes",
        "1 passed, 1 failed",
    ]


@pytest.mark.parametrize(
    ("least", "tests", "code", "told"),
    [
        (50, (YES,), 0, "flow.json: 3 of 4 nodes (75 %), 3 of 6 outputs (50 %)"),
        (50, (YES,), 0, "no test goes through the output ask.no_match"),
        (50, (YES,), 0, "no test goes through the node bad"),
        (51, (YES,), 1, "flow.json: 50 % are covered, 51 % are required"),
        (80, (YES, NO), 1, "1 passed, 1 failed"),
    ],
)
def test_coverage(
    least: float, tests: tuple[Any, ...], code: int, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report lists what no test went through; less than what is required fails the command."""
    assert run([write(folder, "a.tests.json", *tests)], Wanted(coverage=True, at_least=least)) == code
    assert told in capsys.readouterr().out


def test_two_files_of_one_flow_cover_it_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Coverage is the flow's, not a file's."""
    write(folder, "a.tests.json", YES)
    write(folder, "b.tests.yml", NO)
    run([folder], Wanted(coverage=True))
    assert "flow.json: 4 of 4 nodes (100 %), 5 of 6 outputs (83 %)" in capsys.readouterr().out


def test_calls_are_simulated_and_long_lists_are_cut(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A call gives what its node type simulates; of what is not covered the first twenty are told."""
    nodes: dict[str, Any] = {
        f"n{i}": ("http_request", {"url": "https://a.example", "sample": '"ok"'}) for i in range(6)
    }
    document = a_document({"start": ("keyword", {"words": ["go"]}), **nodes}, {"start.next": "n0"})
    (folder / "flow.json").write_text(json.dumps(document))
    test = {"name": "t", "dialogue": [{"says": "go"}, {"leaves": {"n0": "success"}}]}
    assert run([write(folder, "a.tests.json", test)], Wanted(coverage=True)) == 0
    assert "… and 9 more outputs" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.tests.json", "{", "cannot be read"),
        ("a.tests.yaml", "a: [", "cannot be read"),
        ("a.tests.yaml", "- says: go", "is no file of flow tests"),
        ("a.tests.yaml", "flow: flow.json", "tests: it is missing"),
        ("a.tests.yaml", "flow: nowhere.json\ntests: [{name: t, dialogue: [says: go]}]", "no flow 'nowhere.json'"),
        ("a.tests.yaml", "flow: flow.json\ntests: [{name: t, dialogue: [sayz: go]}]", "tests.0.dialogue.0.sayz: unknown key"),
        ("a.tests.yaml", "flow: flow.json\ntests: [{name: t, dialogue: [{says: a, waits: PT1H}]}]", "a line says one thing"),
        ("a.tests.yaml", "flow: flow.json\ntests: [{name: t, dialogue: [says: 12]}]", "says: must be a text"),
        ("a.tests.yaml", "flow: flow.json\ntests: [{name: t, dialogue: [says: ]}]", "'says' has no value: write one behind it"),
        ("lone.json", "{", "cannot be read"),
        ("lone.json", json.dumps(FLOW), "a flow without tests: none are saved with it, and there is no lone.tests.json,"),
        ("b.json", '{"dialoom_bundle": 1, "flows": []}', "b.json is a bundle of flows: `dialoom import` takes it"),
        ("a.tests.yaml", "flow: broken.json\ntests: [{name: t, dialogue: [says: go]}]", "its flow broken.json cannot run: "),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(name: str, text: str, told: str, folder: Path) -> None:
    """What is wrong with a file is told with its place; the exit code is 2, not that of a failed test."""
    (folder / "broken.json").write_text(json.dumps(a_document({"start": ("keyword", {})})))
    (folder / name).write_text(text)
    with pytest.raises(Unusable) as caught:
        run([folder / name], Wanted())
    assert told in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_broken_file_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The other files are run, all broken ones are named at the end, and a CI server is told of them as errors."""
    (folder / "a.tests.json").write_text("{")
    write(folder, "b.tests.json", YES)
    (folder / "c.tests.yaml").write_text("flow: nowhere.json\ntests: [{name: t, dialogue: [says: go]}]")
    (folder / "d.tests.yml").symlink_to(folder / "gone.yml")
    (folder / "gone.json").symlink_to(folder / "gone.yml")
    with pytest.raises(Unusable) as caught:
        run([folder], Wanted(junit=folder / "report.xml"))
    assert re.findall(r"/(\w)\.tests\S+ cannot|/(\w)\.tests\S+: ", str(caught.value)) == [
        ("a", ""),
        ("", "c"),
        ("d", ""),
    ]
    assert "1 passed, 0 failed, 3 files cannot be used" in capsys.readouterr().out
    root = ET.parse(folder / "report.xml").getroot()
    assert [root.attrib[name] for name in ("tests", "failures", "errors")] == ["4", "0", "3"]
    assert ["cannot be read" in error.attrib["message"] for error in root.iter("error")] == [True, False, True]


def test_a_folder_without_tests_is_a_mistake(folder: Path) -> None:
    """A CI job that finds nothing to run must not be green."""
    with pytest.raises(Unusable, match="no file"):
        run([folder], Wanted())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("sí", "sí"),
        ("não", "não"),
        ("नहीं", "नहीं"),
        ("لا", "لا"),
        ("tidak", "tidak"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-01-05", "2026-01-05"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("'12'", "12"),
        ("12", 12),
        ("-3.5", -3.5),
        ("true", True),
        ("null", None),
        ("~", "~"),
        ("", None),
    ],
)
def test_yaml_has_no_surprises(written: str, read: Any, tmp_path: Path) -> None:
    """Words, dates and times of chats stay what they are in YAML; only what is a value in JSON is one."""
    (tmp_path / "a.yaml").write_text(f"says: {written}\n")
    assert parsed(tmp_path / "a.yaml") == {"says": read}


@pytest.mark.parametrize("name", ["kept.tests.json", "kept.tests.yaml"])
def test_a_record_can_be_run_and_added_to(name: str, folder: Path) -> None:
    """What was played is kept in either format, beside what was in the file before, and holds."""
    lines = [Line(says="go"), Line(expects="Well?"), Line(chooses="no"), Line(expects="Bad.")]
    for _ in range(2):
        record(folder / name, folder / "flow.json", Played(a_contact(name="Ann"), NOW, lines))
    assert [one["name"] for one in parsed(folder / name)["tests"]] == ["recorded 1", "recorded 2"]
    assert run([folder / name], Wanted()) == 0
    assert list(with_tests([folder], node_types())) == [folder / name]


def test_where_it_is_recorded_is_tried_before(folder: Path) -> None:
    """Nothing is left there by that, and a file that is none of flow tests is told before anybody has played."""
    make_ready(folder / "new" / "a.tests.json")
    assert [*(folder / "new").iterdir()] == []
    kept = write(folder, "b.tests.json", YES).read_bytes()
    make_ready(folder / "b.tests.json")
    assert (folder / "b.tests.json").read_bytes() == kept
    (folder / "notes.yaml").write_text("- buy milk")
    with pytest.raises(Unusable, match="is no file of flow tests"):
        make_ready(folder / "notes.yaml")


def test_nothing_played_is_not_recorded(folder: Path) -> None:
    """An empty dialogue would be a test that cannot fail."""
    with pytest.raises(CommandError, match="nothing was played"):
        record(folder / "a.tests.json", folder / "flow.json", Played(a_contact(name="Ann"), NOW, []))
