"""Children that die come back; children that should stop do."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from dialoom.stack import BackOff, Program, StackError, Stopped, Supervisor, http_answers, our_program, stoppable
from dialoom.stack.ports import free_port

QUICK = BackOff(first=0.01, longest=0.05)


def program(folder: Path, code: str, *, grace: float = 15, patience: float = 60) -> Program:
    """A small Python program as a child."""
    return Program("child", (sys.executable, "-c", code), folder, grace=grace, patience=patience)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def looked(supervisor: Supervisor) -> bool:
    supervisor.look()
    return True


@pytest.mark.parametrize(("deaths", "seconds"), [(1, 1), (2, 2), (5, 16), (6, 30), (10_000, 30)])
def test_waits_longer_the_more_often_a_child_dies(deaths: int, seconds: float) -> None:
    """The waiting time doubles up to a bound."""
    assert BackOff().delay(deaths) == seconds


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    """The supervisor says who died with its last words, and brings it back."""
    told: list[str] = []
    child = program(tmp_path, "import time; print('last words', flush=True); time.sleep(60)")
    supervisor = Supervisor([child], told.append, back_off=QUICK)
    supervisor.start()
    first = child.pid
    assert first is not None
    until(lambda: "last words" in child.tail())
    os.kill(first, signal.SIGKILL)
    until(lambda: not child.alive())
    until(lambda: looked(supervisor) and child.alive())
    assert child.pid != first
    assert "child ended" in told[0]
    assert "last words" in told[0]
    assert told[-1] == "child runs again"
    supervisor.stop()
    assert not child.alive()


def test_a_child_that_cannot_start_does_not_end_the_supervisor(tmp_path: Path) -> None:
    """A failing child is tried again and again while the others are looked after."""
    told: list[str] = []
    child = Program("child", (sys.executable, "-c", "raise SystemExit(7)"), tmp_path, ready=lambda: False)
    supervisor = Supervisor([child], told.append, back_off=QUICK)
    until(lambda: looked(supervisor) and sum("code 7" in line for line in told) > 1)
    supervisor.stop()


def test_a_stubborn_child_is_killed_after_its_grace(tmp_path: Path) -> None:
    """SIGTERM first, SIGKILL for those who ignore it."""
    ignoring = "import signal,time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    child = program(tmp_path, ignoring, grace=0.1).start()
    until(lambda: "up" in child.tail())
    child.stop()
    assert child.pid is None


def test_a_child_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    """The deadline of a start holds, and the error quotes the log."""
    code = "import time; print('still warming up', flush=True); time.sleep(60)"
    child = Program("child", (sys.executable, "-c", code), tmp_path, ready=lambda: False, patience=0.5)
    with pytest.raises(StackError, match="did not answer") as caught:
        child.start()
    assert caught.value.log == "still warming up"
    assert not child.alive()


def test_our_programs_run_on_this_checkout(tmp_path: Path) -> None:
    """The API and the worker are started as modules of this checkout, with the settings given."""
    child = our_program("worker", tmp_path, {"DIALOOM_X": "1"})
    root = str(Path(__file__).parents[2])
    assert list(child._command())[1:] == ["-m", "dialoom", "worker"]
    assert child._environment()["PYTHONPATH"].split(os.pathsep)[0] == root
    assert child._environment()["DIALOOM_X"] == "1"


class Healthy(BaseHTTPRequestHandler):
    """Answers 200 below /health and 404 elsewhere."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


def test_readiness_by_http() -> None:
    """Only a success counts as an answer."""
    with HTTPServer(("127.0.0.1", 0), Healthy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert http_answers(f"{address}/health")()
        assert not http_answers(f"{address}/else")()
        server.shutdown()
        thread.join()
    assert not http_answers(f"http://127.0.0.1:{free_port()}/health")()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_once(number: signal.Signals) -> None:
    """The first signal raises, a second one does not disturb the stopping, and afterwards all is as before."""
    before = signal.getsignal(number)
    with stoppable():
        with pytest.raises(Stopped, match=number.name):
            signal.raise_signal(number)
        signal.raise_signal(number)
    assert signal.getsignal(number) is before


RUN_MAIN = """
import sys
from dialoom.run_main import run_main
async def main(): {body}
sys.exit(run_main(main()))
"""


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("print('done')", 0, "done"),
        ("return 3", 3, ""),
        ("raise SystemExit('no such flow')", 1, "no such flow"),
        ("raise ValueError('a bug')", 1, "ValueError: a bug"),
        ("raise KeyboardInterrupt", 130, ""),
        ("import temporalio.runtime as r; r.Runtime.default(); print('used'); return 4", 4, "used"),
    ],
)
def test_a_program_leaves_with_its_code(body: str, code: int, said: str) -> None:
    """The exit code and everything printed arrive, with a Temporal client or without."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", RUN_MAIN.format(body=body)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
