"""Homework: what most of a class needs, as a file that students import."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.homework import MOST_CARDS, homework
from studykit.classroom.homework_file import summary, write_homework
from studykit.content.pack import Library, load_library
from studykit.errors import StudykitError
from studykit.grading.grade_report import Report
from tests.classroom.made_up import EPOCHS, SCHEDULE, SGD
from tests.conftest import Ran
from tests.small_pack import pack_that_builds_on_it, small_pack

Run = Callable[..., Ran]
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = ("--at", "2026-11-20T13:00")


def test_what_most_students_need_comes_first_and_each_card_once(a_class: Gradebook, taught: Library) -> None:
    found = homework(a_class, taught)
    counts = [number for _, number in found.cards]
    assert counts == sorted(counts, reverse=True)
    assert len({card.id for card, _ in found.cards}) == len(counts) <= MOST_CARDS
    assert {exercise.id for exercise, _ in found.again} == {SGD, SCHEDULE, EPOCHS}
    assert {exercise.id for exercise, _ in found.hunts} == {SGD, SCHEDULE, EPOCHS}


def test_a_student_who_needs_a_card_twice_counts_once(reports: dict[str, list[Report]], taught: Library) -> None:
    report = next(report for report in reports[SGD] if report.diagnoses)
    grades = tuple(Grade("a", "A", exercise, replace(report, exercise=exercise), "", 1) for exercise in (SGD, SCHEDULE))
    assert {number for _, number in homework(Gradebook((SGD, SCHEDULE), grades, 1), taught).cards} == {1}


def test_a_starter_as_it_was_given_asks_for_no_card(reports: dict[str, list[Report]], taught: Library) -> None:
    starter = reports[SGD][-2]
    assert starter.failed_cards
    found = homework(Gradebook((SGD,), (Grade("a", "A", SGD, starter, "", 1),), 1), taught)
    assert (found.cards, found.hunts) == ((), ())
    assert [exercise.id for exercise, _ in found.again] == [SGD]


def test_students_have_the_cards_due_after_an_import_and_none_twice(
    a_class: Gradebook, taught: Library, studykit: Run, tmp_path: Path
) -> None:
    found = homework(a_class, taught)
    write_homework(found, tmp_path / "homework.json", AT, 4)
    before = len(studykit("list", "--cards", "--json").json)
    ran = studykit("import", "homework.json")
    assert ran.code == 0, ran.err
    assert {row["item"] for row in studykit("due", "--json", *TODAY).json} == {card.item for card, _ in found.cards}
    assert len(studykit("list", "--cards", "--json").json) == before
    assert "homework of a class" in studykit("why", found.cards[0][0].item, *TODAY).out
    again = studykit("import", "homework.json", "--json")
    assert again.json["events"] == {"added": 0, "same": len(found.cards)}


def test_a_card_of_another_pack_is_in_the_file(reports: dict[str, list[Report]], studykit: Run, tmp_path: Path) -> None:
    library = load_library([small_pack(tmp_path / "small").path, pack_that_builds_on_it(tmp_path / "more").path])
    card = library.card("more/inertia")
    failed = next(report for report in reports[SGD] if report.diagnoses)
    failed = replace(failed, diagnoses=(replace(failed.diagnoses[0], cards=(card.id,)),))
    found = homework(Gradebook((SGD,), (Grade("a", "A", SGD, failed, "", 1),), 1), library)
    write_homework(found, tmp_path / "homework.json", AT, 4)
    assert studykit("import", "homework.json", "--json").json["cards"]["added"] == 1
    assert card.item in {row["item"] for row in studykit("due", "--json", *TODAY).json}
    assert studykit("import", "homework.json", "--json").json["cards"] == {"added": 0, "same": 1, "updated": 0, "kept": 0, "left_out": 0}


def test_the_page_names_cards_exercises_and_hunts(a_class: Gradebook, taught: Library, tmp_path: Path) -> None:
    found = homework(a_class, taught)
    write_homework(found, tmp_path / "week-3.json", AT, 4)
    told = (tmp_path / "week-3.md").read_text(encoding="utf-8")
    assert "`studykit import week-3.json`" in told
    assert f"`studykit next {SGD}`" in told
    assert f"`studykit hunt {SGD}`" in told
    assert all(card.id in told for card, _ in found.cards)
    assert not [grade.name for grade in a_class.grades if grade.name in told]
    assert summary(found).endswith("3 exercises, 3 hunts")


def test_the_same_homework_is_the_same_file_and_an_earlier_one_is_replaced(a_class: Gradebook, taught: Library, tmp_path: Path) -> None:
    file = tmp_path / "homework.json"
    write_homework(homework(a_class, taught), file, AT, 4)
    before = file.read_bytes()
    write_homework(homework(a_class, taught), file, AT, 4)
    assert file.read_bytes() == before


def test_another_ending_and_a_class_that_needs_nothing_are_refused(
    a_class: Gradebook, reports: dict[str, list[Report]], taught: Library, tmp_path: Path
) -> None:
    with pytest.raises(StudykitError, match=r"must end in \.json"):
        write_homework(homework(a_class, taught), tmp_path / "homework.yaml", AT, 4)
    passed = Gradebook((SGD,), (Grade("a", "A", SGD, reports[SGD][0], "", 1),), 1)
    with pytest.raises(StudykitError, match="needs no homework"):
        write_homework(homework(passed, taught), tmp_path / "homework.json", AT, 4)
    assert list(tmp_path.iterdir()) == []


def test_the_cards_of_the_built_in_pack_are_not_copied(a_class: Gradebook, taught: Library, tmp_path: Path) -> None:
    write_homework(homework(a_class, taught), tmp_path / "homework.json", AT, 4)
    whole = json.loads((tmp_path / "homework.json").read_text(encoding="utf-8"))
    assert whole["cards"] == []
    assert {event["kind"] for event in whole["events"]} == {"nudged"}
