"""What one run leaves for the next: the ports it used, the processes it started, where PostgreSQL's data are."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self


@dataclass
class State:
    """The content of `state.json`."""

    ports: dict[str, int] = field(default_factory=dict)
    pids: dict[str, int] = field(default_factory=dict)
    postgres_data: str = ""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it; one that is missing, or was made by hand and cannot be read, counts as empty."""
        try:
            return cls(**json.loads(path.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return cls()

    def save(self, path: Path) -> None:
        """Write it whole or not at all."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=2) + "\n")
        fresh.replace(path)
