"""The JSON Schema of a whole flow document: its own keys, and the data of each node by the node's type."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from ui_schema.describe import Description

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STRANGERS = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"


def flow_schema(envelope: Mapping[str, Any], types: Iterable[Description]) -> Schema:
    """``envelope`` describes a document whose nodes are ``$defs/Node`` with any data.

    Types of other packages, whose names have a dot, are let through: only an installation that has them knows them.
    """
    described = list(types)
    node = envelope["$defs"]["Node"]
    kinds = {"anyOf": [{"enum": [one.kind for one in described]}, {"pattern": STRANGERS}]}
    typed = {
        **node,
        "properties": {**node["properties"], "type": {**node["properties"]["type"], **kinds}},
        "allOf": [_data_of(one) for one in described],
    }
    definitions = {**envelope["$defs"], "Node": typed}
    for one in described:
        definitions |= _definitions(one)
    schema: Schema = _without_hints({**envelope, "$defs": definitions})
    return {"$schema": DIALECT, "$id": f"urn:dialoom:flow:{envelope['properties']['dialoom']['const']}", **schema}


def flow_tests_schema(file: Mapping[str, Any]) -> Schema:
    """``file`` describes a file of flow tests; what its model alone can say is added: a line says one thing."""
    line = {**file["$defs"]["Line"], "minProperties": 1, "maxProperties": 1}
    return {"$schema": DIALECT, "$id": "urn:dialoom:flow-tests:1", **file, "$defs": {**file["$defs"], "Line": line}}


def _data_of(one: Description) -> Schema:
    then: Schema = {"properties": {"data": {"$ref": f"#/$defs/{one.kind}"}}}
    if one.form.get("required"):
        then["required"] = ["data"]
    return {"if": {"properties": {"type": {"const": one.kind}}, "required": ["type"]}, "then": then}


def _definitions(one: Description) -> Schema:
    """The form and what it refers to, under names of its own: two types may both have a ``Choice``."""
    inner = {f"{one.kind}.{name}": _moved(schema, one.kind) for name, schema in one.form.get("$defs", {}).items()}
    form = {key: _moved(value, one.kind) for key, value in one.form.items() if key != "$defs"}
    return {one.kind: {**form, "description": one.help}, **inner}


def _moved(schema: Any, kind: str) -> Any:
    match schema:
        case dict():
            return {key: _moved(value, kind) for key, value in schema.items()}
        case list():
            return [_moved(item, kind) for item in schema]
        case str() if schema.startswith("#/$defs/"):
            return schema.replace("#/$defs/", f"#/$defs/{kind}.", 1)
        case _:
            return schema


def _without_hints(schema: Any) -> Any:
    match schema:
        case dict():
            return {key: _without_hints(value) for key, value in schema.items() if not key.startswith("ui:")}
        case list():
            return [_without_hints(item) for item in schema]
        case _:
            return schema
