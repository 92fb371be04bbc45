"""Commands on flows: in files, and in a running Dialoom."""

import json
import sys
from collections.abc import Sized
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="flow files (JSON)")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="a flow file (JSON)")]


def register(app: typer.Typer) -> None:
    for command in (check, play):
        app.command()(command)
    app.command("test")(run_tests)
    app.command("import")(import_)
    app.command("export")(export)
    app.command()(adopt)


def check(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="flow files (JSON), or folders of them")],
    strict: Annotated[bool, typer.Option(help="count warnings as errors")] = False,
    channel: Annotated[
        list[str] | None, typer.Option(help="a channel type whose limits count, such as telegram")
    ] = None,
) -> None:
    """Say what is wrong with flows: where, why, and how to mend it. Exit code 1 if a flow could not be published.

    Files of flow tests (`*.tests.json`) are passed over: `dialoom test` runs tests. In folders so is all that is no
    flow, bundles and drawings for `dialoom adopt` among it, and whatever is in hidden folders.
    """
    from dialoom.channel_limits import limits_of
    from dialoom.cli.errors import Unusable
    from dialoom.flow_files import check_file
    from dialoom.meant_files import flows
    from dialoom.plugins import all_node_types

    node_types, bad = all_node_types(), False
    files = list(flows(paths, node_types))
    if not files:
        raise Unusable(f"there is no flow to check in {', '.join(map(str, paths))}: `dialoom test` runs flow tests")
    for path in files:
        _, problems = check_file(path, node_types, limits_of(channel or []))
        print(f"{path}: {_counted(problems) if problems else 'no problems'}")
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
    channel: Annotated[
        str | None,
        typer.Option(help="play it on a channel of this type, such as telegram: messages look as they would there"),
    ] = None,
) -> None:
    """Talk to a flow here in the terminal. No server is needed, nothing is sent, calls are simulated.

    `/wait 24h` lets a day pass. `--record tests.json` keeps the dialogue as a flow test for `dialoom test`.
    """
    from rich.console import Console

    from dialoom import play as player
    from dialoom.flow_files import load_file
    from dialoom.flow_test_record import make_ready
    from dialoom.plugins import all_node_types

    node_types = all_node_types()
    if record:
        make_ready(record)
    game = player.Game(load_file(file, node_types), node_types, Console(highlight=False), name, steps, channel, record)
    game.play(player.keyboard())
    if record and (len(game.lines) > game.recorded or not game.lines):
        game.record(record)
        print(f"recorded in {record}")


def run_tests(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, help="files of flow tests, flows with tests, or folders that have such files"),
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="write a JUnit report to this file, for a CI server")] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="say which nodes and outputs no test went through")
    ] = False,
    min_coverage: Annotated[
        float, typer.Option(min=0, max=100, help="fail if a flow's nodes or outputs are covered by less percent")
    ] = 0,
) -> None:
    """Run flow tests on a virtual clock, in milliseconds. Without a path, all below this folder.

    Exit code 0: all hold. 1: one does not, or too little is covered. 2: a file, or a flow, cannot be used.
    """
    from dialoom.flow_test_run import Wanted, run

    raise typer.Exit(run(paths or [Path()], Wanted(junit, coverage or min_coverage > 0, min_coverage)))


def import_(
    files: Files,
    publish: Annotated[bool, typer.Option(help="publish what has no errors")] = False,
    key: Annotated[
        str, typer.Option(help="the key of the one flow; default: the file's name. A bundle's flows keep theirs")
    ] = "",
    existing: Annotated[
        Literal["replace", "rename", "refuse"],
        typer.Option(help="a key that is taken: replace the draft there, take another key, or do nothing"),
    ] = "replace",
) -> None:
    """Bring flows, and bundles of flows, into a running Dialoom, as drafts. A flow with the same key gets a new draft.

    Talks to DIALOOM_CLI__URL with DIALOOM_CLI__KEY, or to what `dialoom up` runs from this folder.
    """
    from dialoom.cli.errors import Unusable
    from dialoom.flow_files import as_bundle
    from dialoom.remote import Remote

    if key and len(files) > 1:
        raise Unusable(
            f"--key is that of one flow, and here are {len(files)} files: import them one by one, or leave it out"
        )
    with Remote.of_here() as remote:
        for path in files:
            made = remote.import_bundle(as_bundle(path, key), existing)
            for one in made:
                print(f"{path}: draft {one['revision']} of {one['key']} ({_counted(one['problems'])})")
                _print_notes(one["notes"])
            for one in reversed(made) if publish else ():  # what others run comes first
                print(f"{path}: {one['key']} is published as version {remote.publish(one['id'])['number']}")


def adopt(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="React Flow JSON of another builder")],
    key: Annotated[str, typer.Option(help="the new flow's key; default: made from its name")] = "",
) -> None:
    """Bring a flow of another builder into a running Dialoom, as a draft, and say what could not be translated.

    Talks to DIALOOM_CLI__URL with DIALOOM_CLI__KEY, or to what `dialoom up` runs from this folder.
    """
    from dialoom.flow_files import raw_json
    from dialoom.remote import Remote

    with Remote.of_here() as remote:
        made = remote.adopt(raw_json(file), key)
    print(f"{file}: draft of {made['key']} ({_counted(made['problems'])})")
    _print_notes(made["notes"])


def _counted(problems: Sized) -> str:
    return f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"


def _print_notes(notes: list[Any]) -> None:
    for note in notes:
        print(f"  {note['code']:<18}{note.get('node') or note.get('path', '')}: {note['message']}")


def export(
    key: Annotated[str, typer.Argument(help="the flow's key")],
    to: Annotated[Path | None, typer.Option(help="write to this file; default: standard output")] = None,
    bundle: Annotated[bool, typer.Option(help="with all flows that it runs, in one file for `dialoom import`")] = False,
) -> None:
    """Take a flow's published version (or its draft, if it never was published) out of a running Dialoom."""
    from dialoom.remote import Remote
    from dialoom.saving import save

    with Remote.of_here() as remote:
        document: Any = remote.export_bundle(key) if bundle else remote.export_flow(key)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if to is None:
        sys.stdout.write(text)
    else:
        save(to, text, "the bundle" if bundle else "the flow")
        print(f"{key} is in {to}")
