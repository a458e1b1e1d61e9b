"""The quick way to a command: reads a plain call by its declaration, and leaves to Typer whatever it does not know for certain."""

import importlib
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from studykit.cli.context import new_desk
from studykit.cli.declared import Command, Parameter, declared_in
from studykit.cli.terminal.out import say
from studykit.cli.top import studykit

# Each stands in the module of its name.
QUICK = frozenset(("answer", "doctor", "due", "grade", "hunt", "next", "plot", "review", "stats"))
_NUMBER = re.compile("[0-9]{1,12}")


class _Unsure(Exception):
    """Typer knows what is meant, or what to say about it."""


def quick_call(words: list[str]) -> Callable[[], None] | None:
    """What a command line asks for; None where Typer has to read it: another command, its help, Tab, or something that is wrong."""
    if os.name == "nt" or any(name.startswith("_") and name.endswith("_COMPLETE") for name in os.environ):
        return None  # Windows leaves it to the program to expand `*` and `~`
    if words == ["--help"]:
        return _help()
    try:
        values, rest = _read(studykit, words, leads=True)
        here = partial(new_desk, values["pack"] or ())
        if not rest:
            return lambda: studykit.call(here(), **values)
        if rest[0] not in QUICK:
            return None
        command = declared_in(importlib.import_module(f"studykit.cli.commands.{rest[0]}"))
        assert command is not None
        options, _ = _read(command, rest[1:])
        return lambda: command.call(here(), **options)
    except _Unsure:
        return None


def _help() -> Callable[[], None] | None:
    from studykit.cli.help_page import kept_page  # start-up time: few calls ask for help

    page = kept_page()
    return None if page is None else lambda: say(page)


def _read(command: Command, words: list[str], leads: bool = False) -> tuple[dict[str, Any], list[str]]:
    """The values of a command's parameters; with `leads`, what follows its options as well, instead of its arguments."""
    texts, rest = _sorted(command, words, leads)
    if not leads:
        for parameter in command.parameters:
            if not parameter.names and rest:
                texts[parameter.name] = [rest.pop(0)]
        if rest:
            raise _Unsure
    return {parameter.name: _value(parameter, texts.get(parameter.name)) for parameter in command.parameters}, rest


def _sorted(command: Command, words: list[str], leads: bool) -> tuple[dict[str, list[str]], list[str]]:
    """What was given for each option, and the words that are none."""
    options = {name: parameter for parameter in command.parameters for name in parameter.names}
    texts: dict[str, list[str]] = {}
    others: list[str] = []
    rest = list(words)
    while rest:
        if not rest[0].startswith("-"):
            if leads:
                break
            others.append(rest.pop(0))
            continue
        name, has_value, text = rest.pop(0).partition("=")
        option = options.get(name)
        if option is None or (has_value and (option.is_flag or not name.startswith("--"))):
            raise _Unsure
        if not option.is_flag and not has_value:
            if not rest:
                raise _Unsure
            text = rest.pop(0)
        texts.setdefault(option.name, []).append(text)
    return texts, others + rest


def _value(parameter: Parameter, texts: list[str] | None) -> Any:
    if texts is None:
        if parameter.is_required:
            raise _Unsure
        return parameter.default
    if getattr(parameter.declared, "eager", None):
        raise _Unsure
    if parameter.is_flag:
        return True
    values = [_converted(parameter, text) for text in texts]
    return values if parameter.is_list else values[-1]


def _converted(parameter: Parameter, text: str) -> Any:
    kind, declared = parameter.kind, parameter.declared
    if not text or text.startswith("-"):
        raise _Unsure
    if kind is str or (get_origin(kind) is Literal and text in get_args(kind)):
        return text
    if kind is int and _NUMBER.fullmatch(text):
        number = int(text)
        if (declared.min is None or declared.min <= number) and (declared.max is None or number <= declared.max):
            return number
    if kind is Path and (os.access(text, os.R_OK) or not os.path.lexists(text)):
        return Path(text)
    raise _Unsure
