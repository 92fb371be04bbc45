"""The client of OpenAI-compatible endpoints by itself: how long it is told to wait, and what it will not do."""

import pytest

from nodes import AiRefused, IoFailed
from tests.simulators.openai_server import KEY, Fails, OpenAiServer
from workflows.ai_client import complete, endpoint_client
from workflows.ai_config import AiConnection

ASKED = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def connection(server: OpenAiServer, **over: str) -> AiConnection:
    return AiConnection.model_validate({"base_url": server.url, "model": "m", **over})


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "86400"}, 60),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
    ],
)
async def test_a_busy_endpoint_says_when(model: OpenAiServer, headers: dict[str, str], after: float | None) -> None:
    """The pause that the endpoint asks for is kept, within reason; without one the usual pauses hold."""
    model.will(Fails(status=429, headers=headers))
    async with endpoint_client(1) as http:
        with pytest.raises(IoFailed) as raised:
            await complete(http, connection(model), KEY, ASKED, 5)
    assert raised.value.after == after
    assert len(model.asked) == 1


async def test_redirects_are_not_followed(model: OpenAiServer) -> None:
    """The address is the one that the operator named, and no other: not even the key is sent elsewhere."""
    model.will(Fails(status=302, headers={"location": f"{model.url}/elsewhere"}))
    async with endpoint_client(1) as http:
        with pytest.raises(AiRefused, match="302"):
            await complete(http, connection(model), KEY, ASKED, 5)
    assert len(model.headers) == 1


async def test_nobody_listens(model: OpenAiServer) -> None:
    """A wrong address fails in words that say so."""
    async with endpoint_client(1) as http:
        with pytest.raises(IoFailed, match="no connection to the endpoint: ConnectError"):
            await complete(http, connection(model, base_url="http://127.0.0.1:1/v1"), KEY, ASKED, 5)


async def test_the_environment_is_not_asked(model: OpenAiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, organisations and proxies of the environment are somebody else's."""
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "theirs")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    async with endpoint_client(1) as http:
        got = await complete(http, connection(model), KEY, ASKED, 5)
    assert got.choices[0].message.content == "echo: hi"
    assert "theirs" not in str(model.headers)
