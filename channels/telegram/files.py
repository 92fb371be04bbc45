"""Files that people send: Telegram keeps them, gives a bot those up to 20 MB, at an address that lasts an hour."""

import httpx

from channels.adapter import Download
from channels.errors import Refused, Unreachable
from channels.telegram.client import call
from channels.telegram.config import Config


async def fetch(http: httpx.AsyncClient, config: Config, id: str) -> Download:
    match await call(http, config, "getFile", {"file_id": id}):
        case {"file_path": str(path)}:
            address = f"{config.api}/file/bot{config.token.get_secret_value()}/{path}"
        case _:
            raise Refused("no_file_path", "Telegram does not say where the file is")
    try:
        response = await http.get(address)
    except httpx.HTTPError as error:
        raise Unreachable("unreachable", type(error).__name__) from None
    return _download(response)


def _download(response: httpx.Response) -> Download:
    if response.is_server_error:
        raise Unreachable("server", f"HTTP {response.status_code}")
    if not response.is_success:
        raise Refused(str(response.status_code), "Telegram does not have the file any more")
    return Download(content=response.content)
