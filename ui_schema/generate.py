"""The generated files of this package, as texts: who calls this writes them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ui_schema.describe import Description
from ui_schema.flow_schema import flow_schema, flow_tests_schema


def generate(envelope: Mapping[str, Any], types: Sequence[Description], tests: Mapping[str, Any]) -> dict[str, str]:
    """``flow.schema.json`` and ``flow-tests.schema.json`` for whoever writes flows and their tests by hand or by
    machine, ``node-types.json`` for the editor."""
    return {
        "flow.schema.json": _text(flow_schema(envelope, types)),
        "flow-tests.schema.json": _text(flow_tests_schema(tests)),
        "node-types.json": _text(msgspec.to_builtins(types)),
    }


def _text(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
