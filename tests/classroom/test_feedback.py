"""What a student is told: all of one's own, nothing of anybody else's."""

from dataclasses import replace
from pathlib import Path

from studykit.classroom.feedback import markdown_text, page, write_feedback
from studykit.classroom.gradebook import Grade, Gradebook
from studykit.content.pack import Library
from studykit.grading.grade_report import Report
from tests.classroom.made_up import SGD


def everything(report: Report) -> Report:
    return report


def only_the_verdict(report: Report) -> Report:
    return replace(report, results=(), failure=None, diagnoses=(), source="")


def as_text(report: Report) -> str:
    return f"{len(report.results)} requirements."


def test_each_student_has_a_page_and_a_text(a_class: Gradebook, taught: Library, tmp_path: Path) -> None:
    write_feedback(a_class, taught, tmp_path, everything, as_text)
    names = {file.name for file in (tmp_path / "feedback").iterdir()}
    assert names == {f"{student}.{end}" for student, _ in a_class.by_student() for end in ("html", "md")}


def test_no_page_has_anything_of_another_student(a_class: Gradebook, taught: Library, tmp_path: Path) -> None:
    write_feedback(a_class, taught, tmp_path, only_the_verdict, as_text)
    people = {grade.student: grade.name for grade in a_class.grades}
    for student, name in people.items():
        for end in ("html", "md"):
            told = (tmp_path / "feedback" / f"{student}.{end}").read_text(encoding="utf-8")
            assert name in told
            assert not [other for other in people if other != student and other in told]


def test_the_page_has_each_exercise_with_its_diagnosis(a_class: Gradebook, taught: Library) -> None:
    grades = dict(a_class.by_student())["s1002"]
    told = page(grades, taught, everything)
    assert "clears_gradients" in told
    assert "Leave that to" in told
    assert all(taught.exercise(grade.exercise).title in told for grade in grades)
    assert "http" not in told.replace("http-equiv", "")


def test_what_students_may_not_see_is_on_no_page(reports: dict[str, list[Report]], taught: Library) -> None:
    grades = (Grade("a", "Ada", SGD, reports[SGD][-3], attempts=1),)
    full, told = page(grades, taught, everything), page(grades, taught, only_the_verdict)
    assert "requirements hold" in full
    assert "✗ Not yet." in told
    assert not [result.requirement for result in reports[SGD][-3].results if result.requirement in told]


def test_what_a_student_wrote_is_text(reports: dict[str, list[Report]], taught: Library) -> None:
    evil = "<script>alert(1)</script>"
    report = replace(reports[SGD][-3], results=tuple(replace(each, printed=evil, got=evil) for each in reports[SGD][-3].results))
    grades = (Grade("a", evil, SGD, report, evil, 2, place=evil),)
    told = page(grades, taught, everything)
    assert "&lt;script&gt;" in told
    assert evil not in told
    assert evil not in markdown_text(grades, taught, everything, as_text)


def test_several_answers_and_none_are_told(taught: Library, reports: dict[str, list[Report]]) -> None:
    grades = (Grade("a", "Ada", SGD, reports[SGD][0], "", 3),)
    assert "You handed in 3 answers; the last one counts." in page(grades, taught, everything)
    assert "Nothing was handed in." in markdown_text((Grade("a", "Ada", SGD, None),), taught, everything, as_text)
