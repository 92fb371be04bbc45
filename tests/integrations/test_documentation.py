"""What the page about integrations shows works as it stands there."""

import hmac
import itertools
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from integrations import BadSignature, Delivery, DomainEvent, Integration
from integrations.standard_webhooks import Config, integration

PAGE = (Path(__file__).parents[2] / "docs" / "integrations.md").read_text()
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def block(mark: str) -> str:
    """The code after this mark."""
    return PAGE.partition(f"<!-- {mark} -->\n```")[2].partition("\n")[2].partition("```")[0]


def test_the_shells_signature_is_accepted(tmp_path: Path) -> None:
    """Who copies the commands sends an event that is let in and read."""
    stub = tmp_path / "curl"
    stub.write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n')
    stub.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    given = {"PATH": path, "SECRET": SECRET, "HOOK": "https://dialoom.test/hooks/integrations/1"}
    out = subprocess.run(["sh", "-euc", block("send")], env=given, capture_output=True, text=True, check=True).stdout
    url, *options = out.rstrip("\0").split("\0")
    headers = dict(value.split(": ", 1) for name, value in itertools.pairwise(options) if name == "-H")
    body = options[options.index("-d") + 1].encode()
    delivery = Delivery(headers=headers, body=body, now=datetime.now(UTC))
    config = Config.model_validate({"secret": SECRET})
    integration.verify(config, delivery)
    (event,) = integration.parse(config, delivery)
    assert (url, event.id, event.kind) == (given["HOOK"], "msg_17", "order.paid")
    assert event.data["customer"]["phone"] == "584721093"


def test_the_example_of_an_integration_type_works() -> None:
    """The file that the page shows is an integration: it lets its sender in, and nobody else."""
    module = ModuleType("example")
    exec(compile(block("example"), "integrations.md", "exec"), module.__dict__)
    found = module.integration
    assert isinstance(found, Integration)
    config, body = found.config.model_validate({"key": "k"}), b'{"receipt": "r1", "buyer": {"phone": "1"}}'
    right = {"x-till-signature": hmac.digest(b"k", body, "sha256").hex()}
    delivery = Delivery(headers=right, body=body, now=datetime.now(UTC))
    found.verify(config, delivery)
    data = {"receipt": "r1", "buyer": {"phone": "1"}}
    assert found.parse(config, delivery) == (DomainEvent(id="r1", kind="order.paid", data=data),)
    with pytest.raises(BadSignature):
        found.verify(config, Delivery(headers={}, body=body, now=delivery.now))
