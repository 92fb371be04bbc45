"""References to what the workspace has beside its flows, and to what the flow has itself: looked at before publishing."""

from typing import Any

import pytest

from engine import FlowDocument, Limits
from engine.check import Known, check
from nodes import node_types
from tests.engine.checked import START, Nodes, found, problems_of, say
from tests.make import a_document

ONE, TWO, GONE = (f"0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e2{i}" for i in (1, 2, 3))
ENDS: tuple[str, dict[str, Any]] = ("end", {})
DAILY, IN_VIP = {"cron": "0 9 * * *", "audience": "true"}, "contact.segments contains 'vip'"
SITE = {"id": "b", "title": "B"}
CAPITALS = IN_VIP.replace("vip", "Silent")
HERE = Known(
    flows={"shop": True},
    channel_ids=frozenset({ONE, TWO}),
    segments=frozenset({"silent"}),
    connections=frozenset({"fast"}),
    goals=frozenset({"Paid"}),
    agents=frozenset({"bo@acme.example"}),
    constants=frozenset({"shop"}),
)


def keyword(*channels: str) -> tuple[str, dict[str, Any]]:
    return "keyword", {"words": ["go"], "channels": list(channels)}


def hook(**more: Any) -> tuple[str, dict[str, Any]]:
    return "webhook", {"channel": ONE, "address_path": "phone", **more}


def segment_case(op: str, value: str) -> tuple[str, dict[str, Any]]:
    return "switch", {"cases": [{"id": "a", "op": op, "value": value}]}


def trial(goal: str) -> tuple[str, dict[str, Any]]:
    ways = [{"id": "a", "weight": 1}, {"id": "b", "weight": 1}]
    return "ab_test", {"name": "Greeting", "variants": ways, "goal": goal}


def when(left: str, op: str, right: str) -> tuple[str, dict[str, Any]]:
    return "condition", {"when": {"all": [{"left": left, "op": op, "right": right}]}}


