"""`studykit class homework`: what a graded class should do next, as files for its students."""

from pathlib import Path
from typing import Annotated

import typer

from studykit.classroom.homework import homework as homework_of
from studykit.classroom.homework_file import check, page_of, summary, write_homework
from studykit.classroom.whole_book import read_book
from studykit.cli.context import desk
from studykit.cli.terminal.consent import ask_before
from studykit.cli.terminal.out import say
from studykit.cli.views.show import print_json
from studykit.study.clock import moment


def homework(
    ctx: typer.Context,
    out: Annotated[Path, typer.Argument(help="The folder in which `class grade` left the grades.")],
    to: Annotated[Path | None, typer.Option(help="Where to write it; default: homework.json in OUT.", metavar="FILE")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if the files already exist.")] = False,
    json: Annotated[bool, typer.Option("--json", help="What is in it, as an object.")] = False,
) -> None:
    """Write the cards that a class needs most as a file that students import, and a page that names exercises to do again."""
    here = desk(ctx)
    found = homework_of(read_book(out), here.library)
    file = to or out / "homework.json"
    check(found, file)
    for target in (file, page_of(file)):
        if target.exists():
            ask_before(f"{target}: already exists", "overwrite it", yes)
    write_homework(found, file, moment(None), here.settings.day_begins_at)
    if json:
        counts = {
            "cards": {card.id: number for card, number in found.cards},
            "exercises": {exercise.id: number for exercise, number in found.again},
            "hunts": {exercise.id: number for exercise, number in found.hunts},
        }
        print_json({"file": str(file), "page": str(page_of(file)), "students": counts})
    else:
        say(f"Wrote {file} and {page_of(file)}: {summary(found)}.")
        say(f"Give both to the class; a student runs `studykit import {file.name}`.")
