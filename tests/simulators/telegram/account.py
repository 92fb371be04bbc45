"""A bot's account at Telegram: its webhook, its chats, and what was sent to them."""

import asyncio
import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.simulators.telegram.files import Files
from tests.simulators.telegram.rates import Rates
from tests.simulators.telegram.rules import SENDS, Refusal, bad, check_message, check_reaction, check_webhook
from tests.simulators.telegram.updates import Said, kind_of, update_of
from tests.simulators.telegram.webhook import Webhook


@dataclass(frozen=True, kw_only=True)
class Options:
    """Rates are messages a second, 0 is no limit. ``open_chats``: any number is a chat, also one that never wrote."""

    token: str = "123456:simulated"
    per_chat: float = 0
    overall: float = 0
    retry_for: float = 60
    open_chats: bool = False


@dataclass
class Fault:
    """What goes wrong in one chat: ``fail`` sends answered with 500, ``drop`` sends accepted and never answered.

    Only a real server can hang up: ``drop`` is for the simulator that runs as a process.
    """

    latency: float = 0
    fail: int = 0
    drop: int = 0


@dataclass
class State:
    """Everything that /sim/reset forgets; ids go on."""

    rates: Rates
    chats: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    faults: dict[int, Fault] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    by_chat: defaultdict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    files: Files = field(default_factory=Files)
    written: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    reactions: list[tuple[int, str]] = field(default_factory=list)
    callbacks: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)


class Dropped(Exception):
    """The message was accepted; the connection closes without an answer."""


