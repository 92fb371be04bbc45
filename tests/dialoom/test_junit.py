"""The report that `dialoom test` writes for a CI server."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dialoom.cli.errors import Unusable
from dialoom.flow_test_run import Wanted, run
from tests.dialoom.tested import FLOW, NO, YES, write


def test_junit(folder: Path, tmp_path: Path) -> None:
    """A CI server gets every test, the failure's explanation, and no character that XML cannot hold."""
    odd = {"name": "odd \x0b <&>", "dialogue": [{"says": "go"}, {"expects": "\x00 Well?"}]}
    run([write(folder, "a.tests.json", YES, odd)], Wanted(junit=tmp_path / "report.xml"))
    root = ET.parse(tmp_path / "report.xml").getroot()
    assert {name: root.attrib[name] for name in ("tests", "failures", "errors")} == {
        "tests": "2",
        "failures": "1",
        "errors": "0",
    }
    good, bad = root.iter("testcase")
    assert (good.attrib["name"], good.attrib["classname"][-5:], len(good)) == ("yes", "/flow", 0)
    assert bad.attrib["name"] == "odd \N{REPLACEMENT CHARACTER} <&>"
    assert "contact  go" in (bad[0].text or "")


@pytest.mark.parametrize(
    ("least", "failures", "told"),
    [(0, "0", []), (50, "0", [""]), (51, "1", ["flow.json: 50 % are covered, 51 % are required"])],
)
def test_junit_tells_the_coverage(least: float, failures: str, told: list[str], folder: Path) -> None:
    """Where one is required it is a case of its own for each flow, which fails when the command does."""
    asked = Wanted(junit=folder / "report.xml", coverage=True, at_least=least)
    code = run([write(folder, "a.tests.json", YES)], asked)
    root = ET.parse(folder / "report.xml").getroot()
    cases = [case for case in root.iter("testcase") if case.attrib["name"] == "coverage"]
    assert [case[0].attrib["message"] if len(case) else "" for case in cases] == told
    assert (root.attrib["tests"], root.attrib["failures"]) == (str(1 + len(told)), failures)
    assert code == int(failures)


def test_flows_of_one_name_are_told_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the folder in which they are, as seen from where the command was started: servers merge what is called the same."""
    for place in (folder, folder / "more"):
        place.mkdir(exist_ok=True)
        (place / "flow.json").write_text(json.dumps({**FLOW, "tests": [YES]}))
    write(folder / "more", "again.tests.yaml", NO)
    monkeypatch.chdir(folder / "more")
    run([Path(".."), Path("flow.json")], Wanted(junit=folder / "report.xml", coverage=True, at_least=1))
    cases = [
        (case.attrib["classname"], case.attrib["name"]) for case in ET.parse(folder / "report.xml").iter("testcase")
    ]
    assert cases == [
        ("../flow", "yes"),
        ("flow", "no"),
        ("flow", "yes"),
        ("../flow", "coverage"),
        ("flow", "coverage"),
    ]


def test_the_reports_folder_is_made(folder: Path) -> None:
    """As CI servers expect it of those who write reports."""
    assert run([write(folder, "a.tests.json", YES)], Wanted(junit=folder / "out" / "ci" / "report.xml")) == 0
    assert (folder / "out" / "ci" / "report.xml").exists()


def test_a_report_that_cannot_be_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is no test that fails: the command tells it after the results, beside files that cannot be used."""
    (folder / "b.tests.json").write_text("{")
    write(folder, "a.tests.json", YES)
    with pytest.raises(Unusable, match=r"b\.tests.json cannot .*\n.*report cannot be written: .*\.xml") as caught:
        run([folder], Wanted(junit=folder / "flow.json" / "report.xml"))
    assert (caught.value.exit_code, "1 passed, 0 failed" in capsys.readouterr().out) == (2, True)
