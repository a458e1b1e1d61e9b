"""The page of a class: whole in one file, everything escaped, quick for a thousand students."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from studykit.classroom.feedback import write_feedback
from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.homework import Homework, homework
from studykit.classroom.likeness import Likeness, Pair, Side, likeness
from studykit.classroom.misconceptions import findings
from studykit.classroom.report.class_page import page
from studykit.content.pack import Library
from studykit.grading.grade_report import Report
from tests.classroom.made_up import SCHEDULE, SGD, class_of


def page_of(book: Gradebook, library: Library, alike: Likeness | None = None) -> str:
    return page(book, library, findings(book, library), alike or Likeness(), homework(book, library))


def text_of(html: str) -> str:
    shown: list[str] = []
    reader = HTMLParser()
    reader.handle_data = shown.append  # type: ignore[method-assign]
    reader.feed(html)
    return " ".join(" ".join(shown).split())


def test_the_page_says_who_stands_where_what_failed_and_what_to_set(a_class: Gradebook, taught: Library) -> None:
    told = text_of(page_of(a_class, taught, likeness(a_class, taught)))
    made = findings(a_class, taught).misconceptions[0]
    for expected in (
        "A class of 30",
        "Jean-Baptiste Maximilian Brontë",
        "clears_ gradients",
        f"{made.students} of {made.graded} students",
        "Gradients are neither changed nor cleared",
        "right answers of the pack: at most 16 %",
        "studykit next optimizers/ sgd_ update",
        "is larger than 1 MiB.",
        "notes.pdf: is no answer.",
    ):
        assert expected in told, expected


def test_nothing_is_fetched_and_links_lead_to_the_feedback(a_class: Gradebook, taught: Library, tmp_path: Path) -> None:
    html = page_of(a_class, taught)
    write_feedback(a_class, taught, tmp_path, lambda report: report, lambda report: "")
    targets = set(re.findall(r"(?:href|src)=[\"']([^\"']*)", html)) - {"data:,"}
    inner = {f"#{id}" for id in re.findall(r'<section id="(\w+)"', html)}
    assert {target for target in targets if target.startswith("#")} == inner
    assert all((tmp_path / target).is_file() for target in targets - inner)
    assert not re.search(r"url\(|@import|https?://", html)


def test_whatever_a_class_wrote_is_text(reports: dict[str, list[Report]], taught: Library) -> None:
    evil = "</script><script>alert(1)</script>\"'"
    report = next(report for report in reports[SGD] if report.diagnoses)
    report = replace(report, diagnoses=(replace(report.diagnoses[0], mistake=evil, says=evil, cards=(evil,)),))
    book = Gradebook((SGD,), (Grade(evil, evil, SGD, report, evil, 1, place=evil),), 1, (evil,))
    alike = Likeness((Pair(SGD, 0.9, 0.1, Side((evil,), ((evil, True),)), Side((evil,), ((evil, False),))),), missing="")
    html = page_of(book, taught, alike)
    assert "alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_thousand_students_are_a_page_of_less_than_a_megabyte(reports: dict[str, list[Report]], taught: Library) -> None:
    html = page_of(class_of(1000, reports), taught)
    assert len(html.encode()) < 1_000_000
    assert html.count('<tr><th scope="row"><a href') == 1000


def test_students_of_one_name_can_be_told_apart(reports: dict[str, list[Report]], taught: Library) -> None:
    grades = [Grade(student, "Ada", SCHEDULE, reports[SCHEDULE][0], "is odd.", 1) for student in ("ada", "ada-2")]
    told = text_of(page_of(Gradebook((SCHEDULE,), tuple(grades), 1), taught))
    assert "Ada (ada-2), Warm-up" in told


def test_a_class_without_a_fault_and_one_without_a_student_have_a_page(reports: dict[str, list[Report]], taught: Library) -> None:
    told = text_of(page_of(Gradebook((SGD,), (Grade("a", "A", SGD, reports[SGD][0], "", 1),), 1), taught))
    assert "No answer gives the numbers of a known mistake." in told
    assert "every requirement that was tested holds" in told
    assert "Everything that was handed in has passed." in told
    assert "A class of 0" in text_of(page_of(Gradebook((SGD,), (), 1), taught))


def test_what_is_missing_to_compare_answers_is_said(taught: Library) -> None:
    html = page(
        Gradebook((SGD,), (), 1), taught, findings(Gradebook((), (), 1), taught), Likeness(missing="pip install x"), Homework((), (), ())
    )
    assert "<code>pip install x</code>" in html
