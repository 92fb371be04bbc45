"""Telegram, by its Bot API: https://core.telegram.org/bots/api"""

from channels.adapter import Adapter
from channels.telegram.client import check, connect, disconnect, send, test, typing
from channels.telegram.config import Config
from channels.telegram.files import fetch
from channels.telegram.incoming import answer, parse, verify
from channels.telegram.outgoing import CAPABILITIES, build

__all__ = [
    "Config",
    "adapter",
    "answer",
    "build",
    "check",
    "connect",
    "disconnect",
    "fetch",
    "parse",
    "send",
    "test",
    "typing",
    "verify",
]

adapter = Adapter(
    kind="telegram",
    title="Telegram",
    config=Config,
    capabilities=CAPABILITIES,
    verify=verify,
    parse=parse,
    answer=answer,
    build=build,
    send=send,
    connect=connect,
    disconnect=disconnect,
    test=test,
    typing=typing,
    fetch=fetch,
)
