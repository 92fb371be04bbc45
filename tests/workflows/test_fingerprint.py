"""The order in which the workflow speaks to Temporal is what running conversations depend on: changing it is deliberate."""

import ast
from pathlib import Path

import pytest

from workflows import conversation

SOURCE = Path(conversation.__file__).read_text()
COMMANDS = (
    "execute_",
    "start_",
    "wait_condition",
    "sleep",
    "continue_as_new",
    "set_current",
    "patched",
    "deprecate_patch",
)
FINGERPRINT = [
    "run: continue_as_new",
    "_something_due: wait_condition",
    "_something_due: wait_condition",
    "_turn: execute_local_activity 'turn'",
    "_turn: set_current_details",
    "_deliver: execute_activity 'deliver' on 'deliver'",
    "_make: execute_activity 'call' on 'calls'",
    "_ring: sleep",
]


def commands(source: str) -> list[str]:
    """What each method asks of Temporal, in the order of the text."""
    workflow = next(one for one in ast.parse(source).body if isinstance(one, ast.ClassDef))
    methods = [one for one in workflow.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f"{method.name}: {command}" for method in methods for command in _in(method)]


def _in(method: ast.AST) -> list[str]:
    calls = [one for one in ast.walk(method) if isinstance(one, ast.Call)]
    calls.sort(key=lambda one: (one.lineno, one.col_offset))
    return [
        _told(one) for one in calls if ast.unparse(one.func).startswith(tuple(f"workflow.{name}" for name in COMMANDS))
    ]


def _told(call: ast.Call) -> str:
    name = [ast.unparse(call.func).removeprefix("workflow.")]
    what = [ast.unparse(one) for one in call.args[:1] if isinstance(one, ast.Constant)]
    queue = [f"on {ast.unparse(one.value)}" for one in call.keywords if one.arg == "task_queue"]
    return " ".join(name + what + queue)


def test_fingerprint() -> None:
    """The commands are those of the release before: whoever changes one adds a patch, saves a history, and writes it here."""
    assert commands(SOURCE) == FINGERPRINT


CHANGES = {
    "an activity of another name": ('"deliver",', '"send",'),
    "another task queue": ('task_queue="calls"', 'task_queue="deliver"'),
    "an ordinary activity for a local one": ("execute_local_activity", "execute_activity"),
    "a command more": (
        "workflow.set_current_details(_details(result))",
        "await workflow.sleep(1)\n        return result",
    ),
    "a command less": ("workflow.continue_as_new(State(", "(State("),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change(change: str) -> None:
    """Each kind of change is noticed."""
    was, becomes = CHANGES[change]
    assert was in SOURCE
    assert commands(SOURCE.replace(was, becomes)) != FINGERPRINT


def test_other_words() -> None:
    """A comment, a docstring or a summary may change."""
    other = SOURCE.replace('summary=f"no reply at', 'summary=f"silence at').replace("one contact", "a contact")
    assert other != SOURCE
    assert commands(other) == FINGERPRINT
