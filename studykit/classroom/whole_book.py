"""The gradebook as a file of the output, from which homework and reports are made again without grading."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.kept import plain, report_from
from studykit.errors import ClassError
from studykit.study.whole_file import write_text

FILE = "gradebook.json"


def write_book(book: Gradebook, out: Path) -> None:
    """Write the book into an output folder."""
    grades = [{**asdict(replace(grade, report=None)), "report": grade.report and plain(grade.report)} for grade in book.grades]
    fields = {"exercises": book.exercises, "seed": book.seed, "left_out": book.left_out, "grades": grades}
    write_text(out / FILE, json.dumps(fields, ensure_ascii=True))


def read_book(out: Path) -> Gradebook:
    """The book in an output folder. ClassError if there is none that can be read."""
    try:
        fields = json.loads((out / FILE).read_text(encoding="utf-8"))
        grades = tuple(_grade(each) for each in fields["grades"])
        return Gradebook(tuple(fields["exercises"]), grades, fields["seed"], tuple(fields["left_out"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = "no such file" if isinstance(error, FileNotFoundError) else str(error) or type(error).__name__
        raise ClassError(f"{out / FILE}: cannot be read ({why}). Give the folder that `studykit class grade … --out` wrote.") from None


def _grade(fields: dict[str, Any]) -> Grade:
    return Grade(**{**fields, "report": fields["report"] and report_from(fields["report"])})
