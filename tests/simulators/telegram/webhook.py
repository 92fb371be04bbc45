"""Delivery to the bot's webhook: with the secret, again after a failure, and doing what the answer asks for."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.simulators.telegram.rules import Refusal

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


class Webhook:
    def __init__(self, http: httpx.AsyncClient | None, retry_for: float, call: Call) -> None:
        self._http = http or httpx.AsyncClient(timeout=30, trust_env=False)
        self._owned = http is None
        self._retry_for, self._call = retry_for, call
        self.counts: Counter[str] = Counter()
        self._pending = 0
        self.remove()

    def set(self, params: dict[str, Any]) -> bool:
        self.url: str = params["url"]
        self.secret: str = params.get("secret_token", "")
        self.allowed = set(params.get("allowed_updates") or ("message", "callback_query", "my_chat_member"))
        self.connections = int(params.get("max_connections", 40))
        self._free = asyncio.Semaphore(self.connections)
        self._last_error = ""
        return True

    def remove(self) -> bool:
        return self.set({"url": ""})

    def info(self) -> dict[str, Any]:
        info = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self._pending,
            "max_connections": self.connections,
            "allowed_updates": sorted(self.allowed),
        }
        return {**info, "last_error_message": self._last_error} if self._last_error else info

    def forget_counts(self) -> None:
        self.counts = Counter()

    async def deliver(self, kind: str, update: dict[str, Any]) -> dict[str, Any]:
        """Post the update until it is taken or time is up."""
        if not self.url or kind not in self.allowed:
            return {"status": None, "attempts": 0}
        self._pending += 1
        until, pause, attempts = time.monotonic() + self._retry_for, FIRST_PAUSE, 1
        while not 200 <= (status := await self._post(update)) < 300 and time.monotonic() + pause < until and self.url:
            await asyncio.sleep(pause)
            pause, attempts = min(pause * 2, LONGEST_PAUSE), attempts + 1
        self._pending -= 1
        self.counts["delivered" if 200 <= status < 300 else "given_up"] += 1
        return {"status": status, "attempts": attempts}

    async def close(self) -> None:
        if self._owned:
            await self._http.aclose()

    async def _post(self, update: dict[str, Any]) -> int:
        headers = {"content-type": "application/json"}
        if self.secret:
            headers["x-telegram-bot-api-secret-token"] = self.secret
        self.counts["attempts"] += 1
        try:
            async with self._free:
                response = await self._http.post(self.url, content=json.dumps(update), headers=headers)
        except httpx.HTTPError as error:
            self._last_error = f"Connection failed: {type(error).__name__}"
            return 0
        if response.is_success:
            await self._obey(response)
        else:
            self._last_error = f"Wrong response from the webhook: {response.status_code}"
        return response.status_code

    async def _obey(self, response: httpx.Response) -> None:
        """An answer may name a method; Telegram runs it and never tells how it went."""
        try:
            answer = response.json()
        except ValueError:
            return
        if not isinstance(answer, dict) or "method" not in answer:
            return
        method = str(answer.pop("method"))
        self.counts["answered_with_method"] += 1
        try:
            await self._call(method, answer)
        except Refusal:
            self.counts["answered_with_refused_method"] += 1
