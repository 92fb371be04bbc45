"""Commands that look, generate and keep."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dialoom.cli.errors import CommandError

keys = typer.Typer(help="Encryption keys of stored credentials.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    for command in (doctor, node_types, openapi, schema):
        app.command()(command)
    app.add_typer(keys, name="keys")


def doctor(folder: Annotated[Path, typer.Option(help="the folder of `dialoom up`")] = Path(".dialoom")) -> None:
    """Look at everything Dialoom depends on, say what is wrong with it and what to do. Exit code 1 if something is."""
    from dialoom.checkup import run
    from dialoom.run_main import run_main

    raise typer.Exit(run_main(run(folder)))


def openapi(
    to: Annotated[Path | None, typer.Option(help="write to this file; default: standard output")] = None,
) -> None:
    """Print the API's OpenAPI 3.1 document. No server is needed."""
    from dialoom.reference import openapi_document
    from dialoom.saving import save

    text = json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n"
    if to is None:
        sys.stdout.write(text)
    else:
        save(to, text, "the document")


def node_types(
    kind: Annotated[str | None, typer.Argument(help="one of them, to be told all about it")] = None,
) -> None:
    """List the node types of this installation: ours, and those of packages and of DIALOOM_NODES_DIR."""
    from dialoom.generated import descriptions
    from dialoom.plugins import all_node_types
    from ui_schema import listing, section

    types = descriptions(all_node_types().values())
    if kind is None:
        print(listing(types))
        return
    found = next((one for one in types if one.kind == kind), None)
    if found is None:
        raise CommandError(f"there is no node type {kind!r}: `dialoom node-types` lists them")
    print(section(found))


def schema() -> None:
    """For those who change Dialoom itself: write the generated files of this checkout anew, and say which.

    They are the JSON Schemas of flows and flow tests and the node types, in `ui_schema/`, and `docs/node-types.md`; tests
    fail as long as they are not what the code says. To see the node types of an installation: `dialoom node-types`.
    """
    from dialoom.generated import write

    for path in write():
        print(path)


@keys.command("new")
def new_key() -> None:
    """Print a fresh encryption key for DIALOOM_ENCRYPTION__KEYS, a JSON list with the newest key first."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())


@keys.command("rotate")
def rotate() -> None:
    """Encrypt all stored credentials and secrets anew, under the newest key. Then the older keys can be dropped."""
    from dialoom.rotation import rotate_all
    from dialoom.run_main import run_main
    from dialoom.settings import load

    settings = load()

    async def go() -> int:
        for line in await rotate_all(settings.database, settings.keys):
            print(line)
        return 0

    raise typer.Exit(run_main(go()))
