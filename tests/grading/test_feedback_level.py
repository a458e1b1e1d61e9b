"""What students are not to see stands in no format: every hidden text of a report is looked for in all of them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.cli.views.problem_lines import problem_lines
from studykit.grading.curves import Curves
from studykit.grading.feedback_level import Feedback, told
from studykit.grading.grade_report import Diagnosis, Failure, Outcome, Report, Result, Verdict
from studykit.grading.graded_part import GradedPart
from studykit.grading.report_gradescope import gradescope_of
from studykit.grading.report_html import html_of
from studykit.grading.report_junit import junit_of
from studykit.grading.report_markdown import markdown_of
from studykit.grading.report_text import text_of

FAILED = Result(
    *("test_secret_name", "Requirement text.", Outcome.FAILED, "Secret message", "secret expected", "secret got", 2),
    printed="printed input",
    cards=("secret/card",),
    curves=Curves((8.125, 4.25), (8.125, 1.75)),
)
HELD = Result("test_other_name", "Another requirement.", Outcome.PASSED)
LOST = Result("test_third_name", "Third requirement.", Outcome.TIMED_OUT, "It took longer than 10 s.", printed="printed later")
DIAGNOSIS = Diagnosis("known_mistake", "Diagnosis text.", ("diagnosed/card",))
REPORT = Report(
    "topic/slug",
    *(Verdict.TIMED_OUT, 918273, "cpu", 0.1, 0.05, (FAILED, HELD, LOST)),
    diagnoses=(DIAGNOSIS,),
    capsule="secret capsule",
    recorded={"secret": 1},
    is_compared=False,
    source="x = 1\ny = 'own line'\n",
)
FAILURE = Failure(Verdict.INVALID, "SyntaxError: why it is not imported", 2, "printed while importing")
NOT_JUDGED = Report("topic/slug", Verdict.INVALID, 918273, "none", 0.1, 0.0, (Result("test_secret_name", "Requirement text."),), FAILURE)

TEST_VALUES = ["Secret message", "secret expected", "secret got", "printed input", "printed later", "longer than 10 s", "secret/card"]
TEST_VALUES += ["8.125", "4.25", "1.75", "own line", "secret capsule", "line 2", '"line": 2']
SUITE = ["test_secret_name", "test_other_name", "test_third_name", "Requirement text", "Another requirement", "Third requirement"]
NUMBERS = ["918273", "of 3", "1 of", "requirement holds"]
DIAGNOSED = ["known_mistake", "Diagnosis text", "diagnosed/card", "Not all known mistakes"]

FORMATS: dict[str, Callable[[Report, Feedback], str]] = {
    "text": lambda report, feedback: text_of(told(report, feedback)),
    "html": lambda report, feedback: html_of(told(report, feedback), verbose=True),
    "lines": lambda report, feedback: "\n".join(problem_lines(Path("a.py"), told(report, feedback))),
    "json": lambda report, feedback: json.dumps(told(report, feedback).as_json()),
    "markdown": lambda report, feedback: markdown_of(told(report, feedback)),
    "junit": lambda report, feedback: junit_of([GradedPart("topic/slug", report)], feedback),
    "gradescope": lambda report, feedback: json.dumps(gradescope_of([GradedPart("topic/slug", report)], feedback)),
}


@pytest.fixture(params=FORMATS)
def shown(request: pytest.FixtureRequest) -> Callable[[Report, Feedback], str]:
    return FORMATS[request.param]


def found(texts: list[str], output: str) -> list[str]:
    return [text for text in texts if text in output]


def test_all_of_a_report_is_told_as_it_is() -> None:
    assert told(REPORT, Feedback.FULL) is REPORT


def test_what_is_looked_for_would_be_found() -> None:
    everything = "".join(show(REPORT, Feedback.FULL) for show in FORMATS.values())
    hidden = set(TEST_VALUES + SUITE + NUMBERS + DIAGNOSED)
    assert hidden - set(found(sorted(hidden), everything)) == {"secret/card", "secret capsule"}  # which no format shows


def test_requirements_are_told_without_what_the_tests_compared(shown: Callable[[Report, Feedback], str]) -> None:
    assert found(TEST_VALUES, shown(REPORT, Feedback.REQUIREMENTS)) == []


@pytest.mark.parametrize("form", ["text", "html", "json", "markdown", "junit", "gradescope"])
def test_requirements_are_told_with_their_names_and_the_diagnosis(form: str) -> None:
    output = FORMATS[form](REPORT, Feedback.REQUIREMENTS)
    assert found(["Requirement text.", "Third requirement."], output) == ["Requirement text.", "Third requirement."]
    assert ("Diagnosis text." in output) == (form != "junit")


def test_of_a_verdict_nothing_of_the_suite_is_told(shown: Callable[[Report, Feedback], str]) -> None:
    assert found(TEST_VALUES + SUITE + NUMBERS + DIAGNOSED, shown(REPORT, Feedback.VERDICT)) == []


def test_a_verdict_says_what_it_is() -> None:
    for form, show in FORMATS.items():
        assert {"Timed out", "timed_out"} & set(found(["Timed out", "timed_out"], show(REPORT, Feedback.VERDICT))), form


@pytest.mark.parametrize("feedback", Feedback)
def test_why_a_file_cannot_be_imported_is_always_told(shown: Callable[[Report, Feedback], str], feedback: Feedback) -> None:
    output = shown(NOT_JUDGED, feedback)
    assert "why it is not imported" in output
    assert feedback is not Feedback.VERDICT or found(SUITE + NUMBERS, output) == []
