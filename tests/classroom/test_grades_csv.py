"""The gradebook as CSV: one row for each student and exercise, which no spreadsheet takes for a formula."""

import csv
from pathlib import Path

import pytest

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.grades_csv import COLUMNS, write_grades
from studykit.errors import StudykitError
from tests.classroom.made_up import SGD


def rows_of(book: Gradebook, file: Path) -> list[dict[str, str]]:
    write_grades(book, file)
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_each_student_and_exercise_has_a_row_in_the_order_of_the_gradebook(a_class: Gradebook, tmp_path: Path) -> None:
    rows = rows_of(a_class, tmp_path / "grades.csv")
    assert tuple(rows[0]) == COLUMNS
    assert [(row["student"], row["exercise"]) for row in rows] == [(grade.student, grade.exercise) for grade in a_class.grades]


def test_a_row_says_what_the_grade_says(a_class: Gradebook, tmp_path: Path) -> None:
    row = next(row for row in rows_of(a_class, tmp_path / "grades.csv") if row["diagnosis"] == "clears_gradients")
    assert (row["verdict"], row["requirements_passed"], row["requirements"]) == ("failed", "10", "11")
    assert (row["points"], row["worth"], row["seed"]) == ("1.8182", "2", "1")
    assert (row["student"], row["name"], row["place"]) == ("s1002", "Grace Quine", "s1002/sgd_update.py")


def test_what_was_not_handed_in_has_a_row_without_numbers(tmp_path: Path) -> None:
    row = rows_of(Gradebook((SGD,), (Grade("a", "Ada", SGD, None),), 1), tmp_path / "grades.csv")[0]
    assert (row["verdict"], row["requirements"], row["points"], row["seconds"], row["seed"]) == ("missing", "", "0", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, name: str) -> None:
    row = rows_of(Gradebook((SGD,), (Grade(name, name, SGD, None, name, place=name),), 1), tmp_path / "grades.csv")[0]
    assert {row["student"], row["name"], row["problem"], row["place"]} == {"'" + name.replace("\r", " ").replace("\n", " ")}


def test_lines_end_alike_everywhere_and_the_same_grades_give_the_same_bytes(a_class: Gradebook, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_grades(a_class, first)
    write_grades(a_class, second)
    assert first.read_bytes() == second.read_bytes()
    assert b"\r" not in first.read_bytes()
    assert "李 Quine" in first.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_one_message(a_class: Gradebook, tmp_path: Path) -> None:
    with pytest.raises(StudykitError, match="cannot be written"):
        write_grades(a_class, tmp_path / "nowhere" / "grades.csv")
