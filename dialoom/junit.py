"""Flow tests as a JUnit report, the XML that every CI server reads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from os.path import relpath
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from dialoom.cli.errors import Unusable
from dialoom.flow_test_report import explained
from dialoom.flow_tests import Broken, Suite
from dialoom.saving import save

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Case(NamedTuple):
    """``wrong`` is what kind of element tells that it does not hold, ``message`` and ``text`` are in it."""

    name: str
    of: str
    seconds: float = 0
    wrong: str | None = None
    message: str = ""
    text: str = ""


def write(path: Path, suites: Sequence[Suite], broken: Sequence[Broken], lacking: Mapping[Path, str]) -> str:
    """``lacking`` has the flows of which a coverage is required, with what they lack of it, if anything. Servers show
    cases: a file that cannot be run is one, and so is a flow's coverage. Gives why it could not be written, or nothing."""
    whole = [(str(suite.path), list(_tests(suite))) for suite in suites]
    whole += [(str(one.path), [_Case("can be run", str(one.path), 0, "error", one.why)]) for one in broken]
    whole += [("coverage", [_coverage(flow, lack) for flow, lack in lacking.items()])] if lacking else []
    root = ET.Element("testsuites", {"name": "dialoom", **_numbers([case for _, cases in whole for case in cases])})
    for name, cases in whole:
        suite = ET.SubElement(root, "testsuite", {"name": _clean(name), **_numbers(cases)})
        for case in cases:
            _add(suite, case)
    return _saved(path, root)


def _saved(path: Path, root: ET.Element) -> str:
    ET.indent(root)
    try:
        save(path, ET.tostring(root, encoding="utf-8", xml_declaration=True).decode(), "the report")
    except Unusable as error:
        return str(error)
    return ""


def _tests(suite: Suite) -> Iterator[_Case]:
    for test, (outcome, seconds) in zip(suite.tests, suite.ran, strict=True):
        wrong, message = ("failure", str(outcome.failure)) if outcome.failure else (None, "")
        text = "\n".join(explained(test, outcome))
        yield _Case(test.name, _class_of(suite.flow.path), seconds, wrong, message, text)


def _coverage(flow: Path, lack: str) -> _Case:
    return _Case("coverage", _class_of(flow), 0, "failure" if lack else None, lack)


def _class_of(flow: Path) -> str:
    """Seen from where the command was started: servers take cases of one class and name for the same, and in two folders there
    may be flows of one name."""
    return Path(relpath(flow)).with_suffix("").as_posix()


def _add(suite: ET.Element, case: _Case) -> None:
    known = {"name": _clean(case.name), "classname": _clean(case.of), "time": f"{case.seconds:.4f}"}
    element = ET.SubElement(suite, "testcase", known)
    if case.wrong:
        kind = "expectation" if case.wrong == "failure" else "unusable"
        told = ET.SubElement(element, case.wrong, message=_clean(case.message), type=kind)
        told.text = _clean(case.text) or None


def _numbers(cases: Sequence[_Case]) -> dict[str, str]:
    return {
        "tests": str(len(cases)),
        "failures": str(sum(case.wrong == "failure" for case in cases)),
        "errors": str(sum(case.wrong == "error" for case in cases)),
        "time": f"{sum(case.seconds for case in cases):.4f}",
    }


def _clean(text: str) -> str:
    """XML has no way to write most control characters; what people type into a chat may hold them."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
