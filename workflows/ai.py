"""A question to a model: held against the budgets and written down before it is made, settled when it is answered."""

from dataclasses import dataclass
from uuid import UUID

import httpx2

from nodes import AiAnswer, AiRefused, AiRequest, IoFailed, IoTimeout
from store.ai_spend import AiSpend, Amount, Held
from store.calls import Calls
from store.crypto import Vault
from store.database import Store
from store.errors import BudgetUsedUp, NotFound
from store.secrets import Secrets
from workflows.ai_client import Completion, complete
from workflows.ai_config import DEFAULT, Ai, AiConnection
from workflows.ai_prompt import Line, body, prompt, prompt_tokens, tokens_of
from workflows.storable import storable


@dataclass(frozen=True, slots=True)
class Begun:
    """``index`` finds the question again among those of its call."""

    lines: list[Line]
    index: int
    held: Held


@dataclass(frozen=True, slots=True)
class CallAi:
    """Asks models for one call of one workspace."""

    http: httpx2.AsyncClient
    settings: Ai
    store: Store
    vault: Vault
    workspace: UUID
    call: UUID

    async def ask(self, request: AiRequest) -> AiAnswer:
        """Raises IoTimeout, IoFailed or AiRefused."""
        name = request.connection or DEFAULT
        connection = self.connection(name)
        key = await self.key(connection)
        lines = await self._lines(request, connection)
        expected = _amount(connection, prompt_tokens(lines), request.max_tokens)
        begun = await self.begin(name, connection, lines, expected)
        try:
            got = await complete(self.http, connection, key, body(request, begun.lines, connection), request.timeout)
        except IoTimeout as error:  # nobody knows what it costs: what was held for it stays counted
            await self.settle(begun, begun.held.amount, {"error": str(error)})
            raise
        except (IoFailed, AiRefused) as error:
            await self.settle(begun, Amount(), {"error": str(error)[:1000]})
            raise
        return await self._answered(begun, connection, got)

    def connection(self, name: str) -> AiConnection:
        if name not in self.settings.connections:
            known = ", ".join(sorted(self.settings.connections)) or "none yet"
            raise AiRefused(
                "unknown_connection",
                f"there is no AI connection {name!r}; known are: {known} (DIALOOM_AI__CONNECTIONS)",
            )
        return self.settings.connections[name]

    async def key(self, connection: AiConnection) -> str:
        if not connection.secret:
            return connection.api_key.get_secret_value()
        async with self.store.transaction(self.workspace) as session:
            try:
                return await Secrets(session, self.vault).value(connection.secret)
            except NotFound as error:
                text = f"the workspace has no secret {connection.secret!r}, the key of this AI connection: add it first"
                raise AiRefused("ai_unauthorised", text) from error

    async def _lines(self, request: AiRequest, connection: AiConnection) -> list[Line]:
        if not request.history:
            return prompt(request, (), connection)
        async with self.store.transaction(self.workspace) as session:
            return prompt(request, await Calls(session).earlier(self.call, request.history), connection)

    async def begin(self, name: str, connection: AiConnection, lines: list[Line], expected: Amount) -> Begun:
        """Keep what is about to be asked, and hold what it may use."""
        try:
            async with self.store.transaction(self.workspace) as session:
                exchange = {"connection": name, "model": connection.model, "prompt": lines}
                index = await Calls(session).asked(self.call, storable(exchange))
                held = await AiSpend(session).hold(self.call, expected, self.settings.budgets.by_scope)
                return Begun(lines, index, held)
        except BudgetUsedUp as error:
            raise AiRefused("budget_used_up", str(error)) from error

    async def _answered(self, begun: Begun, connection: AiConnection, got: Completion) -> AiAnswer:
        choice = got.choices[0] if got.choices else None
        text = (choice.message.content if choice else None) or ""
        tokens = (prompt_tokens(begun.lines), tokens_of(text))
        if got.usage:
            tokens = (got.usage.prompt_tokens, got.usage.completion_tokens)
        used, model = _amount(connection, *tokens), got.model or connection.model
        spent = {"tokens_in": tokens[0], "tokens_out": tokens[1], "cost": used.cost}
        await self.settle(begun, used, {"answer": text, "model": model, **spent})
        if choice is None or choice.message.refusal or choice.finish_reason == "content_filter":
            why = (choice and choice.message.refusal) or "its filter held the answer back"
            raise AiRefused("ai_declined", f"the model gave no answer: {why}")
        return AiAnswer(text=text, model=model, cut=choice.finish_reason == "length", **spent)

    async def settle(self, begun: Begun, used: Amount, outcome: dict[str, object]) -> None:
        async with self.store.transaction(self.workspace) as session:
            await Calls(session).answered(self.call, begun.index, storable(outcome))
            await AiSpend(session).settle(self.call, begun.held, used)


def _amount(connection: AiConnection, tokens_in: int, tokens_out: int) -> Amount:
    return Amount(tokens=tokens_in + tokens_out, cost=connection.cost(tokens_in, tokens_out))
