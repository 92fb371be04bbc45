"""A running Dialoom, as the command line talks to it."""

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from dialoom.cli.errors import CommandError
from dialoom.settings import load


class Remote:
    """Use as ``with Remote.of_here() as remote``. Answers that are problems become errors that say what was wrong."""

    def __init__(self, url: str, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=30, trust_env=False)

    @classmethod
    def of_here(cls, folder: Path = Path(".dialoom")) -> Self:
        """From the settings, else from what `dialoom up` left in this folder."""
        settings = load().cli
        if settings.url and settings.key:
            return cls(settings.url, settings.key)
        try:
            port = json.loads((folder / "state.json").read_text())["ports"]["api"]
            key = json.loads((folder / "credentials.json").read_text())["api_key"]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(
                "no Dialoom to talk to: run `make up` in this folder, or set DIALOOM_CLI__URL and DIALOOM_CLI__KEY"
            ) from error
        return cls(f"http://127.0.0.1:{port}", key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def import_bundle(self, bundle: Any, existing: str) -> list[Any]:
        """What became of each flow of the bundle, the root first."""
        made: list[Any] = self._ask("POST", "/flows/import-bundle", json={"bundle": bundle, "existing": existing})[
            "flows"
        ]
        return made

    def adopt(self, document: Any, key: str) -> Any:
        """A draft of another builder's flow, with notes on what could not be understood."""
        return self._ask("POST", "/flows/adopt", json={"document": document, **({"key": key} if key else {})})

    def publish(self, flow: str, note: str = "") -> Any:
        return self._ask("POST", f"/flows/{flow}/publish", json={"note": note})

    def export_flow(self, key: str) -> Any:
        """What is published of it; the draft, if it never was."""
        flow = self._flow(key)
        version = {"version": flow["published_id"]} if flow["published_id"] else {}
        return self._ask("GET", f"/flows/{flow['id']}/export", params=version)

    def export_bundle(self, key: str) -> Any:
        """The flow and what it runs, each as it is published, or as it is drawn if it never was."""
        return self._ask("GET", f"/flows/{self._flow(key)['id']}/bundle", params={"published": "true"})

    def _flow(self, key: str) -> Any:
        """Also an archived one: to look at it, or to keep it elsewhere, it need not be brought back."""
        found = (one for archived in (False, True) for one in self.flows(archived=archived) if one["key"] == key)
        if (flow := next(found, None)) is None:
            raise CommandError(f"there is no flow with the key {key!r}")
        return flow

    def flows(self, *, archived: bool = False) -> list[Any]:
        found: list[Any] = []
        params = {"archived": "true"} if archived else {}
        while True:
            page = self._ask("GET", "/flows", params=params)
            found += page["items"]
            if not (after := page.get("next")):
                return found
            params["after"] = after

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        try:
            answer = self._http.request(method, path, **options)
        except httpx.HTTPError as error:
            raise CommandError(f"Dialoom does not answer at {self._http.base_url}: {error}") from error
        if answer.is_error:
            raise CommandError(told(answer))
        return answer.json()


def told(answer: httpx.Response) -> str:
    """What an answer that is an error says, in lines for people."""
    try:
        problem = answer.json()
    except ValueError:
        return f"{answer.status_code}: {answer.text[:200]}"
    lines = [f"{problem.get('title')}: {problem.get('detail')}"]
    lines += [f"  {_located(one)}" for one in problem.get("errors", [])]
    return "\n".join(lines)


def _located(one: dict[str, Any]) -> str:
    where = one.get("node") or one.get("path")
    return f"{where}: {one.get('message')}" if where else str(one.get("message"))
