"""An empty body is `{}`: who has nothing to say need not say it in JSON, and is told which fields are missing."""

from typing import Any

from litestar import Request

from api.problems import Refused


class BodyRequest(Request[Any, Any, Any]):
    """Webhooks read the bytes that were signed, so only those who take JSON are given it; and nothing is replaced by nothing
    because a body was forgotten."""

    async def body(self) -> bytes:
        found = await super().body()
        if found.strip() or self.route_handler.parsed_data_field is None:
            return found
        if self.method == "POST":
            return b"{}"
        raise Refused("invalid-request", f"the {self.method} has no body: send as JSON what it is to be")
