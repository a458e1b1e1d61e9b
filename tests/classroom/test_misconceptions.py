"""What a class has not understood, counted, with an answer that is nobody's."""

from dataclasses import replace

import pytest

from studykit.classroom.anonymous import alone, bare, name_words, tells_a_name
from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.misconceptions import Misconception, findings
from studykit.content.pack import Library
from studykit.grading.grade_report import Outcome, Report
from tests.classroom.made_up import EPOCHS, SCHEDULE, SGD


def found_in(book: Gradebook, library: Library) -> dict[str, Misconception]:
    return {found.mistake: found for found in findings(book, library).misconceptions}


def test_each_known_mistake_is_counted_with_what_it_says_and_its_cards(a_class: Gradebook, taught: Library) -> None:
    made = found_in(a_class, taught)["clears_gradients"]
    diagnosed = [grade for grade in a_class.grades if grade.report and any(d.mistake == made.mistake for d in grade.report.diagnoses)]
    assert (made.exercise, made.students, made.cards) == (SGD, len(diagnosed), ("optimizers/clear-by-hand",))
    assert made.says.startswith("Your update also zeroes the gradients.")


def test_those_of_most_students_come_first(a_class: Gradebook, taught: Library) -> None:
    counts = [found.students for found in findings(a_class, taught).misconceptions]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == 6


def test_a_typical_answer_is_the_faulty_function_alone_and_tells_no_name(a_class: Gradebook, taught: Library) -> None:
    made = found_in(a_class, taught)
    assert made["starts_at_zero"].typical.startswith("def warmup_cosine(")
    assert "class" not in made["starts_at_zero"].typical
    assert made["autograd_stays_off"].typical.startswith("def evaluate(")
    for each in made.values():
        assert not each.is_of_the_pack
        assert not [word for word in ("Ada", "Quine", "s1001", "example.org", "#") if word in each.typical]


def test_where_every_answer_tells_a_name_the_program_of_the_pack_is_shown(reports: dict[str, list[Report]], taught: Library) -> None:
    report = next(report for report in reports[SGD] if report.diagnoses and report.diagnoses[0].mistake == "clears_gradients")
    named = replace(
        report,
        source=report.source.replace("for p in", "for ada_param in").replace("p.grad", "ada_param.grad").replace("p -=", "ada_param -="),
    )
    made = found_in(Gradebook((SGD,), (Grade("a", "Ada Quine", SGD, named, attempts=1),), 1), taught)["clears_gradients"]
    assert made.is_of_the_pack
    assert "sgd_update" in made.typical
    assert "ada" not in made.typical


def test_requirements_come_by_the_fraction_that_fails_of_the_answers_in_which_they_were_tested(a_class: Gradebook, taught: Library) -> None:
    weak = findings(a_class, taught).requirements
    assert [each.fraction for each in weak] == sorted((each.fraction for each in weak), reverse=True)
    assert {each.exercise for each in weak} == {SGD, SCHEDULE, EPOCHS}
    assert all(0 < each.failed <= each.tested for each in weak)


def test_starters_and_failures_of_another_reason_are_counted_apart(a_class: Gradebook, taught: Library) -> None:
    found = findings(a_class, taught)
    assert sum(found.untouched.values()) > 0
    assert found.unexplained == {}
    grades = [
        replace(grade, report=replace(grade.report, diagnoses=(), source=f"# studykit: {grade.exercise}\nx = 1\n"))
        for grade in a_class.grades
        if grade.report and grade.report.verdict == "failed"
    ]
    assert sum(findings(replace(a_class, grades=tuple(grades)), taught).unexplained.values()) == len(grades)


def test_a_requirement_that_was_not_run_counts_as_untested(reports: dict[str, list[Report]], taught: Library) -> None:
    failed = next(report for report in reports[SGD] if report.diagnoses)
    stopped = replace(failed, results=tuple(replace(each, outcome=Outcome.NOT_RUN) for each in failed.results))
    book = Gradebook((SGD,), (Grade("a", "A", SGD, failed, attempts=1), Grade("b", "B", SGD, stopped, attempts=1)), 1)
    assert {each.tested for each in findings(book, taught).requirements} == {1}


PROGRAM = '''# by Ada
"""Ada's."""
import torch
NAME = "Ada Quine <ada@example.org>"
def helper(x):
    """Ada's helper."""
    return x
def f(x):
    "Ada"
    # Ada
    return helper(x), f"{x:.2f} is Ada's, no doubt"
def g(x, mode="mean"):
    """Nothing else."""
'''


def test_an_answer_without_its_author_has_no_comments_docstrings_and_texts_of_its_own() -> None:
    shown = bare(PROGRAM)
    assert shown is not None
    assert "Ada" not in shown
    assert "mode='mean'" in shown
    assert ":.2f" in shown
    compile(shown, "shown", "exec")


def test_a_text_that_the_pack_has_as_well_stays() -> None:
    assert "a text of the pack" in (bare("x = 'a text of the pack'", frozenset({"a text of the pack"})) or "")


@pytest.mark.parametrize("source", ["def broken(:", "x = 1\0", "(" * 500])
def test_what_does_not_parse_is_not_shown(source: str) -> None:
    assert bare(source) is None


def test_a_function_that_needs_another_is_not_shown_alone() -> None:
    assert alone(PROGRAM, "f") is None
    assert alone(PROGRAM, "nowhere") is None
    assert (alone(PROGRAM, "helper") or "").startswith("def helper")


def test_names_are_recognized_however_they_are_written() -> None:
    names = name_words(["Ada Quine", "s104711", "李明"])
    for told in ("ada_net = 1", "class AdaNet: ...", "ADA = 1", "quine = 2", "adaquine = 3", "v104711 = 1", "李明 = 1"):
        assert tells_a_name(told, names), told
    assert not tells_a_name("adam = torch.optim.Adam(params, lr=0.001)", names)


def test_a_name_that_is_a_word_of_the_exercise_or_of_python_tells_nothing() -> None:
    assert name_words(["Max Loss", "Bo List"], ["loss = 1"]) == {"maxloss", "bolist"}
