"""Which texts need a translation, and how those that lack are told."""

from typing import Any

import pytest

from tests.engine.checked import START, Nodes, found, problems_of, say


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Hello", True),
        ("¿Qué?", True),
        ("Olá", True),
        ("हाँ", True),
        ("نعم", True),
        ("Ya", True),
        ("茶", True),
        ("{{ vars.a }} or {{ vars.b }}", True),
        ("{{ vars.a }}", False),
        ("{% if vars.a %}{{ vars.a }}{% endif %}", False),
        ("👍 5/5", False),
        ("https://shop.example/help", False),
    ],
)
def test_only_words_need_a_translation(text: str, needs: bool) -> None:
    """Whatever the script; values, signs and addresses are the same in every language."""
    variables = {"a": {"default": "x"}, "b": {"default": "y"}}
    nodes: Nodes = {"start": START, "say": say(text)}
    alarms = found("missing_translation", nodes, {"start.next": "say"}, variables=variables, translations={"de": {}})
    assert alarms == (["say.text"] if needs else [])


@pytest.mark.parametrize(
    ("node", "fields"),
    [
        (("hand_over", {"message": "Hold on", "note": "They are angry"}), ["message"]),
        (("keyword", {"words": ["menu"], "when_busy": "ask", "ask_text": "Leave?"}), ["ask_text"]),
        (
            ("send_email", {"to": "{{ contact.fields.mail }}", "subject": "Yours", "text": "Thanks"}),
            ["subject", "text"],
        ),
        (("send_email", {"to": "us@shop.example", "subject": "Theirs", "html": "<b>Look</b>"}), []),
        (("notify", {"text": "Look here"}), []),
        (("note", {"text": "Look here"}), []),
        (("http_request", {"url": "https://a.example", "body": "Hello"}), []),
    ],
)
def test_only_what_the_contact_reads_needs_a_translation(node: tuple[str, dict[str, Any]], fields: list[str]) -> None:
    """Wherever it stands; what people and other systems read does not, nor an e-mail to an address that is written out."""
    nodes: Nodes = {"start": START, "x": node}
    told = problems_of("missing_translation", nodes, {"start.next": "x"}, translations={"de": {}})
    assert [one.message.split(" lacks ")[1].split(":")[0] for one in told] == ([", ".join(fields)] if fields else [])


@pytest.mark.parametrize(
    ("translations", "alarms"),
    [
        ({"de": {"ask": {"question": "Tee?", "choices": {"a": {"title": "Ja"}}}}}, []),
        ({"de": {"ask": {"question": "Tee?", "choices": [{"id": "a", "title": "Ja"}]}}}, []),
        ({"de": {"ask": {"question": "Tee?"}}}, ["ask.choices.0.title"]),
        ({"pt": {"ask": {"question": "Chá?", "choices": {"a": {"title": "Sim"}}}}, "pt-BR": {}}, []),
        ({"pt-PT": {"ask": {"question": "Chá?", "choices": {"a": {"title": "Sim"}}}}, "pt-BR": {}}, []),
        ({"pt-BR": {}}, ["ask.question"]),
        ({"en": {}}, []),
        ({"de": {"ask": {"question": 5}}}, []),
        ({"de": {"ask": {"question": "Tee?", "choices": ["Ja"]}}}, []),
        ({"de": {"ask": {"question": "Tee?", "choices": {"a": {"title": "Ja"}}}, "half": {}}}, []),
    ],
)
def test_a_language_is_complete_node_by_node(translations: dict[str, Any], alarms: list[str]) -> None:
    """As it is spoken: ``pt-BR`` takes what ``pt`` has, a list may be translated as a whole; what is unfit is told already."""
    ask = ("ask_choice", {"question": "Tea?", "choices": [{"id": "a", "title": "Yes"}], "event": "paid order"})
    nodes: Nodes = {
        "start": START,
        "ask": ask,
        "set": ("add_tag", {"tag": "Tea drinker"}),
        "half": ("send_message", {}),
    }
    edges = {"start.next": "ask", "ask.a": "set"}
    assert found("missing_translation", nodes, edges, translations=translations) == alarms


@pytest.mark.parametrize(("buttons", "shortened"), [(4, False), (5, True)])
def test_many_texts_that_lack_are_not_all_named(buttons: int, shortened: bool) -> None:
    """Five fields of a node are named: its text and its first buttons."""
    offered = [{"id": f"b{i}", "title": f"Button {i}"} for i in range(buttons)]
    nodes: Nodes = {"start": START, "say": ("send_message", {"text": "Tea?", "buttons": offered})}
    (problem,) = problems_of("missing_translation", nodes, {"start.next": "say"}, translations={"de": {}})
    assert ("…" in problem.message) is shortened
