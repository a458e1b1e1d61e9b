"""All commands as one Typer group: finds the module of a command when it is asked for, so that no command pays for the others."""

import importlib
from typing import Any

import typer

from studykit.cli.as_typer import typer_app, with_signature
from studykit.cli.command_group import GROUPS, CommandGroup, name_arguments
from studykit.cli.context import new_desk
from studykit.cli.declared import declared_in
from studykit.cli.help_page import keep_page
from studykit.cli.top import studykit
from studykit.content.nearest import nearest

# Module of each command; in which group `studykit --help` lists it stands in `command_group`.
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
    "hunt": "hunt",
    "due": "due",
    "answer": "answer",
    "why": "why",
    "optimize": "optimize",
    "stats": "stats",
    "forecast": "forecast",
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
    "class": "class_",
    "new": "new",
    "rename": "rename",
    "check": "check",
    "doctor": "doctor",
}


class LazyGroup(CommandGroup):
    """Imports the module of a command only when that command, or the list of all, is asked for."""

    groups = GROUPS

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_help(self, ctx: Any) -> str:
        page = super().get_help(ctx)
        keep_page(page)
        return page

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            near = nearest(cmd_name, list(COMMANDS))
            ctx.fail(f"No such command '{cmd_name}'." + (f" Did you mean {' or '.join(near)}?" if near else ""))
        if cmd_name not in self.commands:
            module = importlib.import_module(f"studykit.cli.commands.{COMMANDS[cmd_name]}")
            declared = declared_in(module)
            app = typer_app(declared, cmd_name) if declared else getattr(module, f"{cmd_name}_app", None) or module.app
            command = typer.main.get_command(app)
            command.name = cmd_name
            name_arguments(command)
            self.add_command(command, cmd_name)
        return self.commands[cmd_name]


app = typer.Typer(
    name="studykit",
    cls=LazyGroup,
    help=studykit.call.__doc__,
    epilog=studykit.epilog,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _lay_out_desk(ctx: typer.Context, **values: Any) -> None:
    ctx.obj = new_desk(values["pack"] or ())
    if ctx.invoked_subcommand is None:
        studykit.call(ctx.obj, **values)


app.callback(invoke_without_command=True)(with_signature(studykit, _lay_out_desk))
