"""Where the HTTP client for customers' addresses goes, and where not."""

import asyncio

import httpx
import pytest

from tests.workflows.shop import Shop
from workflows import outbound
from workflows.outbound import guarded_client, is_public, why_not

ATTACKS = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://[::1]/",
    "http://[::]/",
    "http://0.0.0.0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:53aa:64c::1]/",
    "http://[2001:db8::1]/",
    "http://[fc00::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://93.184.216.34:22/",
    "http://93.184.216.34:25/",
    "http://93.184.216.34:5432/",
    "http://user:password@127.0.0.1/",
    "http://example.com@127.0.0.1/",
)
PUBLIC = {
    "93.184.216.34": True,
    "8.8.8.8": True,
    "2606:4700:4700::1111": True,
    "::ffff:8.8.8.8": True,
    "64:ff9b::808:808": True,
    "2002:808:808::1": True,
    "127.0.0.1": False,
    "::ffff:10.0.0.1": False,
    "64:ff9b::a00:1": False,
    "2002:a00:1::1": False,
    "fec0::1": False,
    "2001:0:53aa:64c::1": False,
}


@pytest.mark.parametrize("url", ATTACKS)
async def test_attacks(url: str) -> None:
    """Nothing but the public internet is reached, on the ports of the web, however the address is written."""
    async with guarded_client() as client:
        with pytest.raises((httpx.ConnectError, httpx.InvalidURL)):
            await client.get(url)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    """An address counts as what is inside it, where one is wrapped in another."""
    assert is_public(address) is PUBLIC[address]


# Not every machine knows where ``localhost.`` is.
@pytest.mark.parametrize("url", [url for url in ATTACKS if "localhost./" not in url])
async def test_attacks_are_told_beforehand(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """What would be refused when it is called is refused when it is set."""
    monkeypatch.setattr(outbound, "LOOK_UP_SECONDS", 60)  # a busy machine takes its time
    assert await why_not(url)


async def test_what_may_be_called_is_not_refused_beforehand() -> None:
    """Public addresses, places that are allowed, and names that lead nowhere now: of these the calls will tell."""

    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError

    allow = {("10.0.0.1", 9000)}
    for url in ("https://93.184.216.34/", "http://93.184.216.34:8080/", "http://10.0.0.1:9000/"):
        assert await why_not(url, allow) is None
    assert await why_not("https://shop.example/", allow, nowhere) is None
    assert await why_not("https://shop.example/", allow, both)
    assert await why_not("http://10.0.0.1:9001/", allow)


async def test_whoever_sets_an_address_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a name that nobody looks up in time the calls will tell, as of one that leads nowhere."""

    async def silent(host: str, port: int) -> list[str]:
        return await asyncio.Future()

    monkeypatch.setattr(outbound, "LOOK_UP_SECONDS", 0)
    async with asyncio.timeout(30):
        assert await why_not("https://shop.example/", resolve=silent) is None


async def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


async def both(host: str, port: int) -> list[str]:
    return ["93.184.216.34", "10.0.0.1"]


@pytest.mark.parametrize("resolve", [loopback, both])
async def test_names_that_lead_inside(resolve: object) -> None:
    """A name is refused if any of its addresses is private: the address is checked that is connected to."""
    async with guarded_client(resolve=resolve) as client:  # type: ignore[arg-type]
        with pytest.raises(httpx.ConnectError, match="private address"):
            await client.get("http://shop.example/")


async def test_a_name_that_changes_its_address(shop: Shop) -> None:
    """A name is resolved once for a connection, so it cannot lead elsewhere between the check and the use."""
    asked: list[str] = []

    async def changing(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) > 1 else ["127.0.0.1"]

    async with guarded_client(allow={("shop.example", shop.port)}, resolve=changing) as client:
        answer = await client.get(f"http://shop.example:{shop.port}/status/200")
    assert (answer.status_code, asked) == (200, ["shop.example"])


async def test_redirects(shop: Shop) -> None:
    """A redirect is an answer, and is not followed."""
    async with guarded_client(allow={("127.0.0.1", shop.port)}) as client:
        assert (await client.get(shop.url("/redirect"))).status_code == 302
    assert shop.hits["/status/200"] == 0


async def test_leave_is_for_one_port(shop: Shop) -> None:
    """A private place that the operator allows is that host on that port, and no other."""
    async with guarded_client(allow={("127.0.0.1", shop.port + 1)}) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(shop.url("/status/200"))
        with pytest.raises(httpx.ConnectError, match="port"):
            await client.get(f"http://93.184.216.34:{shop.port}/")


async def test_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    """A proxy in the environment is not used: it would connect where we do not."""
    monkeypatch.setenv("HTTP_PROXY", shop.url(""))
    async with guarded_client() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("http://10.0.0.1/")
    assert not shop.hits
