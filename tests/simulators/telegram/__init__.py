"""A local Telegram Bot API, in a test's process (``TelegramSimulator().create_app()``) or in its own
(``python -m tests.simulators.telegram``).

    POST /sim/say     a person writes, presses a button or blocks the bot: see updates.Said
    POST /sim/chats   {chat}: the bot may write to it without having been written to
    POST /sim/block   {chat, blocked?, notify?}
    POST /sim/files   {file_id, file_path, content, size?}: a file that a message may then name
    POST /sim/faults  {chat, latency?, fail?, drop?}
    POST /sim/reset   forget chats, messages, faults and counts; the webhook stays
    GET  /sim/sent    ?chat=&at_least=&timeout=: what was accepted, in order
    GET  /sim/stats
"""

from tests.simulators.telegram.account import Options
from tests.simulators.telegram.app import TelegramSimulator

__all__ = ["Options", "TelegramSimulator"]
