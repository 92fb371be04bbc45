"""What the doctor looks at on this machine: Python, our packages, keys, room to write, the lock of a killed run."""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from cryptography.fernet import Fernet

from dialoom.doctor_config import DoctorConfig, Finding
from dialoom.stack.lock import FolderLock

CHECKOUT = Path(__file__).parents[1]
PACKAGES = ("api", "channels", "dialoom", "engine", "integrations", "nodes", "store", "ui_schema", "workflows")
OLDEST_PYTHON = (3, 11)
SMALLEST_DISK = 1_000_000_000


async def python(_: DoctorConfig) -> Finding:
    """The interpreter is new enough."""
    found = sys.version_info
    return found[:2] >= OLDEST_PYTHON, f"{found.major}.{found.minor}.{found.micro} at {sys.executable}"


async def packages(_: DoctorConfig) -> Finding:
    """Our packages have plain names: none of another distribution stands in front of them."""
    places = {name: _place(name) for name in PACKAGES if (CHECKOUT / name).is_dir()}
    wrong = [f"{name} is {place or 'missing'}" for name, place in places.items() if place != CHECKOUT / name]
    return not wrong, "; ".join(wrong) or f"all {len(places)} come from {CHECKOUT}"


def _place(name: str) -> Path | None:
    spec = find_spec(name)
    locations = list(spec.submodule_search_locations or ()) if spec else []
    return Path(locations[0]) if locations else Path(spec.origin) if spec and spec.origin else None


async def keys(config: DoctorConfig) -> Finding:
    """Credentials can be encrypted; the keys themselves are never shown."""
    bad = [number for number, key in enumerate(config.keys, 1) if not _is_key(key)]
    if bad or not config.keys:
        return False, f"not a key: number {', '.join(map(str, bad))}" if bad else "there is none"
    return True, f"{len(config.keys)}, the first one encrypts"


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


async def disk(config: DoctorConfig) -> Finding:
    """There is room to write."""
    place = next(path for path in (config.folder.absolute(), *config.folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    return free >= SMALLEST_DISK, f"{free / 1e9:.1f} GB free at {place}"


async def lock(config: DoctorConfig) -> Finding:
    """No killed run left servers behind."""
    holder = FolderLock(config.folder / "lock").holder()
    if holder is None:
        return True, "no local servers run here"
    return holder.alive, f"process {holder.pid} {'runs' if holder.alive else 'was killed and left its lock'}"