def mail(to: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "send_email", {"to": to, "subject": "Hi", "text": "Hi", **more}


def spot(latitude: str, longitude: str) -> tuple[str, dict[str, Any]]:
    return "send_message", {"location": {"latitude": latitude, "longitude": longitude}}


CASES: list[tuple[str, str, tuple[str, dict[str, Any]], list[str]]] = [
    ("a channel that is there", "unknown_channel", keyword(ONE, TWO), []),
    ("all channels", "unknown_channel", keyword(), []),
    ("a channel that is not there", "unknown_channel", keyword(GONE), ["channels.0"]),
    ("one of several channels", "unknown_channel", keyword(ONE, GONE), []),
    ("one of several channels is told by itself", "channel_left_out", keyword(ONE, GONE), ["channels.1"]),
    ("and only then", "channel_left_out", keyword(GONE), []),
    ("a webhook's channel", "unknown_channel", hook(channel=GONE), ["channel"]),
    ("a schedule's", "unknown_channel", ("schedule", {**DAILY, "channels": [GONE]}), ["channels.0"]),
    ("another conversation's", "unknown_channel", ("start_flow", {"flow": "shop", "channel": GONE}), ["channel"]),
    ("a segment that is there", "unknown_segment", ("segment_changed", {"segments": ["silent"]}), []),
    ("whatever its capitals", "unknown_segment", ("segment_changed", {"segments": ["Silent"]}), []),
    ("a segment that is not there", "unknown_segment", ("segment_changed", {"segments": ["silent", "vip"]}), ["segments.1"]),
    ("the segment of a case", "unknown_segment", segment_case("in_segment", "vip"), ["cases.0.value"]),
    ("that a template names", "unknown_segment", segment_case("in_segment", "{{ vars.one }}"), []),
    ("a tag is no segment", "unknown_segment", segment_case("has_tag", "vip"), []),
    ("an audience", "unknown_segment", ("any_message", {"audience": IN_VIP}), ["audience"]),
    ("an audience that is there", "unknown_segment", ("any_message", {"audience": "contact.segments contains 'silent'"}), []),
    ("an audience of tags", "unknown_segment", ("any_message", {"audience": "contact.tags contains 'vip'"}), []),
    ("a long audience", "unknown_segment", ("any_message", {"audience": f"true and (not ({IN_VIP}))"}), ["audience"]),
    ("a condition", "unknown_segment", ("condition", {"expression": IN_VIP}), ["expression"]),
    ("capitals matter to it", "unknown_segment", ("condition", {"expression": CAPITALS}), ["expression"]),
    ("but not to a test", "unknown_segment", when("contact.segments", "contains", "Silent"), []),
    ("a condition that cannot be read", "unknown_segment", ("condition", {"expression": "contact.segments contains 'vip"}), []),
    ("a test", "unknown_segment", when("contact.segments", "contains", "vip"), ["when.all.0.right"]),
    ("a test of tags", "unknown_segment", when("contact.tags", "contains", "vip"), []),
    ("a test with a template", "unknown_segment", when("contact.segments", "contains", "{{ vars.one }}"), []),
    ("a connection that is there", "unknown_connection", ("ai_reply", {"instructions": "Be kind.", "connection": "fast"}), []),
    ("one that is not", "unknown_connection", ("ai_reply", {"instructions": "Be kind.", "connection": "nope"}), ["connection"]),
    ("none: the default", "unknown_connection", ("ai_reply", {"instructions": "Be kind."}), ["connection"]),
    ("none: that of recordings", "unknown_connection", ("ai_transcribe", {}), ["connection"]),
    ("a goal of another flow", "unknown_goal", trial("Paid"), []),
    ("a goal of no flow", "unknown_goal", trial("Sold"), ["goal"]),
    ("a goal in other letters", "unknown_goal", trial("Paid "), ["goal"]),
    ("an input that is declared", "undeclared_input", hook(inputs=[{"name": "total", "path": "a"}]), []),
    ("a variable that is no input", "undeclared_input", hook(inputs=[{"name": "own", "path": "a"}]), ["inputs.0.name"]),
    ("no variable", "undeclared_input", hook(inputs=[{"name": n, "path": "a"} for n in ("total", "zz")]), ["inputs.1.name"]),
    ("an address", "bad_address", ("http_request", {"url": "https://a.example/x"}), []),
    ("no address", "bad_address", ("http_request", {"url": "notaurl"}), ["url"]),
    ("another protocol", "bad_address", ("http_request", {"url": "ftp://a.example"}), ["url"]),
    ("an address from a template", "bad_address", ("http_request", {"url": "{{ vars.own }}"}), []),
    ("the address of a file", "bad_address", ("send_message", {"media": {"kind": "image", "url": "a.png"}}), ["media.url"]),
    ("a button", "bad_address", ("send_message", {"text": "a", "buttons": [{**SITE, "url": "a.x"}]}), ["buttons.0.url"]),
    ("an e-mail", "unfit_text", mail("ann@example.com; bo@example.org"), []),
    ("an e-mail to nobody", "unfit_text", mail("a@b.co, bad"), ["to"]),
    ("an e-mail to commas", "unfit_text", mail(" , ;"), ["to"]),
    ("to whom a template says", "unfit_text", mail("{{ vars.own }}, bad"), []),
    ("to too many", "unfit_text", mail(",".join(f"a{i}@b.co" for i in range(11))), ["to"]),
    ("to as many as may be", "unfit_text", mail(",".join(f"a{i}@b.co" for i in range(10))), []),
    ("an e-mail of two lines", "unfit_text", mail("a@b.co", subject="a\nb", sender_name="a\nb"), ["subject", "sender_name"]),
    ("one line as the French write it", "unfit_text", mail("a@b.co", subject="Votre commande\u00a0!"), []),
    ("with a tab", "unfit_text", mail("a@b.co", subject="a\tb"), ["subject"]),
    ("its answers", "unfit_text", mail("a@b.co", reply_to="bo"), ["reply_to"]),
    ("an event", "unfit_text", ("emit_event", {"name": "order.placed"}), []),
    ("no event", "unfit_text", ("emit_event", {"name": "Order Placed!"}), ["name"]),
    ("an emoji", "unfit_text", ("react", {"emoji": "👍"}), []),
    ("no emoji", "unfit_text", ("react", {"emoji": "ok"}), ["emoji"]),
    ("two emoji", "unfit_text", ("react", {"emoji": "👍👍"}), ["emoji"]),
    ("a family", "unfit_text", ("react", {"emoji": "👨🏽‍👩‍👧"}), []),
    ("a flag", "unfit_text", ("react", {"emoji": "🇮🇳"}), []),
    ("a rainbow", "unfit_text", ("react", {"emoji": "🏳️‍🌈"}), []),
    ("a phone number", "unfit_text", ("send_message", {"card": {"name": "Bo", "phone": " +49 30 901820 "}}), []),
    ("no phone number", "unfit_text", ("send_message", {"card": {"name": "Bo", "phone": "abc"}}), ["card.phone"]),
    ("words that cancel", "unfit_text", ("ask_text", {"question": "?", "cancel_words": ["stop", "  "]}), ["cancel_words.1"]),
    ("a list", "unfit_text", ("loop", {"items": "{{ vars.items }}", "save_as": "i"}), []),
    ("a list without braces", "unfit_text", ("loop", {"items": "vars.items", "save_as": "i"}), ["items"]),
    ("JSON that is a text", "unfit_text", ("ask_from_list", {"question": "?", "items": '["a"]'}), ["items"]),
    ("a name, no date", "unfit_text", ("date_reached", {"field": "name"}), ["field"]),
    ("a field of dates", "unfit_text", ("date_reached", {"field": "born"}), []),
    ("words", "unfit_text", ("keyword", {"words": ["?", "नमस्ते"]}), []),
    ("nothing to say", "unfit_text", ("keyword", {"words": ["  "]}), ["words.0"]),
    ("an agent who is there", "unknown_agent", ("assign", {"agent": " Bo@Acme.example"}), []),
    ("an agent who is not there", "unknown_agent", ("assign", {"agent": "ann@acme.example"}), ["agent"]),
    ("an agent by a template", "unknown_agent", ("assign", {"agent": "{{ vars.own }}@acme.example"}), []),
    ("no address of an agent", "unknown_agent", ("assign", {"agent": "bo"}), []),
    ("nobody in particular", "unknown_agent", ("hand_over", {}), []),
    ("a constant", "unknown_constant", ("send_message", {"text": "{{ globals.shop }}"}), []),
    ("a constant that is not set", "unknown_constant", ("send_message", {"text": "{{ globals.shpo.name }}"}), ["text"]),
    ("twice in a text", "unknown_constant", ("send_message", {"text": "{{ globals.a }}{{ globals.a }}"}), ["text"]),
    ("all constants", "unknown_constant", ("send_message", {"text": "{{ globals | json }}"}), []),
    ("a constant of a condition", "unknown_constant", when("globals.open", "contains", "1"), ["when.all.0.left"]),
    ("an agent", "unfit_text", ("hand_over", {"agent": "bo@localhost"}), []),
    ("no agent", "unfit_text", ("hand_over", {"agent": "not mail"}), ["agent"]),
    ("nor here", "unfit_text", ("notify", {"agent": "bo@", "text": "Hi"}), ["agent"]),
    ("a moment", "unfit_text", ("delay", {"until": "2027-01-31T09:00+01:00"}), []),
    ("a moment in words", "unfit_text", ("delay", {"until": "tomorrow"}), ["until"]),
    ("a time of day", "unfit_text", ("delay", {"until": "14:30"}), ["until"]),
    ("a place", "unfit_text", spot("90", "-180"), []),
    ("no place", "unfit_text", spot("91", "181"), ["location.latitude", "location.longitude"]),
    ("a place in words", "unfit_text", spot("here", "{{ vars.own }}"), ["location.latitude"]),
    ("example rows", "unfit_text", ("find_rows", {"table": "t", "sample": '[{"a": 1}]'}), []),
    ("no example rows", "unfit_text", ("find_rows", {"table": "t", "sample": ""}), []),
    ("example rows in words", "unfit_text", ("find_rows", {"table": "t", "sample": "nope"}), ["sample"]),
    ("one example row", "unfit_text", ("find_by_name", {"table": "t", "column": "a", "text": "b", "sample": "{}"}), ["sample"]),
    ("a button without address", "bad_address", ("send_message", {"text": "a", "buttons": [{"id": "b", "title": "B"}]}), []),
]  # fmt: skip
VARIABLES = {"total": {"input": True}, "own": {"type": "text"}}


@pytest.mark.parametrize(("code", "node", "fields"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_not_there_is_told(code: str, node: tuple[str, dict[str, Any]], fields: list[str]) -> None:
    """At the field that names it; not what is there, nor what a template makes up while the flow runs."""
    nodes: Nodes = {"start": START, "x": node}
    assert found(code, nodes, {"start.next": "x"}, HERE, variables=VARIABLES) == [f"x.{field}" for field in fields]


WORKSPACE = {"unknown_channel", "channel_left_out", "unknown_segment", "unknown_connection", "unknown_goal"}
WORKSPACE |= {"unknown_agent", "unknown_constant"}


@pytest.mark.parametrize("node", [case[2] for case in CASES], ids=[case[0] for case in CASES])
def test_a_file_knows_no_workspace(node: tuple[str, dict[str, Any]]) -> None:
    """Where nobody knows what there is, nothing is said of it."""
    document = FlowDocument.model_validate(a_document({"start": START, "x": node}, {"start.next": "x"}))
    assert WORKSPACE.isdisjoint(one.code for one in check(document, node_types(), Known(), Limits()))


def test_a_goal_of_the_same_flow_is_there() -> None:
    """It need not be published yet: this flow brings it along."""
    nodes: Nodes = {"start": START, "x": trial("Sold"), "g": ("goal", {"name": "Sold"}), "e": ENDS}
    edges = {"start.next": "x", "x.a": "g", "x.b": "e"}
    assert found("unknown_goal", nodes, edges, HERE) == []
    renamed: Nodes = {**nodes, "g": ("goal", {"name": "Soldd"})}
    assert [one.fix for one in problems_of("unknown_goal", renamed, edges, HERE)] == ["did you mean 'Soldd'?"]


@pytest.mark.parametrize(
    ("code", "node", "severity", "says"),
    [
        ("unknown_channel", hook(channel=GONE), "error", f"the workspace has no channel '{GONE}'"),
        ("channel_left_out", keyword(ONE, GONE), "warning", f"the workspace has no channel '{GONE}'"),
        ("unknown_segment", segment_case("in_segment", "silnt"), "warning", "the workspace has no segment 'silnt'"),
        ("unknown_connection", ("ai_transcribe", {}), "warning", "there is no AI connection 'transcribe'"),
        ("unknown_goal", trial("Sold"), "warning", "no node reaches the goal 'Sold'"),
        ("undeclared_input", hook(inputs=[{"name": "zz", "path": ""}]), "warning", "the flow has no input 'zz'"),
        ("bad_address", ("http_request", {"url": "notaurl"}), "error", "'notaurl' is no address of the web"),
    ],
)
def test_what_it_says(code: str, node: tuple[str, dict[str, Any]], severity: str, says: str) -> None:
    """An error where the node can never do what it is for; a warning where the workspace may still get it, or goes on."""
    (problem,) = problems_of(code, {"start": START, "x": node, "y": say("hi")}, {"start.next": "x"}, HERE)
    assert (problem.severity, problem.message) == (severity, says)
    assert problem.fix
