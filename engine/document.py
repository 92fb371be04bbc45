"""What JSON may be a flow document at all, and what is wrong with it in words that an author understands."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from jsonschema import Draft202012Validator, ValidationError
from pydantic import BaseModel
from rapidfuzz import fuzz, process

from engine.flow import NAME, FlowDocument
from engine.limits import Limits
from engine.problems import Problem

Path: TypeAlias = tuple[str | int, ...]
Schema: TypeAlias = dict[str, Any]

MOST_PROBLEMS, MOST_NAMES = 500, 500  # of one kind; more would help nobody, and cost time
SOMETHING = r"\S"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_NAMES = {
    NAME: "small letters, digits and _, and starts with a letter",
    r"^[A-Za-z0-9_.:-]+$": "letters, digits and the characters _ . : -",
    r"^[A-Za-z0-9_-]{0,64}$": "letters, digits, _ and -, at most 64 of them",
    r"^[A-Za-z0-9_-]{1,64}$": "letters, digits, _ and -, at most 64 of them",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "the letters of a language, such as en or pt-BR",
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": "two names of small letters, digits and _ with a point between them: acme.weather",
    SOMETHING: "something besides spaces",
}


class Wrong(NamedTuple):
    """One thing wrong with a value: where it is, counted from the value that was checked."""

    code: str
    message: str
    path: Path
    fix: str | None = None


def schema_of(model: type[BaseModel]) -> Schema:
    """The model's JSON Schema, closed: names that fit no pattern of a mapping are refused too."""
    schema: Schema = _closed(model.model_json_schema())
    return schema


def _closed(schema: Any) -> Any:
    match schema:
        case {"patternProperties": dict()}:
            return {"additionalProperties": False} | {key: _closed(value) for key, value in schema.items()}
        case dict():
            return {key: _closed(value) for key, value in schema.items()}
        case list():
            return [_closed(item) for item in schema]
        case _:
            return schema


@cache
def validator_of(model: type[BaseModel]) -> Draft202012Validator:
    return Draft202012Validator(schema_of(model))


# ---------------------------------------------------------------------- before the schema


def unreadable(raw: Any, limits: Limits) -> Problem | None:
    """What keeps it from being read at all: too deep, too large, or no JSON. Found without recursion."""
    return _not_json(raw, limits) or _too_large(raw, limits)


def _too_large(raw: Any, limits: Limits) -> Problem | None:
    size = len(json.dumps(raw, ensure_ascii=False).encode())
    if size <= limits.document_bytes:
        return None
    message = f"the document has {size:,} bytes; at most {limits.document_bytes:,} are allowed"
    return Problem(code="too_large", message=message, fix="split the flow, and run its parts by a sub-flow node")


def _not_json(raw: Any, limits: Limits) -> Problem | None:
    todo: list[tuple[Any, Path]] = [(raw, ())]
    while todo:
        value, path = todo.pop()
        if len(path) > limits.document_depth:
            message = f"the document is nested deeper than {limits.document_depth} levels"
            return Problem(code="too_deep", message=message, path=".".join(map(str, path[:4])) + "…")
        if found := _no_value(value):
            return Problem(code="not_json", message=found, path=dotted(path) or None)
        if isinstance(value, dict | list):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            todo += [(item, (*path, key)) for key, item in items]
    return None


def _no_value(value: Any) -> str | None:
    match value:
        case str() if found := _UNSTORABLE.search(value):
            return f"the text holds the character U+{ord(found[0]):04X}, which cannot be stored"
        case dict() if not all(isinstance(key, str) and not _UNSTORABLE.search(key) for key in value):
            return "the names of an object's keys are texts without NUL characters"
        case float() if value - value != 0:
            return "infinity and NaN are no numbers of JSON"
        case int() if not -(2**63) <= value < 2**63:
            return "a whole number has at most 64 bits"
        case None | str() | bool() | int() | float() | dict() | list():
            return None
        case _:
            return f"a value of the type {type(value).__name__} is no JSON"


