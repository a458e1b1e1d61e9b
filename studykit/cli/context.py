"""The desk of a command: what its options and the environment say, with notices on stderr."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.cli.terminal.out import say
from studykit.errors import PackError
from studykit.study.desk import Desk

if TYPE_CHECKING:
    import typer


def notice(text: str) -> None:
    """A sentence on stderr that is no error."""
    say(f"studykit: {text}", err=True)


def new_desk(packs: Sequence[Path]) -> Desk:
    """The desk of a call; `packs` come from `--pack`, and are there even if this call needs none of them."""
    for pack in packs:
        if not pack.is_dir():
            raise PackError([f"--pack {pack}: no such folder."])
    return Desk(packs, notice=notice)


def desk(ctx: "typer.Context") -> Desk:
    """The desk that the top command laid out."""
    found = ctx.find_object(Desk)
    assert found is not None
    return found
