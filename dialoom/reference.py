"""The API's OpenAPI document, without a server."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cryptography.fernet import Fernet
from litestar.serialization import encode_json, get_serializer
from pydantic import SecretStr

from api.app import create_app
from api.services import Parts, Services
from store.config import Encryption


def openapi_document() -> dict[str, Any]:
    encryption = Encryption(keys=(SecretStr(Fernet.generate_key().decode()),))
    app = create_app(Parts(open=_never, encryption=encryption))
    written = encode_json(app.openapi_schema.to_schema(), get_serializer(app.type_encoders))
    document: dict[str, Any] = json.loads(written)
    return document


@asynccontextmanager
async def _never() -> AsyncIterator[Services]:
    raise RuntimeError("this application is only described, not run")
    yield
