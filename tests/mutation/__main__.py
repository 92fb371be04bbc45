"""Say which changes of some files no test notices: ``python -m tests.mutation engine/replies_number.py nodes/loop.py``."""

import signal
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation import fresh, told
from tests.mutation.changes import Change, changes
from tests.mutation.putting import Putting, Todo

OPTIONS = (*fresh.OPTIONS, "-s", "--timeout=0")
SECONDS = 60.0  # of processor time for one change, after which it counts as undecided
EVERY = 150  # changes after which it is tried whether the tests still pass on the unchanged code


class Late(BaseException):
    """A change has made a test endless."""


def _late(*_: object) -> Never:
    raise Late


@dataclass
class Mutating:
    """Runs in place of pytest's loop: each test once, to see which lines it runs, then those of each changed line."""

    files: list[Path]
    lines: dict[tuple[str, int], list[pytest.Item]] = field(default_factory=dict)
    items: list[pytest.Item] = field(default_factory=list)
    took: dict[str, float] = field(default_factory=dict)
    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    written: dict[str, dict[str, str]] = field(default_factory=told.written)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        """A failure is told in one word: what it looks like is looked up by nobody, a thousand times."""
        if call.excinfo is None or call.excinfo.errisinstance(pytest.skip.Exception):
            return None
        return pytest.TestReport(item.nodeid, item.location, {}, "failed", None, "call")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = self.items = [one for one in session.items if not fresh.is_property(one)]
        putting = Putting()
        self._cover(items, putting)
        signal.signal(signal.SIGPROF, _late)
        for path in self.files:
            for at, change in enumerate(changes(path)):
                if at % EVERY == 0 and (broken := self._noticed(items[at % 7 :: 40], session, 60)):
                    raise SystemExit(f"{broken} fails on the unchanged code: nothing found here is worth anything")
                self._try(path, change, putting, session)
        return True

    def _cover(self, items: list[pytest.Item], putting: Putting) -> None:
        seen = coverage.Coverage(data_file=None, include=[str(path) for path in self.files], config_file=False)
        seen.start()
        for at, item in enumerate(items):
            putting.forget()
            seen.switch_context(str(at))
            start = time.process_time()
            runtestprotocol(item, log=False, nextitem=items[at + 1] if at + 1 < len(items) else None)
            self.took[item.nodeid] = time.process_time() - start
        seen.stop()
        for path in map(str, self.files):
            for line, contexts in seen.get_data().contexts_by_lineno(path).items():
                self.lines[path, line] = [items[int(one)] for one in contexts if one]

    def _try(self, path: Path, change: Change, putting: Putting, session: pytest.Session) -> None:
        try:
            todo = putting.plan(path, change.compiled())
        except Exception:  # noqa: BLE001 - the module cannot even be imported any more
            return self._tell(path, change, "noticed")
        noticed = self._noticed_with(todo, self._tests(path, change), session, putting) if todo else ""
        functions = all(name == "__code__" for _, name, _ in todo)
        if noticed in {"", "?"} and not (todo and functions and self._running(path, change)):
            noticed = "fresh" if fresh.noticed(path, change.compiled(), near=not functions) else ""
        return self._tell(path, change, {"": "survives", "?": "undecided"}.get(noticed, "noticed"))

    def _noticed_with(
        self, todo: list[Todo], items: list[pytest.Item], session: pytest.Session, putting: Putting
    ) -> str:
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in todo]
        putting.forget()
        _set(todo)
        try:
            return self._noticed(items, session, SECONDS)
        finally:
            _set(before)
            putting.forget()

    def _tests(self, path: Path, change: Change) -> list[pytest.Item]:
        """Those that run the line, or all where it runs on import; its own file's first, then quick ones."""
        its = {item for (file, _), found in self.lines.items() if file == str(path) for item in found}
        near = lambda item: (path.stem not in item.nodeid, item not in its, self.took[item.nodeid])  # noqa: E731 - a key
        return sorted(self._running(path, change) or self.items, key=near)

    def _running(self, path: Path, change: Change) -> set[pytest.Item]:
        return {item for at in range(change.line, change.last + 1) for item in self.lines.get((str(path), at), [])}

    def _noticed(self, items: list[pytest.Item], session: pytest.Session, seconds: float) -> str:
        """The first test that fails; `?` where the time was over before."""
        end = time.process_time() + seconds
        try:
            for at, item in enumerate(items):
                if time.process_time() > end:
                    return "?"
                signal.setitimer(signal.ITIMER_PROF, 5 + 20 * self.took[item.nodeid])
                after = items[at + 1] if at + 1 < len(items) else None
                if any(report.failed for report in runtestprotocol(item, log=False, nextitem=after)):
                    return item.nodeid
        except Late:
            return "late"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            session._setupstate.teardown_exact(None)
        return ""

    def _tell(self, path: Path, change: Change, how: str) -> None:
        """As a row for the table of its file, unless it stands there with its reason."""
        name = str(path.relative_to(Path.cwd()))
        self.found[name][how] += 1
        if how != "noticed" and (row := told.row(path, change)) not in self.written.get(name, {}):
            print(f"{how} {name}:{change.line}\n{row} |", flush=True)


def _set(todo: list[Todo]) -> None:
    for owner, name, value in todo:
        setattr(owner, name, value)


def main(names: list[str]) -> None:
    if unknown := [name for name in names if not Path(name).is_file()]:
        raise SystemExit(f"{', '.join(unknown)}: no such file; name files of engine/ or nodes/, such as nodes/loop.py")
    mutating = Mutating([Path(name).resolve() for name in names])
    pytest.main([*OPTIONS, *fresh.SUITES], plugins=[mutating])
    for name, counts in mutating.found.items():
        print(f"{name:40} {counts.total():5} changes:", *(f"{counts[how]} {how}" for how in sorted(counts)))


main(sys.argv[1:])
