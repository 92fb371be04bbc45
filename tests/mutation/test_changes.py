"""The mistakes that are made on purpose are the ones that are meant, and they reach the code that runs."""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation import fresh, told
from tests.mutation.changes import changes
from tests.mutation.putting import Putting


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("x = 1", ["2"]),
        ("x = True", ["False"]),
        ("x: Literal[1] = y", []),
        ("x = a < b == c", ["a <= b == c", "a < b != c"]),
        ("x = a and b", ["a or b"]),
        ("x = a + b", ["a - b"]),
        ("x += y", ["x -= y"]),
        ("x = -a", ["+a"]),
        ("x = not a", ["not not a"]),
        ("x = a if b else c", ["a if True else c", "a if False else c"]),
        ("def f(a: 1) -> 2: return a", ["return None"]),
        ("def f(): return", []),
        ("def f(): return True", ["False"]),
        ("match x:\n  case 'a': y\n  case _: z", ["case _:", ""]),
    ],
)
def test_what_could_have_been_written(source: str, others: list[str], tmp_path: Path) -> None:
    """Numbers, booleans, operators, branches and returned values are changed one by one; types never are."""
    (path := tmp_path / "part.py").write_text(source)
    assert [change.now for change in changes(path)] == others
    assert all(change.compiled() != compile(ast.parse(source), str(path), "exec") for change in changes(path))


@pytest.fixture
def part(tmp_path: Path) -> Iterator[ModuleType]:
    (path := tmp_path / "part.py").write_text("MOST = 3\n\ndef most(more=5):\n    return MOST + more\n")
    spec = importlib.util.spec_from_file_location("tests.part", path)
    assert spec
    assert spec.loader
    module = sys.modules["tests.part"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["tests.part"]


def test_a_change_reaches_the_code_that_runs(part: ModuleType) -> None:
    """A constant, a default, an operator and a returned value: each is put in, and what was there can be put back."""
    path, results = Path(str(part.__file__)), []
    for change in changes(path):
        todo = Putting().plan(path, change.compiled())
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in todo]
        for owner, name, value in todo:
            setattr(owner, name, value)
        results.append(part.most())
        for owner, name, value in before:
            setattr(owner, name, value)
        assert part.most() == 8
    assert sorted(results, key=str) == [-2, 9, 9, None]


def test_a_module_is_imported_as_if_it_were_written_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process of its own imports is the change, and every other module is as it stands."""
    monkeypatch.chdir(tmp_path)
    (path := tmp_path / "part.py").write_text("MOST = 3")
    finder = fresh.Finder(path, next(changes(path)).compiled())
    spec = finder.find_spec("part", None)
    assert spec
    assert spec.loader
    spec.loader.exec_module(module := importlib.util.module_from_spec(spec))
    assert module.MOST == 4
    assert finder.find_spec("other", None) is None


def test_the_tests_of_a_module_run_first() -> None:
    """Those that name it, or its package, and then the others, each once."""
    near, far = fresh.by_nearness(Path("engine/filters/texts.py").resolve())
    assert "tests/engine/test_filters.py" in near
    assert "tests/engine/test_canary.py" in far
    assert fresh.by_nearness(Path("engine/listeners.py").resolve())[0][0] == "tests/engine/test_listeners.py"
    assert len({*near, *far}) == len(near) + len(far) > 50


def test_what_is_written_down_is_found_again(tmp_path: Path) -> None:
    """A row with a reason is known by its file, its line and the change; without a reason it is not written down."""
    (path := tmp_path / "part.py").write_text("LONG = 3\n\ndef f(a): return a | {'`': 1}\n")
    first, *others = (told.row(path, change) for change in changes(path))
    assert first == "| `LONG = 3` | `3` → `4` |"
    table = "\n".join((f"{first} a limit |", *(f"{one} |" for one in others)))
    assert told.reasons(f"# Page\n\n## `part.py`\n\n{table}\n\n## `b.py`\n") == {
        "part.py": {first: "a limit"},
        "b.py": {},
    }
    assert others[-1].startswith("| ``def f(a): return a \\| {'`': 1}`` |")


def test_what_is_no_file_is_told_before_anything_runs() -> None:
    """A slip in a name would cost the minutes in which all tests run once, and try nothing."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "nodes/loop.py", "--help"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("--help: no such file; name files of engine/ or nodes/")
