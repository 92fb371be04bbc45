"""Files of flow tests, JSON or YAML: ``{"flow": "order-bot.json", "tests": [...]}``, the flow's path seen from the file.

A flow's own file is one too, by the tests that are saved with the flow.
"""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from dialoom.cli.errors import Unusable
from dialoom.flow_files import something_else
from dialoom.meant_files import beside
from engine.dialogue import FlowTestFile
from engine.document import dotted, validator_of, wrongs
from engine.validate import refused

SHOWN = 5


def read(path: Path) -> FlowTestFile:
    raw = parsed(path)
    if isinstance(raw, dict) and "nodes" in raw:
        raw = {"flow": path.name, "tests": _saved_with(path, raw)}
    elif isinstance(raw, dict) and "dialoom_bundle" in raw:
        raise Unusable(f"{path} is {something_else(raw)}")
    if isinstance(raw, dict):
        problems = [f"{dotted(wrong.path)}: {wrong.message}" for wrong in wrongs(validator_of(FlowTestFile), raw)]
        if problems:
            raise Unusable(_told(path, problems))
    try:
        return FlowTestFile.model_validate(raw)
    except ValidationError as error:
        raise Unusable(_told(path, [str(problem) for problem in refused(error, raw)])) from error


def _saved_with(path: Path, flow: dict[str, Any]) -> Any:
    if tests := flow.get("tests"):
        return tests
    names = ", ".join(one.name for one in beside(path))
    raise Unusable(f"{path} is a flow without tests: none are saved with it, and there is no {names} beside it")


def flow_of(path: Path, file: FlowTestFile) -> Path:
    """Beside the file, or else from where the command was started."""
    near = path.absolute().parent / file.flow
    flow = near if near.exists() else Path(file.flow)
    if not flow.is_file():
        raise Unusable(f"{path}: there is no flow {file.flow!r} beside it")
    return flow


def _told(path: Path, problems: list[str]) -> str:
    more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
    return "\n  ".join([f"{path} is no file of flow tests:", *problems[:SHOWN], *more])


def parsed(path: Path) -> Any:
    try:
        text = path.read_text()
        return json.loads(text) if path.suffix == ".json" else yaml.load(text, _Plain)  # noqa: S506 - a SafeLoader
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise Unusable(f"{path} cannot be read: {error}") from error


class _Plain(yaml.SafeLoader):
    """YAML that reads as JSON would: ``says: no`` stays a text, and so does ``says: 12:30``; 1.1 has surprises."""


_Plain.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"null|", ["n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"-?(0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", list("-0123456789")),
):
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)
