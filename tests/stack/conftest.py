import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account can pass, PostgreSQL's too when root runs the tests; pytest's own are closed."""
    place = Path(tempfile.mkdtemp(prefix="dialoom-stack-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place, ignore_errors=True)
