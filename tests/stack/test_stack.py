"""All servers of one folder: what a second start finds, keeps and repairs."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dialoom.stack import Stack, StackError, free_port
from dialoom.stack.lock import FolderLock, Holder
from dialoom.stack.orphans import command_line, end, leftovers
from dialoom.stack.ports import accepts, choose, is_free
from dialoom.stack.progress import Plain
from dialoom.stack.state import State

CRASH = """
import os, signal, sys
from pathlib import Path
from dialoom.stack import Stack, for_terminal
Stack(Path(sys.argv[1]), durable=False).start(for_terminal())
os.kill(os.getpid(), signal.SIGKILL)
"""
STUBBORN = """
import signal, time
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(folder: Path) -> Path:
    """A folder with remembered ports that no other test uses."""
    place = folder / ".dialoom"
    place.mkdir(mode=0o755)
    names = ("postgres", "valkey", "temporal", "temporal_ui", "api")
    State(ports={name: free_port() for name in names}).save(place / "state.json")
    return place


def test_starts_all_and_stops_all(home: Path) -> None:
    """Every address answers while the stack runs, on the remembered ports, and none afterwards."""
    told = io.StringIO()
    ports = State.load(home / "state.json").ports
    with Stack(home, durable=False) as stack:
        addresses = stack.start(Plain(told))
        assert addresses.temporal_address == f"127.0.0.1:{ports['temporal']}"
        assert (
            addresses.postgres_url("dialoom_app") == f"postgresql://dialoom_app@127.0.0.1:{ports['postgres']}/dialoom"
        )
        assert all(accepts(port) for name, port in ports.items() if name != "api")
        assert set(State.load(home / "state.json").pids) == {"PostgreSQL", "Valkey", "Temporal"}
    assert not any(accepts(port) for port in ports.values())
    assert State.load(home / "state.json").pids == {}
    assert "ok      Starting PostgreSQL" in told.getvalue()


def test_a_killed_run_is_cleaned_up_by_the_next(home: Path) -> None:
    """Servers that outlived a killed parent are stopped, its lock is taken over, and the same ports serve again."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", CRASH, home], env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    before = State.load(home / "state.json")
    assert all(command_line(pid) for pid in before.pids.values())
    told = io.StringIO()
    with Stack(home, durable=False) as stack:
        stack.start(Plain(told))
        after = State.load(home / "state.json")
    assert after.ports == before.ports
    assert not set(after.pids.values()) & set(before.pids.values())
    assert "did not stop in order" in told.getvalue()
    assert "3 processes" in told.getvalue()


def test_a_failed_start_leaves_nothing_running(home: Path) -> None:
    """When one server cannot start, those before it are stopped and the folder is free again."""
    (home / "valkey").write_text("a file where a folder should be")
    with pytest.raises(FileExistsError):
        Stack(home, durable=False).start(Plain(io.StringIO()))
    assert leftovers(home, State.load(home / "state.json").pids.values()) == set()
    assert FolderLock(home / "lock").holder() is None


def test_only_one_run_at_a_time(home: Path) -> None:
    """A second start over the same folder is refused and names the process that has it."""
    lock = FolderLock(home / "lock")
    lock.acquire()
    with pytest.raises(StackError, match=f"process {os.getpid()}"):
        Stack(home).start(Plain(io.StringIO()))
    assert lock.holder() == Holder(os.getpid(), alive=True)
    lock.release()
    assert lock.holder() is None


def test_a_stale_lock_is_recovered(home: Path) -> None:
    """A lock whose holder died is seen as stale, and taken with word of whose it was."""
    (home / "lock").write_text("4194000")
    lock = FolderLock(home / "lock")
    assert lock.holder() == Holder(4194000, alive=False)
    assert lock.acquire() == 4194000
    lock.release()


def test_a_taken_port_gives_way_to_a_free_one() -> None:
    """Wishes are tried in order; ports that are taken or promised are passed over."""
    with socket.socket() as rival:
        rival.bind(("127.0.0.1", 0))
        rival.listen()
        taken = rival.getsockname()[1]
        assert not is_free(taken)
        wish = free_port()
        assert choose((taken, wish)) == wish
        assert choose((taken, wish), taken=[wish]) not in {taken, wish}


def test_a_port_that_is_wanted_is_given_or_refused(home: Path) -> None:
    """It is remembered, no other server gets it, and where it is taken nothing starts somewhere else."""
    port = State.load(home / "state.json").ports["postgres"]
    with Stack(home, durable=False, wanted={"api": port}) as stack:
        addresses = stack.start(Plain(io.StringIO()))
        assert (addresses.api_port, addresses.api_url) == (port, f"http://127.0.0.1:{port}")
        assert addresses.postgres_port != port
    assert State.load(home / "state.json").ports["api"] == port
    with socket.socket() as rival:
        rival.bind(("127.0.0.1", port))
        rival.listen()
        with pytest.raises(StackError, match=f"port {port}, which is wanted for it, is taken"):
            Stack(home, durable=False, wanted={"api": port}).start(Plain(io.StringIO()))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"unknown": 1}'])
def test_a_spoiled_state_counts_as_none(tmp_path: Path, text: str) -> None:
    """A state file that cannot be read does not keep anything from starting."""
    (tmp_path / "state.json").write_text(text)
    assert State.load(tmp_path / "state.json") == State()


def test_strangers_are_never_taken_for_leftovers(tmp_path: Path) -> None:
    """A recorded pid that belongs to another program now is left alone, also when that one only looks at the folder."""
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path) as stranger:
        assert leftovers(tmp_path, [stranger.pid]) == set()
        stranger.kill()


def test_what_does_not_end_when_asked_is_ended() -> None:
    """A process that ignores the polite signals is gone after its time of grace."""
    with subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, start_new_session=True) as stubborn:
        assert stubborn.stdout is not None
        stubborn.stdout.readline()
        begin = time.monotonic()
        end([stubborn.pid], grace=0.2)
        assert stubborn.wait(5) == -signal.SIGKILL
        assert time.monotonic() - begin < 5
