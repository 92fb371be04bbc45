"""Says what is going on: a spinner on a terminal, plain lines in a pipe or a log."""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, TextIO

from rich.console import Console
from rich.markup import escape


@dataclass
class Step:
    """One thing being done; whoever does it may leave a note, such as the address of what was started."""

    title: str
    note: str = ""


class Progress(Protocol):
    """Somebody who is told about the steps."""

    def step(self, title: str) -> AbstractContextManager[Step]:
        """Announce a step; leaving the block reports it done, an exception reports it failed."""
        ...

    def say(self, text: str) -> None:
        """Report something beside the steps."""
        ...


@dataclass(frozen=True)
class Plain:
    """One line when a step begins, one when it ends."""

    stream: TextIO

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Announce and report one step."""
        self.say(f"  ..      {title}")
        with timed(title, lambda word, line: self.say(f"  {word:<6}  {line}")) as step:
            yield step

    def say(self, text: str) -> None:
        """Print one line at once."""
        print(text, file=self.stream, flush=True)


@dataclass(frozen=True)
class Live:
    """A spinner while a step runs, one line when it ends."""

    console: Console

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Announce and report one step."""
        with self.console.status(escape(title)), timed(title, self._report) as step:
            yield step

    def say(self, text: str) -> None:
        """Print one line above the spinner."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _report(self, word: str, line: str) -> None:
        colour = "green" if word == "ok" else "red"
        self.console.print(f"  [{colour}]{word:<6}[/]  {escape(line)}", highlight=False, soft_wrap=True)


class Report(Protocol):
    """Prints the end of a step."""

    def __call__(self, word: str, line: str, /) -> None:
        """Print one line."""
        ...


@contextmanager
def timed(title: str, report: Report) -> Iterator[Step]:
    """Run a step and report how it ended and how long it took."""
    step, begin = Step(title), time.monotonic()
    try:
        yield step
    except BaseException:
        report("failed", f"{title}  {time.monotonic() - begin:.1f} s")
        raise
    note = f"  {step.note}" if step.note else ""
    report("ok", f"{title}{note}  {time.monotonic() - begin:.1f} s")


def for_terminal(stream: TextIO | None = None) -> Progress:
    """The progress that suits where the output goes."""
    stream = stream or sys.stdout
    return Live(Console(file=stream)) if stream.isatty() else Plain(stream)
