"""Where the wheels keep the servers' programs; their Python side is not used."""

import shutil
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from dialoom.stack.errors import StackError

CURE = "install Dialoom with its servers: pip install 'dialoom[embedded]'"


def inside(package: str, pattern: str) -> Path:
    """The file or folder of a package that matches, without importing the package."""
    spec = find_spec(package)
    for place in (spec and spec.submodule_search_locations) or ():
        for found in sorted(Path(place).glob(pattern)):
            return found
    raise StackError(package, f"has no {pattern} here; {CURE}")


def script(name: str) -> Path:
    """A program that a wheel puts beside Python, or anywhere on the PATH."""
    beside = Path(sysconfig.get_path("scripts")) / name
    found = beside if beside.exists() else shutil.which(name)
    if found is None:
        raise StackError(name, f"is not installed; {CURE}")
    return Path(found)
