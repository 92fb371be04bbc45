"""The API's OpenAPI document, without a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr

from api.app import create_app
from api.openapi import document
from api.services import Parts, Services
from store.config import Encryption


def openapi_document() -> dict[str, Any]:
    encryption = Encryption(keys=(SecretStr(Fernet.generate_key().decode()),))
    app = create_app(Parts(open=_never, encryption=encryption))
    return document(app)


@asynccontextmanager
async def _never() -> AsyncIterator[Services]:
    raise RuntimeError("this application is only described, not run")
    yield