def dotted(path: Iterable[str | int]) -> str:
    return ".".join(map(str, path))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The hint for a name that is probably a misspelling of a known one."""
    near = process.extractOne(name[:100], islice(sorted(known), MOST_NAMES), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {near[0]!r}?" if near else None


# ---------------------------------------------------------------------- what a schema's errors mean


def wrongs(validator: Draft202012Validator, value: Any) -> Iterator[Wrong]:
    """What the schema refuses, one finding for each cause, by place."""
    found = (wrong for error in validator.iter_errors(value) for wrong in _explained(error))
    yield from sorted(islice(found, MOST_PROBLEMS), key=lambda wrong: [str(part).rjust(8) for part in wrong.path])


def _explained(error: ValidationError) -> Iterator[Wrong]:
    path: Path = tuple(error.absolute_path)
    value, wanted = _pair(error)
    match error.validator:
        case _ if "propertyNames" in error.absolute_schema_path:
            yield Wrong("bad_value", f"{value!r:.80} is too long or has characters that are not allowed", path)
        case "anyOf" | "oneOf":
            for inner in _likeliest(error):
                yield from _explained(inner)
        case "required":
            missing = next(name for name in wanted if error.message == f"{name!r} is a required property")
            yield Wrong("missing_key", "it is missing", (*path, missing), "fill it in")
        case "additionalProperties":
            yield from _unknown_keys(error, path)
        case "type":
            types = _one_of([TYPES[name] for name in (wanted if isinstance(wanted, list) else [wanted])])
            yield Wrong("wrong_type", f"must be {types}, not {_type_of(value)}", path)
        case "enum" | "const":
            yield _not_among(error, path)
        case "pattern":
            yield Wrong("bad_value", _misshapen(error), path)
        case str(rule) if rule in RULES:
            yield Wrong("bad_value", RULES[rule](value, wanted), path)
        case _:
            yield Wrong("bad_value", error.message[:200], path)


def _likeliest(error: ValidationError) -> Sequence[ValidationError]:
    """The errors of the branch that the author most likely meant: the one that gets furthest into the value."""
    if _names_no_branch(error):
        return ()  # the union's own schema of the tag tells what can be there
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    here = len(error.absolute_path)

    def fits(errors: list[ValidationError]) -> tuple[bool, bool, int]:
        other = any(one.validator == "const" and len(one.absolute_path) <= here + 1 for one in errors)
        other |= any(one.validator == "type" and len(one.absolute_path) == here for one in errors)
        return (not other, all(one.validator_value != "null" for one in errors), -len(errors))

    return max(branches.values(), key=fits, default=())


def _names_no_branch(error: ValidationError) -> bool:
    """Whether the tag, by which a union tells its branches apart, is there and is none of theirs."""
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    union, (value, _) = schema.get("discriminator", {}), _pair(error)
    tag = union.get("propertyName")
    if not isinstance(value, dict) or tag not in value or tag not in schema.get("properties", {}):
        return False
    return value[tag] not in list(union["mapping"])


def _pair(error: ValidationError) -> tuple[Any, Any]:
    """The value, and what the schema wants of it."""
    return error.instance, error.validator_value


def _unknown_keys(error: ValidationError, path: Path) -> Iterator[Wrong]:
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    known, patterns = schema.get("properties", {}), tuple(schema.get("patternProperties", {}))
    value, _ = _pair(error)
    for key in value:
        if key not in known and not any(re.search(pattern, key) for pattern in patterns):
            if patterns:
                fix = f"a name may only have {in_words(patterns[0]) or patterns[0]}"
                yield Wrong("bad_value", f"{key!r:.80} cannot be a name here", (*path, key), fix)
            else:
                yield Wrong("unknown_key", f"unknown key {key!r:.80}", (*path, key), nearest(key, known))


def _not_among(error: ValidationError, path: Path) -> Wrong:
    value, wanted = _pair(error)
    allowed = wanted if error.validator == "enum" else [wanted]
    message = f"must be {_one_of([json.dumps(one) for one in allowed])}"
    fix = nearest(value, map(str, allowed)) if isinstance(value, str) else None
    return Wrong("bad_value", message, path, fix)


def _misshapen(error: ValidationError) -> str:
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    if examples := schema.get("examples"):
        return f"{error.instance!r:.60} is not written like {_one_of([repr(one) for one in examples])}"
    pattern = str(error.validator_value)
    if pattern == SOMETHING:
        return "must not be blank"
    if words := in_words(pattern):
        return f"{error.instance!r:.60} is not allowed here: it may only have {words}"
    return f"{error.instance!r:.60} is not allowed here: {schema.get('description') or pattern}"


def in_words(pattern: str) -> str | None:
    """What a text of this pattern may have, for those who read no patterns. Others say it by the examples of their field."""
    return _NAMES.get(pattern)


TYPES: Mapping[str, str] = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
RULES: Mapping[str, Callable[[Any, Any], str]] = {
    "minLength": lambda value, wanted: "must not be empty" if not value else f"needs at least {wanted} characters",
    "maxLength": lambda value, wanted: f"has {len(value):,} characters; at most {wanted:,} are allowed",
    "minItems": lambda value, wanted: f"needs at least {wanted} of them, there are {len(value)}",
    "maxItems": lambda value, wanted: f"there are {len(value):,} of them; at most {wanted:,} are allowed",
    "minProperties": lambda value, wanted: f"needs at least {wanted} of them, there are {len(value)}",
    "maxProperties": lambda value, wanted: f"there are {len(value):,} of them; at most {wanted:,} are allowed",
    "minimum": lambda value, wanted: f"must be at least {wanted}, not {value}",
    "maximum": lambda value, wanted: f"must be at most {wanted}, not {value}",
    "exclusiveMinimum": lambda value, wanted: f"must be more than {wanted}, not {value}",
    "exclusiveMaximum": lambda value, wanted: f"must be less than {wanted}, not {value}",
    "uniqueItems": lambda _value, _wanted: "the same thing is there twice",
}


def _type_of(value: Any) -> str:
    types: Mapping[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array",
                                 dict: "object", type(None): "null"}  # fmt: skip
    return TYPES[types[type(value)]]


def _one_of(options: Sequence[str]) -> str:
    *first, last = options
    return f"{', '.join(first)} or {last}" if first else last


ENVELOPE = validator_of(FlowDocument)
