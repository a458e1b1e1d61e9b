"""A line of a notebook is told as a line of its cell, and nothing else that only looks like one."""

from dataclasses import replace

import pytest

from studykit.grading.grade_report import Failure, Result, Verdict, place
from studykit.grading.places import placed, source_line

CELLS = ((1, 3), (8, 5))
FAILED = Result("test_a", "It holds.", message="ValueError: bad (line 9)", line=9)


def test_a_line_is_told_with_its_cell() -> None:
    told = placed(FAILED, CELLS)
    assert (told.cell, told.line, place(told)) == (5, 2, "cell 5, line 2")
    assert told.message == "ValueError: bad (cell 5, line 2)"
    assert told.as_json()["cell"] == 5
    assert source_line(told.line, told.cell, CELLS) == 9


def test_a_program_has_no_cells() -> None:
    assert placed(FAILED, ()) == FAILED
    assert place(FAILED) == "line 9"
    assert "cell" not in FAILED.as_json()
    assert source_line(9, None, ()) == 9


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("the graph ends in line 9: `x.data`", "the graph ends in cell 5, line 2: `x.data`"),
        ("Line 9 is notebook magic", "Cell 5, line 2 is notebook magic"),
        ("line 3 of data.csv is empty (line 9)", "line 3 of data.csv is empty (cell 5, line 2)"),
        ("rename `froward_pass` (line 4) to `forward` (line 9)", "rename `froward_pass` (cell 3, line 4) to `forward` (cell 5, line 2)"),
        ("newline 9", "newline 9"),
    ],
)
def test_a_message_names_the_cell_where_it_means_the_source(says: str, told: str) -> None:
    assert placed(replace(FAILED, message=says), CELLS).message == told


def test_all_lines_of_a_syntax_error_are_of_the_source() -> None:
    failure = Failure(Verdict.INVALID, "SyntaxError: ']' does not match '(' on line 2 in line 9", 9)
    assert placed(failure, CELLS, all_lines=True).message == "SyntaxError: ']' does not match '(' on cell 3, line 2 in cell 5, line 2"


def test_what_names_no_line_stays() -> None:
    told = Result("test_a", "It holds.")
    assert placed(told, CELLS) == told
    assert place(told) == ""
