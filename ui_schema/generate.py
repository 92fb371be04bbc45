"""The generated files of this package, as texts: who calls this writes them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ui_schema.describe import Description
from ui_schema.flow_schema import flow_schema


def generate(envelope: Mapping[str, Any], types: Sequence[Description]) -> dict[str, str]:
    """``flow.schema.json`` for whoever writes flows by hand or by machine, ``node-types.json`` for the editor."""
    return {
        "flow.schema.json": _text(flow_schema(envelope, types)),
        "node-types.json": _text(msgspec.to_builtins(types)),
    }


def _text(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
