"""Commands on flows: in files, and in a running Dialoom."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="flow files (JSON)")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="a flow file (JSON)")]


def register(app: typer.Typer) -> None:
    for command in (check, play, test):
        app.command()(command)
    app.command("import")(import_)
    app.command("export")(export)


def check(files: Files, strict: Annotated[bool, typer.Option(help="count warnings as errors")] = False) -> None:
    """Say what is wrong with flows: where, why, and how to mend it. Exit code 1 if a flow could not be published.

    Files of flow tests (`*.tests.json`) are passed over: `dialoom test` runs them.
    """
    from dialoom.flow_files import check_file, is_tests
    from dialoom.plugins import all_node_types

    bad = False
    for path in (path for path in files if not is_tests(path)):
        _, problems = check_file(path, all_node_types())
        print(f"{path}: {'no problems' if not problems else f'{len(problems)} problems'}")
        for problem in problems:
            print(f"  {problem.severity:<8}{problem.code:<22}{problem}")
            if problem.fix:
                print(f"  {'':<30}→ {problem.fix}")
        bad |= any(strict or problem.severity == "error" for problem in problems)
    raise typer.Exit(1 if bad else 0)


def play(
    file: File,
    name: Annotated[str, typer.Option(help="the contact's name")] = "You",
    record: Annotated[Path | None, typer.Option(help="add what you play to this file of flow tests")] = None,
    steps: Annotated[bool, typer.Option(help="show which nodes run")] = True,
) -> None:
    """Talk to a flow here in the terminal. No server is needed, nothing is sent, calls are simulated.

    `/wait 24h` lets a day pass. `--record tests.json` keeps the dialogue as a flow test for `dialoom test`.
    """
    from rich.console import Console

    from dialoom import play as player
    from dialoom.flow_files import load_file
    from dialoom.plugins import all_node_types

    node_types = all_node_types()
    game = player.Game(load_file(file, node_types), node_types, Console(highlight=False), name, steps)
    game.play(player.keyboard())
    if record:
        player.record(record, game, file)
        print(f"recorded in {record}")


def test(files: Annotated[list[Path], typer.Argument(exists=True, help="files of flow tests (JSON)")]) -> None:
    """Run flow tests on a virtual clock, in milliseconds. Exit code 1 if one fails."""
    from dialoom.flow_tests import run_file
    from dialoom.plugins import all_node_types

    failed = passed = 0
    for path in files:
        for name, failure in run_file(path, all_node_types()):
            print(f"{'ok' if failure is None else 'FAILED':<8}{path.stem}: {name}")
            if failure is not None:
                print(f"        {failure}")
            failed, passed = failed + (failure is not None), passed + (failure is None)
    print(f"{passed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def import_(
    files: Files,
    publish: Annotated[bool, typer.Option(help="publish what has no errors")] = False,
    key: Annotated[str, typer.Option(help="the flow's key; default: the file's name")] = "",
) -> None:
    """Bring flows into a running Dialoom, as drafts. A flow with the same key gets a new draft.

    Talks to DIALOOM_CLI__URL with DIALOOM_CLI__KEY, or to what `dialoom up` runs from this folder.
    """
    from dialoom.remote import Remote

    with Remote.of_here() as remote:
        for path in files:
            made = remote.import_flow(key or path.stem, json.loads(path.read_text()))
            print(f"{path}: draft {made['revision']} of {made['key']} ({len(made['problems'])} problems)")
            if publish:
                print(f"{path}: published as version {remote.publish(made['id'])['number']}")


def export(
    key: Annotated[str, typer.Argument(help="the flow's key")],
    to: Annotated[Path | None, typer.Option(help="write to this file; default: standard output")] = None,
) -> None:
    """Take a flow's published version (or its draft, if it never was published) out of a running Dialoom."""
    from dialoom.remote import Remote

    with Remote.of_here() as remote:
        document: Any = remote.export_flow(key)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text)
        print(f"{key} is in {to}")
