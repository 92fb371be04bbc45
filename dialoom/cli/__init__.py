"""The command line."""

import sys

import typer

from dialoom.cli import flows, serve, tools

app = typer.Typer(
    name="dialoom",
    help="Durable chat flows: draw a flow, publish it, and every contact's conversation runs as a Temporal workflow.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for module in (serve, flows, tools):
    module.register(app)


def main() -> None:
    """Errors that people can mend are one line, without a traceback."""
    from dialoom.cli.errors import EXPECTED

    try:
        app()
    except EXPECTED as error:
        print(f"dialoom: {error}", file=sys.stderr)
        sys.exit(getattr(error, "exit_code", 1))
