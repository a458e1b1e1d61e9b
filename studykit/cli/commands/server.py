"""`studykit server`: the background server that makes a grade quick; `grade` and `next` start it by themselves."""

from typing import Annotated

import typer

from studykit.cli.command_group import CommandGroup
from studykit.cli.context import desk
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.errors import StudykitError
from studykit.grading.client.background import Unreachable, start_and_wait, status, stop

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Start, stop or inspect the background grading server.",
    epilog="Example: studykit server status",
)

Json = Annotated[bool, typer.Option("--json", help="What the server says of itself, as an object.")]


@app.command("start", epilog="Example: studykit server start")
def start(ctx: typer.Context, json: Json = False) -> None:
    """Start the server if none is running, and wait until it is ready."""
    minutes = desk(ctx).settings.server_idle_minutes or 15
    try:
        start_and_wait(minutes * 60)
    except Unreachable as error:
        raise StudykitError(f"No background server can be had: {error}. Grades work without it, only slower.") from None
    _show(json)


@app.command("stop", epilog="Example: studykit server stop")
def stop_(everyone: Annotated[bool, typer.Option("--all", help="Those of older versions, too.")] = False) -> None:
    """Stop the server. A grade that is running comes to its end."""
    say("Stopped." if stop(everyone) else "No server was running.")


@app.command("status", epilog="Example: studykit server status --json")
def status_(json: Json = False) -> None:
    """Show whether a server is running, since when, and its memory. Exit code 0 if one runs, 1 if not."""
    _show(json)
    raise typer.Exit(0 if status() is not None else 1)


def _show(json: bool) -> None:
    said = status()
    if json:
        print_json({"running": said is not None, **(said or {})})
    elif said is None:
        say("No server is running; the next grade starts one.")
    else:
        say(
            f"Running: process {said['pid']}, up {said['seconds_up']:.0f} s, {said['grades']} grades, {said['memory_mib']:.0f} MiB,"
            f" ends after {said['idle_seconds'] / 60:g} minutes without a grade."
        )
