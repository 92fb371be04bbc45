"""The functions of templates, as data for the editor."""

from engine.functions import GROUPS
from tests.api.conftest import Client


async def test_every_function_with_its_examples(client: Client) -> None:
    """What the page says, in its order, and each function's kind tells where it may be written."""
    items = (await client.get("/expressions")).json()["items"]
    assert [one["name"] for one in items] == [one.name for group in GROUPS for one in group.functions]
    title = next(one for one in items if one["name"] == "title")
    assert (title["kind"], title["group"]) == ("filter", "Texts")
    assert title["examples"][0] == {
        "source": "{{ 'maria do carmo' | title }}",
        "gives": "Maria Do Carmo",
        "language": "en",
    }
    gone = next(one for one in items if one["name"] == "parse_date")["examples"][-1]
    assert gone["gives"] is None
