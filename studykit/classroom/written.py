"""Writes all that a class is told into the output folder, each file whole or not at all."""

import json
from functools import partial
from pathlib import Path

from studykit.classroom.feedback import write_feedback
from studykit.classroom.gradebook import Gradebook
from studykit.classroom.grades_csv import write_grades
from studykit.classroom.homework import homework
from studykit.classroom.likeness import likeness, not_compared
from studykit.classroom.misconceptions import findings
from studykit.classroom.report.class_page import page
from studykit.classroom.whole_book import write_book
from studykit.content.pack import Library
from studykit.errors import ClassError
from studykit.grading.feedback_level import Feedback, told
from studykit.grading.report_gradescope import gradescope_of
from studykit.grading.report_junit import junit_of
from studykit.grading.report_markdown import markdown_of
from studykit.study.whole_file import write_text


def write_all(book: Gradebook, library: Library, out: Path, feedback: Feedback, similar: bool) -> None:
    """Write gradebook.json, grades.csv, feedback/, junit.xml, results/ and report.html; students see of the suites what `feedback` says.
    `similar`: compare the answers with each other. StudykitError if a file cannot be written."""
    write_book(book, out)
    write_grades(book, out / "grades.csv")
    write_feedback(book, library, out, partial(told, feedback=feedback), markdown_of)
    write_text(out / "junit.xml", junit_of(grade.part for grade in book.grades))
    _write_results(book, out / "results", feedback)
    alike = likeness(book, library) if similar else not_compared()
    write_text(out / "report.html", page(book, library, findings(book, library), alike, homework(book, library)))


def _write_results(book: Gradebook, folder: Path, feedback: Feedback) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ClassError(f"{folder}: cannot be made a folder ({error.strerror}). Give --out another folder.") from None
    for student, grades in book.by_student():
        found = gradescope_of([grade.part for grade in grades], feedback)
        write_text(folder / f"{student}.json", json.dumps(found, indent=1, ensure_ascii=True) + "\n")
