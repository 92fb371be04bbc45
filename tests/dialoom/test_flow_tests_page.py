"""The page on flow tests, and the schema of their files, say what is taken."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from dialoom.flow_test_files import parsed
from dialoom.flow_test_run import Wanted, run
from engine.dialogue import Expected, FlowTest, Line
from tests.dialoom.test_flow_tests import EXAMPLES, PAGE, SCHEMA


@pytest.mark.parametrize("example", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_the_pages_examples_are_flow_tests(example: str, tmp_path: Path) -> None:
    """What the page shows can be copied and holds beside the gallery's flows, and editors that know the schema agree."""
    folder = Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("custom-nodes")))
    (folder / "a.tests.yaml").write_text(example)
    assert run([folder / "a.tests.yaml"], Wanted()) == 0
    assert list(Draft202012Validator(SCHEMA).iter_errors(parsed(folder / "a.tests.yaml"))) == []


@pytest.mark.parametrize("model", [Line, FlowTest, Expected])
def test_the_page_names_every_key(model: type[BaseModel]) -> None:
    """A key that is not on the page does not exist for those who write tests."""
    assert [name for name in model.model_fields if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("line", [{}, {"says": "a", "expects": "b"}, {"sayz": "a"}, {"waits": "1h"}, {"tags": "vip"}])
def test_the_schema_refuses_what_is_no_line(line: dict[str, Any]) -> None:
    """An editor marks a line that says two things, or one that nobody understands."""
    body = {"flow": "flow.json", "tests": [{"name": "t", "dialogue": [line]}]}
    (error,) = Draft202012Validator(SCHEMA).iter_errors(body)
    assert error.json_path.startswith("$.tests[0].dialogue[0]")
