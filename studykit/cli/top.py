"""`studykit` itself: the options before a command, and today where there is none."""

import sys
from pathlib import Path
from typing import Annotated

from studykit import __version__
from studykit.cli.declared import Option, command
from studykit.cli.terminal.out import say
from studykit.study.desk import Desk


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"studykit {__version__}")
        sys.exit(0)


@command(epilog="Without a command, it shows today. Example: studykit next, edit the file, studykit grade FILE.")
def studykit(
    here: Desk,
    pack: Annotated[list[Path] | None, Option("Another pack: a folder with exercises/, solutions/, cards/.", metavar="DIR")] = None,
    json: Annotated[bool, Option("Today as one JSON object (without a command).")] = False,
    version: Annotated[bool, Option("Show the version.", eager=_show_version)] = False,
) -> None:
    """Learn PyTorch with auto-graded exercises and spaced-repetition cards."""
    from studykit.cli.views.today_view import today  # start-up time: only without a command

    today(here, json)
