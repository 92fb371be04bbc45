"""Who answers at an address: each protocol's first word, and whether the answer sounds like it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = 2


@dataclass(frozen=True)
class Greeting:
    """What to say first, and how the right server's answer begins."""

    first: bytes
    sounds_right: Callable[[bytes], bool]


GREETINGS = {
    "PostgreSQL": Greeting(bytes.fromhex("0000000804d2162f"), lambda answer: answer[:1] in {b"S", b"N"}),
    "Valkey": Greeting(b"PING\r\n", lambda answer: answer[:1] in {b"+", b"-"}),
    "Temporal": Greeting(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000"), lambda answer: answer[3:4] == b"\x04"
    ),
    "API": Greeting(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n", lambda answer: answer.startswith(b"HTTP/")),
}


async def who_answers(kind: str, host: str, port: int) -> str:
    """`nobody`, `itself` or `somebody else`, as far as the first word tells."""
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return "nobody"
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(GREETINGS[kind].first)
            answer = await reader.read(16)
    except (OSError, TimeoutError):
        answer = b""
    finally:
        writer.close()
    return "itself" if GREETINGS[kind].sounds_right(answer) else "somebody else"
