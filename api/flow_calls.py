"""A call of a trigger's address: whether it is the sender's, whom it is about, and the start that it leads to."""

import base64
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.exc import IntegrityError

from api.hooks import KEPT_OF_REFUSED, without_secrets
from api.problems import Refused
from api.starting import Begun, Recipient, Start, Starting, StartTaken
from nodes.json_path import NothingThere, take
from nodes.webhook import Params
from store.errors import NotFound
from store.flow_hooks import WEBHOOK, FlowHook, FlowHookCall, FlowHookCalls
from store.flows import Flows
from store.secrets import Secrets

ATTEMPTS = 5
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_KEY = 256, 200, 200
KEYS = ("idempotency-key", "webhook-id")


@dataclass(frozen=True, slots=True)
class FlowCalls:
    """All of it in the transaction of ``starting``."""

    starting: Starting
    secrets: Secrets

    @property
    def kept(self) -> FlowHookCalls:
        return FlowHookCalls(self.starting.session)

    async def params(self, hook: FlowHook) -> Params:
        """Those of the published trigger."""
        triggers = await Flows(self.starting.session).triggers()
        for one in triggers:
            if (one.flow_id, one.node, one.kind) == (hook.flow_id, hook.node, WEBHOOK):
                return Params.model_validate(one.params)
        archived = (await Flows(self.starting.session).get(hook.flow_id)).archived_at is not None
        why = "its flow is archived: bring it back" if archived else "this trigger is not published: publish its flow"
        raise Refused("nothing-published", f"{why}, then play this call again")

    async def verify(self, hook: FlowHook, headers: Mapping[str, str], body: bytes) -> None:
        """Raises Refused for what the sender has not signed, if its flow wants that."""
        try:
            params = await self.params(hook)
        except Refused:  # it starts nothing now, and is verified when it is played
            return
        if params.secret is None:
            return
        try:
            secret = await self.secrets.value(params.secret)
        except NotFound as error:
            raise Refused("bad-signature", f"the workspace has no secret {params.secret!r} to compare with") from error
        given = headers.get(params.signature_header.lower(), "")
        if not signed(secret, body, given):
            raise Refused("bad-signature", f"the signature in {params.signature_header} is missing or wrong")

    async def take(self, hook: FlowHook, headers: Mapping[str, str], body: bytes) -> Begun | Refused:
        """The place in line, the same for a call that is repeated with its key; or why nothing was started. It is kept."""
        call = await self.kept.claim(hook.id, key_of(headers), without_secrets(headers), body)
        return await self.play(hook, call)

    async def play(self, hook: FlowHook, call: FlowHookCall) -> Begun | Refused:
        """The same for one that is kept."""
        if call.conversation_id and call.event:
            return Begun(StartTaken(conversation=call.conversation_id, event=call.event))
        try:
            begun = await self._start(hook, call.body)
        except (Refused, NotFound) as error:
            refused = error if isinstance(error, Refused) else Refused("bad-payload", str(error))
            await self.kept.failed(call.id, refused.detail)
            return refused
        await self.kept.handled(call.id, begun.taken.conversation, begun.taken.event)
        return begun

    async def refuse(self, hook: FlowHook, headers: Mapping[str, str], body: bytes, why: str) -> None:
        await self.kept.keep(hook.id, without_secrets(headers), body[:KEPT_OF_REFUSED], "refused", why)

    async def _start(self, hook: FlowHook, body: bytes) -> Begun:
        params = await self.params(hook)
        start = _mapped(hook, params, _document(body))
        for _ in range(ATTEMPTS):
            try:
                async with self.starting.session.begin_nested():
                    return await self.starting.start(hook.flow_id, start)
            except IntegrityError:  # somebody made the same contact in this instant
                continue
        raise Refused("unavailable", "the contact is being changed over and over: repeat")


def _mapped(hook: FlowHook, params: Params, document: Any) -> Start:
    name = _text(document, params.name_path)[:LONGEST_NAME] if params.name_path else ""
    if params.contact_path:
        to = Recipient(channel=UUID(params.channel), contact=_contact(document, params.contact_path))
    else:
        to = Recipient(channel=UUID(params.channel), address=_address(document, params.address_path), name=name)
    found = {one.name: _at(document, one.path) for one in params.inputs}
    inputs = {name: value for name, value in found.items() if value is not None}
    return Start(to=to, inputs=inputs, node=hook.node)


def _document(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise Refused("bad-payload", f"the body is not JSON: {error}") from None


def _at(document: Any, path: str) -> Any:
    """None where there is nothing."""
    try:
        return take(document, path)
    except NothingThere:
        return None


def _text(document: Any, path: str) -> str:
    found = _at(document, path)
    return str(found).strip() if isinstance(found, str | int) and not isinstance(found, bool) else ""


def _address(document: Any, path: str) -> str:
    address = _text(document, path)
    if not 0 < len(address) <= LONGEST_ADDRESS:
        raise Refused("bad-payload", f"there is no address of 1 to {LONGEST_ADDRESS} characters at {path!r}")
    return address


def _contact(document: Any, path: str) -> UUID:
    try:
        return UUID(_text(document, path))
    except ValueError:
        raise Refused("bad-payload", f"there is no id of a contact at {path!r}") from None


def key_of(headers: Mapping[str, str]) -> str | None:
    key = next((headers[name] for name in KEYS if name in headers), None)
    if key is not None and not re.fullmatch(rf"[!-~]{{1,{LONGEST_KEY}}}", key):
        raise Refused("bad-payload", f"the idempotency key is not 1 to {LONGEST_KEY} visible ASCII characters")
    return key


def signed(secret: str, body: bytes, given: str) -> bool:
    """By HMAC-SHA256 of the body, in hex or base64, perhaps after ``sha256=``."""
    digest = hmac.digest(secret.encode(), body, "sha256")
    right = (digest.hex(), base64.b64encode(digest).decode())
    plain = given.strip().removeprefix("sha256=").encode()
    return any(hmac.compare_digest(plain, one.encode()) for one in right)
