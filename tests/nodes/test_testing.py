"""The runner of cases finds what it is there to find."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine import Context, Step
from nodes import NodeType, any_message, delay, end, http_request, send_message
from nodes.testing import faults, outcome, run_cases

HI = {"case": "says नमस्ते", "params": {"text": "Hi"}}
SAID = {"effects": [{"type": "send_message", "text": "Hi"}], "leave": "next"}


@pytest.mark.parametrize(
    ("cases", "fault"),
    [
        ([{**HI, "expect": {"leave": "next"}}], "expected"),
        ([{**HI, "expect": {"leave": "छोड़ें"}}], 'expected {"leave": "छोड़ें"}'),
        ([HI], "expected null"),
        ([{**HI, "expect": SAID}, {**HI, "expect": SAID}], "two cases are called"),
        ([{**HI, "expect": SAID, "wariables": {}}], "unknown keys: wariables"),
        (
            [
                {
                    "case": "cannot be",
                    "params": {},
                    "expect": {"invalid": ["a message needs a text, a file, a place or a contact card"]},
                }
            ],
            None,
        ),
        ([{**HI, "expect": SAID}], None),
    ],
)
def test_finds_a_broken_promise(cases: list[dict[str, Any]], fault: str | None) -> None:
    """What differs from a case, and what a case gets wrong about itself, is named."""
    found = faults(send_message.node, cases)
    assert (fault in "\n".join(found)) if fault else found == ()


def leaving(*outputs: str, leave: str) -> NodeType[Any]:
    return NodeType(
        kind="acme.odd",
        params=end.Params,
        outputs=lambda _: outputs,
        enter=lambda *_: Step(leave=leave),
        ui=end.node.ui,
    )


def test_finds_outputs_that_are_undeclared_or_never_shown() -> None:
    """Outputs and cases cover one another."""
    found = faults(leaving("next", leave="other"), [{"case": "a", "params": {}, "expect": {"leave": "other"}}])
    assert found == ("'a': left by 'other', which is not among its outputs", "no case leaves by output 'next'")


def test_finds_a_type_that_changes_its_mind() -> None:
    """The same case decided twice is the same."""
    answers = iter(["a", "b"] * 9)

    def enter(params: end.Params, context: Context) -> Step:
        return Step(leave=next(answers))

    odd = NodeType(kind="acme.odd", params=end.Params, outputs=lambda _: ("a",), enter=enter, ui=end.node.ui)
    assert "it differs" in faults(odd, [{"case": "a", "params": {}, "expect": {"leave": "a"}}])[0]


def test_update_writes_what_happens_now(tmp_path: Path) -> None:
    """``--update`` fills in what is expected; the next run holds it to that."""
    path = tmp_path / "send_message.json"
    path.write_text(json.dumps([HI]), "utf-8")
    with pytest.raises(AssertionError, match=r"send_message\.json"):
        run_cases(send_message.node, path)
    run_cases(send_message.node, path, update=True)
    assert path.read_text("utf-8").startswith('[\n  {\n    "case": "says नमस्ते",\n')
    assert json.loads(path.read_text("utf-8")) == [{**HI, "expect": SAID}]
    run_cases(send_message.node, path)


def test_what_is_given_is_known() -> None:
    """Everything a case gives can be read by a template."""
    known = (
        "{{ vars.a }} {{ contact.name }} {{ channel.kind }} {{ globals.b }} {{ result.c }} {{ input.text }} {{ now }}"
    )
    language = {"params": {"text": "{{ conversation.language }}"}}
    given = {
        "vars": {"a": 1},
        "contact": {"name": "Asha"},
        "channel": {"kind": "telegram"},
        "globals": {"b": 2},
        "results": {"c": 3},
        "message": "hey",
        "now": "2030-01-01T00:00:00Z",
    }
    said = outcome(send_message.node, {"params": {"text": known}, **given})["effects"][0]["text"]
    assert said.startswith("1 Asha telegram 2 3 hey 2030-01-01")
    spoken = [outcome(send_message.node, {**language, "contact": one}) for one in ({}, {"language": "pt-BR"})]
    assert [one["effects"][0]["text"] for one in spoken] == ["en", "pt-BR"]


def test_a_trigger_without_conditions_is_always_admitted() -> None:
    """As in the engine: ``admits`` is asked of params that are ``conditional``, and of no others."""
    trigger = NodeType(
        kind="acme.hi",
        params=any_message.Params,
        outputs=lambda _: ("next",),
        enter=lambda *_: Step(leave="next"),
        matches=lambda *_: True,
        admits=lambda *_: False,
        ui=any_message.node.ui,
    )
    assert outcome(trigger, {"params": {}, "says": "Hi", "occasion": {}}) == {"matches": True, "admits": True}


def test_perform_may_wait_for_nothing_but_its_io() -> None:
    """A ``perform`` that waits for something else is found, not hung upon."""

    class Forever:
        def __await__(self) -> Any:
            yield

    async def perform(params: http_request.Params, io: Any) -> None:
        await Forever()

    node = NodeType(
        kind="acme.slow",
        params=http_request.Params,
        outputs=http_request.outputs,
        enter=http_request.enter,
        resume=http_request.resume,
        perform=perform,
        simulate=http_request.simulate,
        ui=http_request.node.ui,
    )
    case = {"params": {"url": "https://a.example/"}, "http": []}
    assert "not its io" in outcome(node, case)["raises"]
    assert outcome(delay.node, {"params": {"duration": "PT1S"}, "http": []}) == {"raises": "it has no perform"}


def test_a_wait_for_a_moment_is_shown() -> None:
    """Waits read as what they wait for."""
    got = outcome(delay.node, {"params": {"duration": "PT1H"}})
    assert got == {"wait": {"for": "time", "until": "2027-01-15T10:30:00+00:00"}}
