"""Files of flow tests: ``{"flow": "order-bot.json", "tests": [...]}``, the flow's path being relative to the file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dialoom.cli.errors import CommandError
from dialoom.flow_files import load_file
from engine import Call, CallReturned
from engine.flowtest import Failure, FlowTest, run_test
from nodes import NodeType


def run_file(path: Path, node_types: Mapping[str, NodeType[Any]]) -> Iterator[tuple[str, Failure | None]]:
    """Each test's name with what failed in it."""
    try:
        body = json.loads(path.read_text())
        tests = [FlowTest.model_validate(test) for test in body["tests"]]
        flow_path = _found(path, body["flow"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise CommandError(f"{path} is no file of flow tests: {error}") from error
    file = load_file(flow_path, node_types)

    def simulate(call: Call) -> CallReturned:
        node = node_types[call.kind]
        if node.simulate is None:
            return CallReturned(call=call.id, error="failed", detail="the node type does not simulate")
        return node.simulate(node.params.model_validate(call.params))

    for test in tests:
        yield test.name, run_test(test, file.flow, file.flows, simulate)


def _found(path: Path, flow: str) -> Path:
    beside = path.absolute().parent / flow
    return beside if beside.exists() else Path(flow)
