"""Running a server without root's rights: which account, which folders it can pass, and where to go if it cannot.

PostgreSQL refuses to run as root. It then runs as the owner of its data or, at first, as `nobody`, who must be able to
pass every parent folder of the data and of the programs; below a closed home folder both move to a sheltered place.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from dialoom.stack.errors import StackError

SHELTERS = Path("/var/tmp")  # noqa: S108  every shelter is checked to be ours before use


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    user: int
    group: int


def servant(data: Path) -> Account | None:
    """The account that a server over this data must run as; None means: as ourselves."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def may(account: Account, path: Path, permission: int) -> bool:
    """Whether the account has this permission (4 read, 2 write, 1 pass or run) by the mode of the file."""
    it = path.stat()
    shift = 6 if it.st_uid == account.user else 3 if it.st_gid == account.group else 0
    return bool(it.st_mode >> shift & permission)


def reachable(account: Account | None, path: Path) -> bool:
    """Whether the account can pass every folder above this path."""
    return account is None or all(may(account, folder, 1) for folder in path.resolve().parents)


def shelter(purpose: str, origin: Path) -> Path:
    """A folder that everybody can pass and only we can write, the same for the same origin every time."""
    name = hashlib.sha256(str(origin).encode()).hexdigest()[:12]
    folder = SHELTERS / f"{purpose}-{name}"
    if not folder.is_symlink() and not folder.exists():
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)
    it = folder.lstat()
    if not stat.S_ISDIR(it.st_mode) or it.st_uid != os.geteuid() or it.st_mode & 0o022:
        raise StackError(str(folder), "is not a folder of ours alone; remove it, or work where `nobody` can pass")
    return folder
