"""A declared command as Typer's: for its help, for Tab, and for every message about a call that is wrong."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from studykit.cli.context import desk
from studykit.cli.declared import Argument, Command, Option, Parameter, Refused


def typer_app(command: Command, name: str) -> typer.Typer:
    """An app of one command."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    def call(ctx: typer.Context, **values: Any) -> None:
        try:
            command.call(desk(ctx), **values)
        except Refused as refused:
            raise typer.BadParameter(str(refused), param_hint=refused.option) from None

    app.command(name, epilog=command.epilog)(with_signature(command, call))
    return app


def with_signature(command: Command, call: Callable[..., None]) -> Callable[..., None]:
    """A function of Typer's context and a command's values, as one that Typer can read."""
    ctx = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [ctx, *map(_read_by_typer, command.parameters)]

    def called(*args: Any, **values: Any) -> None:
        call(*args, **values)

    called.__doc__ = command.call.__doc__
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what inspect reads instead of the function's own
    return called


def _read_by_typer(parameter: Parameter) -> inspect.Parameter:
    annotation = Annotated[parameter.annotation, _information(parameter)]  # type: ignore[name-defined]  # a type only while this runs
    return inspect.Parameter(parameter.name, inspect.Parameter.KEYWORD_ONLY, default=parameter.default, annotation=annotation)


def _information(parameter: Parameter) -> Any:
    declared: Argument = parameter.declared
    words: dict[str, Any] = {name: getattr(declared, name) for name in ("help", "metavar", "min", "max")}
    words["autocompletion"] = declared.completes
    if not isinstance(declared, Option):
        return typer.Argument(**words)
    return typer.Option(*parameter.names, **words, is_eager=declared.eager is not None, callback=declared.eager)
