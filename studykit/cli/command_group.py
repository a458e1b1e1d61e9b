"""A group of commands: listed by what a learner wants to do, each with the whole first sentence of its help; refusals in plain words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import typer
from typer.core import TyperGroup

GROUPS = {
    "Exercises": ("next", "grade", "watch", "hint", "solution", "reset", "known", "list", "plot"),
    "Cards, bug hunts and what is due": ("review", "hunt", "due", "answer", "why", "suspend", "resume", "optimize"),
    "What you did": ("stats", "forecast", "report", "undo", "redo"),
    "Your data": ("sync", "backup", "restore", "export", "import"),
    "Your own cards and exercises": ("new", "rename", "check"),
    "A class": ("class",),
    "This installation": ("doctor", "server"),
}
OTHERS = "Commands"


class CommandGroup(TyperGroup):
    """Typer's group, which would cut each sentence off at the end of a line, and refuse a value in the words of pydantic."""

    groups: Mapping[str, Sequence[str]] = {}

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        _write({name: command.help or "" for name, command in commands.items() if command}, self.groups, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not self.invoke_without_command:
            ctx.fail(f"Missing command: {' or '.join(self.list_commands(ctx))}.")
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if self.get_command(ctx, args[0]) is None:
            ctx.fail(f"No such command '{args[0]}'. There are {', '.join(self.list_commands(ctx))}.")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = _in_plain_words(error)
            raise


def name_arguments(command: Any) -> None:
    """Have the arguments of a command, and of those below it, named as in the documentation: FILE, not file."""
    for below in getattr(command, "commands", {}).values():
        name_arguments(below)
    for parameter in command.params:
        if parameter.param_type_name == "argument" and parameter.metavar is None:
            parameter.metavar = parameter.name.upper()


def _in_plain_words(error: typer.BadParameter) -> str:
    errors = getattr(error.__cause__, "errors", None)
    if errors is None:
        return error.message  # our own, or Click's
    detail = errors()[0]
    given, bound = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return str(detail["msg"]).removeprefix("Value error, ")
        case "greater_than_equal":
            return f"{given} is too low; the least is {bound['ge']}."
        case "less_than_equal":
            return f"{given} is too high; the most is {bound['le']}."
        case kind if kind.startswith("int_"):
            return f"{given!r} is not a whole number."
        case kind if kind.startswith("float_"):
            return f"{given!r} is not a number."
    return f"{given!r} does not fit here."


def _write(helps: Mapping[str, str], groups: Mapping[str, Sequence[str]], formatter: Any) -> None:
    grouped = {name for names in groups.values() for name in names}
    widest = max(map(len, helps))
    for title, names in {**groups, OTHERS: [name for name in helps if name not in grouped]}.items():
        if rows := [(name.ljust(widest), first_sentence(helps[name])) for name in names if name in helps]:
            with formatter.section(title):
                formatter.write_dl(rows)


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    line = " ".join(text.split())
    found = re.match(r".*?[.…](?=\s+[A-Z`]|$)", line)
    return found[0] if found else line
