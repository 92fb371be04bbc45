"""What every channel type promises, whoever wrote it."""

import dataclasses
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from channels import ADAPTERS, AnyAdapter, BadPayload, Inbound, OptOut, Received, Refused
from channels.matrix import matrix
from engine import Button, Card, Location, Media, SendMessage
from engine.events import MediaKind
from tests.channels.tables import a_config, a_request, load, path
from ui_schema.hints import Widget

DOCS = Path(__file__).parents[2] / "docs" / "adding-a-channel.md"
SECRETS = re.compile(r"token|secret|password|key$")
every_adapter = pytest.mark.parametrize("adapter", ADAPTERS, ids=lambda adapter: adapter.kind)


def cases(direction: str) -> list[Any]:
    return [
        pytest.param(adapter, case, id=f"{adapter.kind}: {case['case']}")
        for adapter in ADAPTERS
        for case in load(adapter, direction)
    ]


@every_adapter
def test_checks_go_by_what_the_channel_can(adapter: AnyAdapter) -> None:
    """What an author is told of a channel is what is done there."""
    can, carries = dataclasses.asdict(adapter.capabilities), dataclasses.asdict(adapter.carries)
    own = {"title": adapter.title, "kind": adapter.kind, "reports": can["delivery_reports"]}
    assert carries == {name: {**can, **own}[name] for name in carries}


def plain(received: Received) -> dict[str, Any]:
    match received:
        case Inbound(message=message):
            rest = {name: value for name, value in dataclasses.asdict(received).items() if value and name != "message"}
            return {**rest, "message": message.model_dump(mode="json", exclude_defaults=True)}
        case OptOut():
            return dataclasses.asdict(received)
        case _:
            raise AssertionError(received)


@every_adapter
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_every_channel_type_has_its_tables(adapter: AnyAdapter, direction: str) -> None:
    """A channel type without cases for both directions does not pass."""
    assert path(adapter, direction).exists()
    assert len(load(adapter, direction)) >= 5


@pytest.mark.parametrize(("adapter", "case"), cases("incoming"))
def test_what_comes_in(adapter: AnyAdapter, case: dict[str, Any]) -> None:
    """A webhook is read as the table says, or refused as unreadable."""
    if case.get("refused"):
        with pytest.raises(BadPayload):
            adapter.parse(a_config(adapter), a_request(case))
    else:
        assert [plain(one) for one in adapter.parse(a_config(adapter), a_request(case))] == case["expect"]


@pytest.mark.parametrize(("adapter", "case"), cases("outgoing"))
def test_what_goes_out(adapter: AnyAdapter, case: dict[str, Any]) -> None:
    """A message becomes the request that the table says, or is refused with a code and the culprit's name."""
    config, message = a_config(adapter, **case.get("config", {})), SendMessage.model_validate(case["message"])
    if "refused" in case:
        with pytest.raises(Refused) as refusal:
            adapter.build(config, "42", message)
        assert refusal.value.code == case["refused"]
        assert case.get("names", "") in refusal.value.detail
    else:
        built = adapter.build(config, "42", message)
        assert (list(built) if isinstance(built, tuple) else built) == case["expect"]


@every_adapter
def test_capabilities_are_what_build_enforces(adapter: AnyAdapter) -> None:
    """The limits in Capabilities are carried, one more is refused and never cut off."""
    can, config = adapter.capabilities, a_config(adapter)
    media = [Media(kind=kind, url="https://files.example/1") for kind in get_args(MediaKind)]
    buttons = tuple(Button(id=str(number), title=f"{number}") for number in range(max(can.buttons, can.list_rows) + 1))
    carried = [SendMessage(text="x" * can.text)]
    refused = [SendMessage(text="x" * (can.text + 1))]
    if can.buttons:
        carried.append(SendMessage(text="?", buttons=buttons[: can.buttons]))
        refused.append(SendMessage(text="?", buttons=buttons[: can.buttons + 1]))
        carried.append(SendMessage(text="?", buttons=(Button(id="a", title="x" * can.button_title),)))
    if can.list_rows:
        carried.append(SendMessage(text="?", layout="list", buttons=buttons[: can.list_rows]))
        refused.append(SendMessage(text="?", layout="list", buttons=buttons[: can.list_rows + 1]))
    for file in media:
        caption = "" if file.kind == "sticker" else "x" * can.caption
        (carried if file.kind in can.media else refused).append(SendMessage(text=caption, media=file))
    refused += [SendMessage(text="x" * (can.caption + 1), media=file) for file in media]
    (carried if can.location else refused).append(SendMessage(location=Location(latitude=1, longitude=2)))
    (carried if can.card else refused).append(SendMessage(card=Card(name="Ann", phone="+4930901820")))
    for message in carried:
        adapter.build(config, "42", message)
    for message in refused:
        with pytest.raises(Refused):
            adapter.build(config, "42", message)


@every_adapter
def test_typing_is_announced_where_it_is_possible(adapter: AnyAdapter) -> None:
    """The typing capability and the typing coroutine come together."""
    assert adapter.capabilities.typing == (adapter.typing is not None)


@every_adapter
def test_secrets_are_never_shown(adapter: AnyAdapter) -> None:
    """A setting that is a credential by its name is a SecretStr, so that it is encrypted and never printed."""
    for name, field in adapter.config.model_fields.items():
        assert (field.annotation is SecretStr) == bool(SECRETS.search(name)), name


@every_adapter
def test_every_setting_has_a_form_field(adapter: AnyAdapter) -> None:
    """Each setting tells the form its title, its help and its widget."""
    schema = adapter.config.model_json_schema()
    assert schema["additionalProperties"] is False
    for name, setting in schema["properties"].items():
        assert setting["title"], name
        assert setting["description"], name
        assert setting["ui:widget"] in get_args(Widget), name


@every_adapter
def test_settings_survive_being_stored(adapter: AnyAdapter) -> None:
    """Settings dumped with their secrets revealed are the same settings again."""
    config = a_config(adapter)
    revealed = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in dict(config).items()
    }
    assert adapter.config.model_validate(revealed) == config


def test_the_documented_matrix_is_generated() -> None:
    """The feature matrix in the documentation equals what the capabilities say."""
    documented = DOCS.read_text().partition("<!-- matrix -->\n")[2].partition("\n<!-- /matrix -->")[0]
    assert documented.strip() == matrix(ADAPTERS)
