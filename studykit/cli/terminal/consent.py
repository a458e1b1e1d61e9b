"""Asks before something of the learner's is overwritten: one question, one option, for every command."""

import sys

import typer

from studykit.errors import StudykitError


def ask_before(loss: str, action: str, yes: bool) -> None:
    """Return if the learner agrees to `action`, or gave --yes; Exit 1 if not. StudykitError if nobody can be asked.

    `loss` says what would be lost, as a sentence without its full stop; `action` is a verb with its object, as in `restore it`."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise StudykitError(f"{loss}. Add --yes to {action} anyway; nothing was changed.")
    if not typer.confirm(f"{loss}. {action[0].upper()}{action[1:]}?", err=True):
        raise typer.Exit(1)
