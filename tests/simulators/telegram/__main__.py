"""``python -m tests.simulators.telegram --port 8081 --token 123456:simulated``"""

import argparse

import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server

from tests.simulators.telegram import Options, TelegramSimulator


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.simulators.telegram")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=Options.token)
    parser.add_argument("--per-chat", type=float, default=Options.per_chat, help="messages a second, 0 is no limit")
    parser.add_argument("--overall", type=float, default=Options.overall, help="messages a second, 0 is no limit")
    parser.add_argument("--retry-for", type=float, default=Options.retry_for, help="seconds to repeat a failed webhook")
    parser.add_argument("--open-chats", action="store_true", help="also write to chats that never wrote")
    given = vars(parser.parse_args())
    uvloop.run(_serve(given.pop("port"), Options(**given)))


async def _serve(port: int, options: Options) -> None:
    app = TelegramSimulator(options).create_app()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)
    await server.serve()


if __name__ == "__main__":
    main()
