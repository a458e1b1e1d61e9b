"""All commands as one Typer group: finds the module of a command when it is asked for, so that no command pays for the others."""

import importlib
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from studykit import __version__
from studykit.cli.context import new_desk
from studykit.cli.terminal.out import say
from studykit.content.nearest import nearest

# Module of each command, in the order in which `studykit --help` lists them.
COMMANDS = {
    "next": "next",
    "grade": "grade",
    "watch": "watch",
    "known": "known",
    "hint": "hint",
    "solution": "solution",
    "reset": "reset",
    "list": "list",
    "review": "review",
    "due": "due",
    "answer": "answer",
    "why": "why",
    "stats": "stats",
    "plot": "plot",
    "report": "report",
    "undo": "undo",
    "redo": "undo",
    "suspend": "suspend",
    "resume": "suspend",
    "sync": "sync",
    "backup": "backup",
    "restore": "backup",
    "server": "server",
    "export": "export",
    "import": "import_",
    "new": "new",
    "check": "check",
    "doctor": "doctor",
}


class LazyGroup(TyperGroup):
    """Imports the module of a command only when that command, or the list of all, is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            near = nearest(cmd_name, list(COMMANDS))
            ctx.fail(f"No such command '{cmd_name}'." + (f" Did you mean {' or '.join(near)}?" if near else ""))
        if cmd_name not in self.commands:
            module = importlib.import_module(f"studykit.cli.commands.{COMMANDS[cmd_name]}")
            command = typer.main.get_command(getattr(module, f"{cmd_name}_app", None) or module.app)
            command.name = cmd_name
            self.add_command(command, cmd_name)
        return self.commands[cmd_name]


app = typer.Typer(
    name="studykit",
    cls=LazyGroup,
    help="Learn PyTorch by exercises that are graded on real models, and by cards that come back when they are due.",
    epilog="Without a command: today. Example: studykit next, edit the file, studykit grade FILE.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"studykit {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def studykit(
    ctx: typer.Context,
    pack: Annotated[list[Path] | None, typer.Option(help="A further pack: a folder with exercises/, solutions/, cards/.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Today as one JSON object (without a command).")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.", is_eager=True, callback=_version)] = False,
) -> None:
    ctx.obj = new_desk(pack or ())
    if ctx.invoked_subcommand is None:
        from studykit.cli.views.today_view import today  # start-up time: only without a command

        today(ctx.obj, json)
