"""Any program that signs its webhooks by the Standard Webhooks specification: https://www.standardwebhooks.com

    webhook-id: msg_2KWPBgLlAfxdpx2AI54pPJ85f4W
    webhook-timestamp: 1674087231
    webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= v1,…

    {"type": "order.paid", "timestamp": "2023-01-19T00:13:51Z", "data": {"number": "A-17", "customer": {"phone": "…"}}}

A signature is base64 of HMAC-SHA256 over ``id.timestamp.body``. Several of them, while the sender changes its secret, are
separated by spaces; one has to fit.
"""

import base64
import binascii
import hmac
import re
import secrets
from typing import Annotated, Any

import msgspec
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from integrations.adapter import Delivery, DomainEvent, Integration
from integrations.errors import BadPayload, BadSignature
from ui_schema import widget

PREFIX = "whsec_"
FEWEST_BYTES, MOST_BYTES, OUR_BYTES = 24, 64, 32
TOLERANCE_SECONDS = 5 * 60


def _key(secret: SecretStr) -> bytes:
    return base64.b64decode(secret.get_secret_value().removeprefix(PREFIX), validate=True)


def _checked(secret: SecretStr) -> SecretStr:
    try:
        fits = secret.get_secret_value().startswith(PREFIX) and FEWEST_BYTES <= len(_key(secret)) <= MOST_BYTES
    except (binascii.Error, ValueError):
        fits = False
    if not fits:
        raise ValueError(f"a secret is {PREFIX} and {FEWEST_BYTES} to {MOST_BYTES} bytes in base64")
    return secret


class Config(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)

    secret: Annotated[SecretStr, AfterValidator(_checked)] = Field(
        title="Signing secret",
        description="The sender's, like whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw. Left out, one is made, to give to the sender.",
        json_schema_extra=widget("password"),
    )


class _Event(msgspec.Struct):
    type: Annotated[str, msgspec.Meta(pattern=r"^[\w.:/-]{1,200}\Z")]
    data: Any = msgspec.field(default_factory=dict)


def verify(config: Config, delivery: Delivery) -> None:
    id, sent, given = (_header(delivery, name) for name in ("webhook-id", "webhook-timestamp", "webhook-signature"))
    if not re.fullmatch(r"[0-9]{1,12}", sent):
        raise BadSignature("webhook-timestamp is not a number of seconds")
    if abs(delivery.now.timestamp() - int(sent)) > TOLERANCE_SECONDS:
        raise BadSignature("webhook-timestamp is more than five minutes away from our clock")
    right = signature(config.secret, id, sent, delivery.body).encode()
    if not any(hmac.compare_digest(one.encode(), right) for one in given.split()):
        raise BadSignature("no signature in webhook-signature fits the secret")


def parse(config: Config, delivery: Delivery) -> tuple[DomainEvent, ...]:
    id = delivery.headers.get("webhook-id", "")
    if not re.fullmatch(r"[!-~]{1,200}", id):
        raise BadPayload("webhook-id is not 1 to 200 visible ASCII characters")
    try:
        event = msgspec.json.decode(delivery.body, type=_Event)
    except (ValueError, RecursionError) as error:
        raise BadPayload(f"the body is not an event: {error}") from None
    return (DomainEvent(id=id, kind=event.type, data=event.data),)


def signature(secret: SecretStr, id: str, sent: str, body: bytes) -> str:
    """What a sender puts into ``webhook-signature``."""
    digest = hmac.digest(_key(secret), f"{id}.{sent}.".encode() + body, "sha256")
    return f"v1,{base64.b64encode(digest).decode()}"


def fresh() -> dict[str, str]:
    return {"secret": PREFIX + base64.b64encode(secrets.token_bytes(OUR_BYTES)).decode()}


def _header(delivery: Delivery, name: str) -> str:
    if found := delivery.headers.get(name):
        return found
    raise BadSignature(f"there is no header {name}")


integration = Integration(
    kind="webhook", title="Signed webhook", config=Config, verify=verify, parse=parse, fresh=fresh
)
