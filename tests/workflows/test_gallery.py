"""The examples as people meet them: the first dialogue of each, on the real run time, through the web chat."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine import MessageReceived
from tests.workflows.runtime import Runtime
from tests.workflows.shop import Shop

EXAMPLES = Path(__file__).parents[2] / "examples"
KEYS = sorted(path.stem for path in EXAMPLES.glob("*.json") if not path.stem.endswith(".tests"))


def document(key: str, shop: Shop) -> dict[str, Any]:
    """The flow as it is, with its calls led to a server that is really there."""
    flow: dict[str, Any] = json.loads((EXAMPLES / f"{key}.json").read_text("utf-8"))
    for node in flow["nodes"]:
        if node["type"] == "http_request":
            node["data"] |= {"url": shop.url("/status/200"), "headers": [], "save": []}
    return flow


def first_dialogue(key: str) -> tuple[str, list[Mapping[str, Any]]]:
    """Who talks, and the lines; by convention it is one that goes the same way on any day."""
    test = json.loads((EXAMPLES / f"{key}.tests.json").read_text("utf-8"))["tests"][0]
    return test.get("contact", {}).get("name", "someone").lower(), test["dialogue"]


def exchanges(dialogue: list[Mapping[str, Any]]) -> Iterator[tuple[MessageReceived, list[str]]]:
    """Each message of the contact, and everything the bot has said by the time it has answered it."""
    heard: list[str] = []
    said: MessageReceived | None = None
    for line in [*dialogue, {"says": ""}]:
        if "says" in line or "chooses" in line:
            if said is not None:
                yield said, list(heard)
            said = MessageReceived(text=line.get("says", ""), choice=line.get("chooses"))
        elif "expects" in line:
            heard.append(line["expects"])
        elif "hands_back" in line:
            return


@pytest.mark.parametrize("key", KEYS)
async def test_its_first_dialogue_is_what_people_get(idle: Runtime, shop: Shop, key: str) -> None:
    """What the flow test promises is word for word what the published flow says to a contact."""
    for other in {key, "order-bot", "support"} if key == "welcome" else {key}:
        await idle.publish(document(other, shop), other)
    address, dialogue = first_dialogue(key)
    settings = idle.settings.model_copy(update={"allow_private": (shop.place,)})
    async with idle.working(settings=settings):
        for said, heard in exchanges(dialogue):
            await idle.say(address, said)
            await idle.hears(address, *heard)
        if dialogue[-1] == {"ends": "completed"} and {"hands_back": True} not in dialogue:
            await idle.is_(address, "completed")
