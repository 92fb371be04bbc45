"""Webhooks signed by the Standard Webhooks specification."""

import base64
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from integrations import BadPayload, BadSignature, Delivery, DomainEvent
from integrations.standard_webhooks import Config, fresh, integration

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_" + base64.b64encode(b"another secret of 32 bytes here!").decode()
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
# The specification's reference libraries give this signature for the values above.
PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def sign(secret: str = SECRET, body: bytes = BODY, id: str = ID, at: datetime = AT) -> str:
    """As a sender would, without a line of ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{id}.{int(at.timestamp())}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()


def a_delivery(body: bytes = BODY, now: datetime = AT, **headers: str | None) -> Delivery:
    """With the right headers, and ``signature="…"``, ``id=None`` or ``timestamp="…"`` in their place."""
    right = {"id": ID, "timestamp": str(int(AT.timestamp())), "signature": sign(body=body)}
    given = {f"webhook-{name}": text for name, text in {**right, **headers}.items() if text is not None}
    return Delivery(headers=given, body=body, now=now)


def a_config(secret: str = SECRET) -> Config:
    return Config.model_validate({"secret": secret})


ACCEPTED: dict[str, Delivery] = {
    "the published example": a_delivery(signature=PUBLISHED),
    "our own": a_delivery(),
    "an old secret's first": a_delivery(signature=f"{sign(OTHER)} {sign()}"),
    "an old secret's last": a_delivery(signature=f"{sign()} {sign(OTHER)}"),
    "another scheme's beside it": a_delivery(signature=f"v1a,bm9ib2R5 {sign()}"),
    "five minutes ago": a_delivery(now=AT + timedelta(minutes=5)),
    "from a clock that is ahead": a_delivery(now=AT - timedelta(minutes=5)),
    "an empty body": a_delivery(b""),
    "a body that is not text": a_delivery(b"\xff\x00"),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_the_sender_signed_is_let_in(case: str) -> None:
    """Whatever the body holds, and while the sender changes its secret."""
    integration.verify(a_config(), ACCEPTED[case])


REFUSED: dict[str, tuple[Delivery, str]] = {
    "another secret": (a_delivery(signature=sign(OTHER)), "no signature"),
    "another body": (a_delivery(signature=sign(body=b"{}")), "no signature"),
    "another id": (a_delivery(id="msg_2"), "no signature"),
    "another time": (a_delivery(timestamp=str(int(AT.timestamp()) + 1)), "no signature"),
    "another version": (a_delivery(signature=sign().replace("v1,", "v2,")), "no signature"),
    "without its version": (a_delivery(signature=sign().removeprefix("v1,")), "no signature"),
    "no ASCII": (a_delivery(signature="v1,\u00e9"), "no signature"),
    "stale": (a_delivery(now=AT + timedelta(minutes=5, seconds=1)), "five minutes"),
    "from the future": (a_delivery(now=AT - timedelta(minutes=5, seconds=1)), "five minutes"),
    "a date": (a_delivery(timestamp="2021-02-25"), "number of seconds"),
    "another alphabet's digits": (a_delivery(timestamp="١٦١٤٢٦٥٣٣٠"), "number of seconds"),
    "a number beyond all clocks": (a_delivery(timestamp="9" * 5000), "number of seconds"),
    "no signature": (a_delivery(signature=None), "no header webhook-signature"),
    "an empty signature": (a_delivery(signature=""), "no header webhook-signature"),
    "only spaces": (a_delivery(signature="  "), "no signature"),
    "no timestamp": (a_delivery(timestamp=None), "no header webhook-timestamp"),
    "no id": (a_delivery(id=None), "no header webhook-id"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_stranger_sends_is_refused(case: str) -> None:
    """With the reason, and without what would have been right."""
    delivery, says = REFUSED[case]
    with pytest.raises(BadSignature, match=says) as refusal:
        integration.verify(a_config(), delivery)
    assert SECRET not in str(refusal.value)
    assert sign(body=delivery.body) not in str(refusal.value)


READ: dict[str, tuple[bytes, str, Any]] = {
    "data": (b'{"type": "order.paid", "data": {"number": 17}}', "order.paid", {"number": 17}),
    "what else there is": (b'{"type": "a", "timestamp": "now", "data": [1], "more": {}}', "a", [1]),
    "no data": (b'{"type": "shop/closed:today"}', "shop/closed:today", {}),
}


@pytest.mark.parametrize("case", READ)
def test_an_event_is_read(case: str) -> None:
    """Its id is the delivery's, which stays the same when the sender delivers it again."""
    body, kind, data = READ[case]
    assert integration.parse(a_config(), a_delivery(body)) == (DomainEvent(id=ID, kind=kind, data=data),)


UNREADABLE: dict[str, Delivery] = {
    "no JSON": a_delivery(b"hello"),
    "cut off": a_delivery(b'{"type": "order.paid", "data": {'),
    "nothing": a_delivery(b""),
    "a list": a_delivery(b"[]"),
    "no type": a_delivery(b'{"data": {}}'),
    "an empty type": a_delivery(b'{"type": ""}'),
    "a type that is no text": a_delivery(b'{"type": 7}'),
    "a type with a NUL": a_delivery(b'{"type": "a\\u0000"}'),
    "a type with a line end": a_delivery(b'{"type": "a\\n"}'),
    "half a character": a_delivery(b'{"type": "a", "data": "\\ud800"}'),
    "no UTF-8": a_delivery(b"\xff\xfe"),
    "nested deeply": a_delivery(b'{"type": "a", "data": ' + b"[" * 100_000),
    "no id": a_delivery(b'{"type": "a"}', id=None),
    "a long id": a_delivery(b'{"type": "a"}', id="x" * 201),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_no_event_cannot_be_read(case: str) -> None:
    """Nothing but BadPayload, whatever comes."""
    with pytest.raises(BadPayload):
        integration.parse(a_config(), UNREADABLE[case])


@pytest.mark.parametrize(
    "secret", ["", "hunter2", SECRET.removeprefix("whsec_"), "whsec_", "whsec_c2hvcnQ=", "whsec_not base64!", "whsec_é"]
)
def test_a_secret_that_cannot_be_one_is_refused(secret: str) -> None:
    """Before it is kept, with what one looks like, and without repeating it."""
    with pytest.raises(ValidationError, match="a secret is whsec_ and 24 to 64 bytes") as refusal:
        a_config(secret)
    assert "hunter2" not in str(refusal.value)


def test_a_fresh_secret_fits_and_is_never_the_same() -> None:
    """Whoever has no secret is given one that the form takes."""
    first, second = fresh(), fresh()
    assert first != second
    assert isinstance(Config.model_validate(first).secret, SecretStr)
