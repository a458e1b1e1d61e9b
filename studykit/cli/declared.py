"""What a command takes, declared once in its function's signature, from which Typer and the quick way are both built.

Importing Typer costs more than most commands do; so what should be quick is declared in these words instead of Typer's own.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType, NoneType, UnionType
from typing import Any, get_args, get_origin


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """What `Annotated` says of a parameter that is given by its place; `min` and `max` bound a number, `completes` is for Tab."""

    help: str
    metavar: str | None = None
    min: int | None = None
    max: int | None = None
    completes: Callable[[str], list[str]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Option(Argument):
    """One that is given by its name, `--` and that of the parameter; `eager` is called with its value before anything else is done."""

    short: str | None = None
    eager: Callable[[Any], None] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A parameter of a command: `annotation` is its type as it stands, `kind` that of each value, one of several if `is_list`."""

    name: str
    default: Any
    declared: Argument
    annotation: Any
    kind: Any
    is_list: bool

    @property
    def is_required(self) -> bool:
        return self.default is inspect.Parameter.empty

    @property
    def is_flag(self) -> bool:
        return self.kind is bool

    @property
    def names(self) -> tuple[str, ...]:
        """How an option is typed, `class_` as --class; an argument has no names."""
        if not isinstance(self.declared, Option):
            return ()
        return (f"--{self.name.rstrip('_').replace('_', '-')}", *([self.declared.short] if self.declared.short else []))


class Refused(Exception):
    """Options that do not go together, before anything was done; `option` is the one to change."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option


@dataclass(frozen=True, eq=False)
class Command:
    """A command: a function that is called with the desk and then with the values of its parameters, by name."""

    call: Callable[..., None]
    epilog: str

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All but the desk, in order."""
        _, *declared = inspect.signature(self.call).parameters.values()
        return tuple(map(_parameter, declared))


def command(epilog: str) -> Callable[[Callable[..., None]], Command]:
    """Declare a function as a command. Its docstring is the help."""
    return lambda call: Command(call, epilog)


def declared_in(module: ModuleType) -> Command | None:
    """The command that a module declares; None if it is one of Typer's own."""
    return next((value for value in vars(module).values() if isinstance(value, Command)), None)


def _parameter(found: inspect.Parameter) -> Parameter:
    annotation, declared = get_args(found.annotation)
    kind = annotation
    if isinstance(kind, UnionType):  # `X | None`
        (kind,) = (part for part in get_args(kind) if part is not NoneType)
    is_list = get_origin(kind) is list
    return Parameter(found.name, found.default, declared, annotation, get_args(kind)[0] if is_list else kind, is_list)
