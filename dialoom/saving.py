"""Writing what a command makes into the file that somebody named for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dialoom.cli.errors import Unusable


def save(path: Path, text: str, what: str) -> None:
    """Makes the folder, too. Raises Unusable that tells ``what`` cannot be written, where, and why."""
    with _told(path, what):
        path.write_text(text, encoding="utf-8")


def try_out(path: Path, what: str) -> None:
    """Raises what ``save`` would, before somebody works for it; what is in the file stays."""
    with _told(path, what):
        new = not path.exists()
        path.open("ab").close()
        if new:
            path.unlink()


@contextmanager
def _told(path: Path, what: str) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise Unusable(f"{what} cannot be written: {path}: {error.strerror}") from error