class BotAccount:
    def __init__(self, options: Options | None = None, http: httpx.AsyncClient | None = None) -> None:
        self.options = options or Options()
        self.webhook = Webhook(http, self.options.retry_for, self.call)
        self._update_ids = itertools.count(700_000_001)
        self._message_ids = itertools.count(1)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._methods: dict[str, Callable[[dict[str, Any]], Any]] = {
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda _: self.webhook.remove(),
            "getWebhookInfo": lambda _: self.webhook.info(),
            "getFile": self._get_file,
            "sendChatAction": self._chat_action,
            "setMessageReaction": self._react,
            "answerCallbackQuery": self._answer_callback,
        }
        self._names = {name.lower(): name for name in (*SENDS, *self._methods)}
        self.reset()

    def reset(self) -> None:
        self.state = State(Rates(self.options.overall, self.options.per_chat))
        self.webhook.forget_counts()

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """One method of the Bot API, whatever the case of its name. Raises Refusal or Dropped."""
        name = self._names.get(method.lower())
        if name is None:
            raise Refusal(404, "Not Found: method not found")
        self.state.calls[name] += 1
        try:
            return await self._send(name, params) if name in SENDS else self._methods[name](params)
        except Refusal as refusal:
            self.state.refused[refusal.code] += 1
            raise

    async def say(self, said: Said) -> dict[str, Any]:
        """Deliver what a person does to the webhook; tells how each delivery went."""
        self.state.chats.add(said.chat)
        update_id, message_id = next(self._update_ids), next(self._message_ids)
        self.state.written[said.chat].add(message_id)
        update = update_of(
            said,
            update_id=update_id,
            message_id=message_id,
            date=int(time.time()),
            pressed=self._pressed(said),
        )
        if said.callback is not None:
            self.state.callbacks.add(update["callback_query"]["id"])
        began = time.time()
        delivery = asyncio.ensure_future(self._deliver(said, update))
        self._tasks.add(delivery)
        delivery.add_done_callback(self._tasks.discard)
        deliveries = await delivery if said.wait else []
        return {"update_id": update_id, "time": began, "deliveries": deliveries}

    async def sent(self, chat: int | None, at_least: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """What was accepted, in order; waits up to ``timeout`` seconds until there are so many."""
        messages = self.state.sent if chat is None else self.state.by_chat[chat]
        until = time.monotonic() + timeout
        while len(messages) < at_least and time.monotonic() < until:  # noqa: ASYNC110 - an event per message would cost
            await asyncio.sleep(0.005)
        return messages

    def stats(self) -> dict[str, Any]:
        return {
            "sent": len(self.state.sent),
            "calls": dict(self.state.calls),
            "refused": {str(code): number for code, number in self.state.refused.items()},
            "reactions": self.state.reactions,
            "unanswered_callbacks": len(self.state.callbacks),
            "updates": dict(self.webhook.counts),
        }

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.webhook.close()

    async def _deliver(self, said: Said, update: dict[str, Any]) -> list[dict[str, Any]]:
        posts = [self.webhook.deliver(kind_of(said), update) for _ in range(said.repeat)]
        return list(await asyncio.gather(*posts)) if said.concurrently else [await post for post in posts]

    async def _send(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        check_message(method, params)
        chat = self._chat(params)
        fault = self.state.faults.get(chat, Fault())
        await asyncio.sleep(fault.latency)
        if fault.fail > 0:
            fault.fail -= 1
            raise Refusal(500, "Internal Server Error")
        if seconds := self.state.rates.retry_after(chat, time.monotonic()):
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        message = self._record(chat, method, params)
        if fault.drop > 0:
            fault.drop -= 1
            raise Dropped
        return message

    def _record(self, chat: int, method: str, params: dict[str, Any]) -> dict[str, Any]:
        now, id = time.time(), next(self._message_ids)
        content = {name: value for name, value in params.items() if name != "chat_id"}
        entry = {**content, "message_id": id, "chat": chat, "method": method, "time": now}
        self.state.sent.append(entry)
        self.state.by_chat[chat].append(entry)
        markup = params.get("reply_markup")
        shown = {"reply_markup": markup} if isinstance(markup, dict) and "inline_keyboard" in markup else {}
        said = {name: value for name, value in content.items() if name in {"text", "caption"}}
        return {"message_id": id, "date": int(now), "chat": {"id": chat, "type": "private"}, **said, **shown}

    def _chat(self, params: dict[str, Any]) -> int:
        try:
            chat = int(params["chat_id"])
        except KeyError:
            raise bad("chat_id is empty") from None
        except (TypeError, ValueError):
            raise bad("chat not found") from None
        if chat not in self.state.chats and not self.options.open_chats:
            raise bad("chat not found")
        if chat in self.state.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def _pressed(self, said: Said) -> dict[str, Any] | None:
        """The latest message of the chat that has the button."""
        if said.callback is None:
            return None
        for entry in reversed(self.state.by_chat[said.chat]):
            markup = entry.get("reply_markup") or {}
            rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
            if any(button.get("callback_data") == said.callback for row in rows for button in row):
                return {
                    "message_id": entry["message_id"],
                    "date": int(entry["time"]),
                    "reply_markup": markup,
                    "text": entry.get("text", ""),
                }
        return None

    def _get_me(self, params: dict[str, Any]) -> dict[str, Any]:
        id = self.options.token.partition(":")[0]
        return {
            "id": int(id) if id.isdigit() else 1,
            "is_bot": True,
            "first_name": "Simulated",
            "username": "simulated_bot",
        }

    def _get_file(self, params: dict[str, Any]) -> dict[str, Any]:
        return self.state.files.get(params)

    def _set_webhook(self, params: dict[str, Any]) -> bool:
        check_webhook(params)
        return self.webhook.set(params) if params["url"] else self.webhook.remove()

    def _chat_action(self, params: dict[str, Any]) -> bool:
        self._chat(params)
        if not params.get("action"):
            raise bad("wrong parameter action in request")
        return True

    def _react(self, params: dict[str, Any]) -> bool:
        chat = self._chat(params)
        check_reaction(params)
        if not isinstance(id := params.get("message_id"), int) or id not in self.state.written[chat]:
            raise bad("message to react not found")
        self.state.reactions += [(id, one["emoji"]) for one in params.get("reaction", [])]
        return True

    def _answer_callback(self, params: dict[str, Any]) -> bool:
        if params.get("callback_query_id") not in self.state.callbacks:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.state.callbacks.remove(params["callback_query_id"])
        return True
