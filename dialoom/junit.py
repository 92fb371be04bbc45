"""Flow tests as a JUnit report, the XML that every CI server reads."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from dialoom.flow_test_report import explained
from dialoom.flow_tests import Suite, Timed
from engine.dialogue import FlowTest

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(path: Path, suites: Sequence[Suite]) -> None:
    root = ET.Element("testsuites", {"name": "dialoom", **_numbers(suites)})
    for suite in suites:
        own = ET.SubElement(root, "testsuite", {"name": _clean(str(suite.path)), **_numbers([suite])})
        for test, timed in zip(suite.tests, suite.ran, strict=True):
            _case(own, suite, test, timed)
    ET.indent(root)
    path.write_bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _case(suite_element: ET.Element, suite: Suite, test: FlowTest, timed: Timed) -> None:
    name, flow = _clean(test.name), _clean(suite.flow.path.stem)
    case = ET.SubElement(suite_element, "testcase", name=name, classname=flow, time=f"{timed.seconds:.4f}")
    if failure := timed.outcome.failure:
        told = ET.SubElement(case, "failure", message=_clean(str(failure)), type="expectation")
        told.text = _clean("\n".join(explained(test, timed.outcome)))


def _numbers(suites: Sequence[Suite]) -> dict[str, str]:
    seconds = sum(timed.seconds for suite in suites for timed in suite.ran)
    return {
        "tests": str(sum(len(suite.ran) for suite in suites)),
        "failures": str(sum(suite.failed for suite in suites)),
        "errors": "0",
        "time": f"{seconds:.4f}",
    }


def _clean(text: str) -> str:
    """XML has no way to write most control characters; what people type into a chat may hold them."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
