"""The command line as people use it: in a process of its own, with what it prints."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dialoom.cli import app
from dialoom.up import wanted_ports
from nodes import node_types
from tests.make import a_document

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "up",
    "api",
    "worker",
    "migrate",
    "check",
    "play",
    "test",
    "import",
    "export",
    "adopt",
    "doctor",
    "node-types",
    "openapi",
    "schema",
    "keys",
)


def dialoom(*words: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIALOOM_")}
    return subprocess.run(
        [sys.executable, "-m", "dialoom", *words],
        cwd=ROOT,
        input=said,
        capture_output=True,
        text=True,
        env={**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "120", **environment},
        timeout=120,
        check=False,
    )


def test_help_lists_every_command() -> None:
    """`dialoom --help` shows every command; a command that is not listed here is not tested."""
    shown = dialoom("--help").stdout
    assert all(f" {command} " in shown for command in COMMANDS), shown


def test_one_key_is_not_for_several_files(tmp_path: Path) -> None:
    """The second flow would become the draft of the first: it is refused before anything is sent."""
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for file in files:
        file.write_text("{}")
    refused = dialoom(
        "import", *map(str, files), "--key", "mine", DIALOOM_CLI__URL="http://127.0.0.1:9", DIALOOM_CLI__KEY="k"
    )
    assert (refused.returncode, "--key is that of one flow, and here are 2 files" in refused.stderr) == (2, True)


def test_a_command_loads_only_what_it_needs() -> None:
    """Whoever asks for help does not wait for the database's, the server's and Temporal's libraries."""
    loaded = "import sys, dialoom.cli; print({'sqlalchemy', 'asyncpg', 'litestar', 'temporalio'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command's help says in a sentence what it is for."""
    monkeypatch.setenv("COLUMNS", "120")
    with pytest.raises(SystemExit) as left:
        app([command, "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert len(shown) > 200, shown


def test_plays_a_flow_records_it_and_runs_the_record(tmp_path: Path) -> None:
    """What was played in the terminal, time skipped on the way, is a flow test that passes; kept once, it is not kept again."""
    record = tmp_path / "played.json"
    said = "order\nA-7\n/wait 30m\n/vars\n2\n/nonsense\n/steps\n/restart\n/quit\n"
    played = dialoom("play", "examples/order-bot.json", "--record", str(record), "--name", "Ann", said=said)
    assert "Order A-7 left our house" in played.stdout, played.stdout + played.stderr
    assert '"order_no": "A-7"' in played.stdout
    assert "which (switch) → shipped" in played.stdout
    said = f"order\nA-7\n/record {record}\n"
    dialoom("play", "examples/order-bot.json", "--record", str(record), "--name", "Ann", said=said)
    tested = dialoom("test", str(record))
    assert "1 passed, 0 failed" in tested.stdout, tested.stdout + tested.stderr


def test_a_failing_flow_test_says_which_line(tmp_path: Path) -> None:
    """A flow test that does not hold names the line, what was expected and what was said."""
    body = {
        "flow": str(ROOT / "examples" / "order-bot.json"),
        "tests": [{"name": "wrong", "dialogue": [{"says": "order"}, {"expects": "Bonjour"}]}],
    }
    (tmp_path / "t.json").write_text(json.dumps(body))
    report = tmp_path / "junit.xml"
    done = dialoom("test", str(tmp_path / "t.json"), "--coverage", "--junit", str(report))
    assert done.returncode == 1
    assert "no test goes through the node" in done.stdout
    assert "failures=" in report.read_text()
    assert "line 2: expected 'Bonjour'" in done.stdout


def test_check_says_where_and_how_to_mend(tmp_path: Path) -> None:
    """A broken flow is explained with node, field and fix, and fails the command."""
    document = json.loads((ROOT / "examples" / "order-bot.json").read_text())
    document["nodes"][1]["data"]["question"] = "Hi {{ vars.order_nr"
    (tmp_path / "broken.json").write_text(json.dumps(document))
    assert "broken.json: 1 problem\n" in dialoom("check", str(tmp_path / "broken.json")).stdout
    document["nodes"][2]["data"] = {"text": "x" * 4096, "media": {"kind": "image", "url": "https://a.example/b.png"}}
    document["nodes"][2]["type"] = "send_message"
    (tmp_path / "broken.json").write_text(json.dumps(document))
    done = dialoom("check", str(tmp_path / "broken.json"), "--channel", "telegram")
    assert done.returncode == 1
    assert "ask.question" in done.stdout
    assert "Telegram: below a file the text has at most 1,024 characters" in done.stdout


def test_check_counts_problems(tmp_path: Path) -> None:
    """One is 1 problem, and two are 2 problems."""
    for name, said in (("one", ["A", " "]), ("two", [" ", " "])):
        notes: dict[str, tuple[str, dict[str, Any]]] = {
            f"n{at}": ("note", {"text": text}) for at, text in enumerate(said)
        }
        flow = a_document({"start": ("keyword", {"words": ["go"]}), **notes}, {"start.next": "n0", "n0.next": "n1"})
        (tmp_path / f"{name}.json").write_text(json.dumps(flow))
    done = dialoom("check", str(tmp_path))
    assert "one.json: 1 problem\n" in done.stdout
    assert "two.json: 2 problems\n" in done.stdout


def test_check_takes_a_whole_folder() -> None:
    """`dialoom check examples/*.json`, or the folder: the flows are read, their tests passed over, and nothing is found."""
    files = sorted(str(path) for path in (ROOT / "examples").glob("*.json"))
    done = dialoom("check", "--strict", *files)
    assert done.returncode == 0, done.stdout
    assert "welcome.json: no problems" in done.stdout
    assert ".tests.json" not in done.stdout
    assert dialoom("check", "--strict", "examples").stdout.count("no problems") == done.stdout.count("no problems")


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (("play", "README.md"), {}, "is not JSON"),
        (("test", "docs"), {}, "no file *.tests.json"),
        (
            ("check", "examples/welcome.tests.json"),
            {},
            "no flow to check in examples/welcome.tests.json: `dialoom test`",
        ),
        (("check", "docs"), {}, "no flow to check in docs"),
        (("check", "examples/order-bot.json", "--channel", "pigeon"), {}, "no channel type 'pigeon'"),
        (("check", "examples/order-bot.json"), {"DIALOOM_TYPO": "1"}, "unknown settings: DIALOOM_TYPO"),
        (("worker",), {"DIALOOM_WORKER__LEASE": "soon"}, "ISO 8601"),
        (("api",), {}, "keys new"),
        (
            ("export", "order-bot"),
            {"DIALOOM_CLI__URL": "http://127.0.0.1:1", "DIALOOM_CLI__KEY": "x"},
            "does not answer",
        ),
    ],
)
def test_mistakes_are_told_in_one_line(words: tuple[str, ...], environment: dict[str, str], told: str) -> None:
    """What whoever typed it can mend is told without a traceback, with a non-zero exit code."""
    done = dialoom(*words, **environment)
    assert done.returncode != 0
    assert told in done.stderr + done.stdout, done.stderr + done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("openapi", "--to"), "the document cannot be written: README.md/x.json: "),
        (("play", "examples/order-bot.json", "--record"), "what was played cannot be written: README.md/x.json: "),
    ],
)
def test_a_file_that_cannot_be_written_is_told(words: tuple[str, ...], told: str) -> None:
    """With its place and the reason; whoever plays is told before, not when what they played is lost."""
    done = dialoom(*words, "README.md/x.json", said="order\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"dialoom: {told}"), done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_openapi_needs_no_server() -> None:
    """The API's description can be printed anywhere, as OpenAPI 3.1."""
    document = json.loads(dialoom("openapi").stdout)
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/flows" in document["paths"]


def test_a_fresh_key_can_be_used() -> None:
    """`keys new` prints a key that the settings take."""
    key = dialoom("keys", "new").stdout.strip()
    done = dialoom("check", "examples/order-bot.json", DIALOOM_ENCRYPTION__KEYS=json.dumps([key]))
    assert done.returncode == 0, done.stderr


def test_node_types_are_listed_and_explained() -> None:
    """All of them, those of DIALOOM_NODES_DIR too; one by name with its outputs and what can be set."""
    listed = dialoom("node-types").stdout
    assert all(f"  {kind} " in listed for kind in node_types())
    one = dialoom("node-types", "ask_yes_no").stdout
    assert "`yes_title`" in one
    assert "Ask a question that is answered by yes or no" in one
    unknown = dialoom("node-types", "ask_ye_no")
    assert (unknown.returncode, "no node type 'ask_ye_no'" in unknown.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DIALOOM_DATABASE__URL", "postgresql+asyncpg://me@elsewhere/x", "unset DIALOOM_DATABASE__URL"),
        ("DIALOOM_TEMPORAL__ADDRESS", "elsewhere:7233", "unset DIALOOM_TEMPORAL__ADDRESS"),
        ("DIALOOM_API__HOST", "192.0.2.1", "it is 127.0.0.1 or 0.0.0.0, not '192.0.2.1'"),
        ("DIALOOM_API__PORT", "eight", "DIALOOM_API__PORT"),
        ("DIALOOM_API__PROT", "8000", "unknown settings: DIALOOM_API__PROT"),
    ],
)
def test_up_refuses_at_once_what_leads_away_from_its_servers(name: str, value: str, said: str, tmp_path: Path) -> None:
    """Before anything is started, and not after a minute of waiting for an API that listens elsewhere."""
    done = dialoom("up", "--folder", str(tmp_path / "up"), **{name: value})
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert not (tmp_path / "up").exists()


def test_up_serves_the_api_on_the_port_that_is_asked_for() -> None:
    """What it waits for, prints and remembers is where the API listens; without a wish it chooses."""
    assert wanted_ports({"DIALOOM_API__PUBLIC_URL": "https://bot.example"}) == {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIALOOM_API__PORT", "18600")
        patch.setenv("DIALOOM_API__HOST", "0.0.0.0")
        assert wanted_ports(os.environ) == {"api": 18600}
