"""Reports as JUnit XML, which CI servers and gradebooks read: a suite for each submission, a case for each requirement."""

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from studykit.grading.details import Field, details, in_lines, why_not_judged
from studykit.grading.feedback_level import Feedback, told
from studykit.grading.grade_report import Outcome, Report, Result
from studykit.grading.graded_part import GradedPart
from studykit.grading.wording import OUTCOMES, verdict_in_words
from studykit.grading.writable import writable

# The test asserted something else, was not judged, or, for all others, ended in a way that no test asked for.
_KINDS = {Outcome.FAILED: "failure", Outcome.NOT_RUN: "skipped"}
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_WHOLE = "The submission can be graded."


def junit_of(parts: Iterable[GradedPart], feedback: Feedback = Feedback.FULL) -> str:
    """A document in the form of Jenkins's `junit-10.xsd`, in which a suite is named `student exercise`. There is no time for each case,
    since only that of the whole suite is measured."""
    suites = Element("testsuites", name="studykit")
    for part in parts:
        suites.append(_suite(part, feedback))
    for count in ("tests", *_COUNTED):
        if count != "skipped":  # which the form has for a suite only
            suites.set(count, str(sum(int(suite.get(count, 0)) for suite in suites)))
    ElementTree.indent(suites)
    return f"{_DECLARATION}\n{ElementTree.tostring(suites, encoding='unicode')}\n"


def _suite(part: GradedPart, feedback: Feedback) -> Element:
    suite = Element("testsuite", name=writable(" ".join(filter(None, (part.student, part.exercise)))))
    report = told(part.report, feedback) if part.report is not None else None
    if report is None:
        _case(suite, part.exercise, _WHOLE, "error", "unreadable", [("says", part.problem)])
    else:
        suite.set("time", f"{report.seconds_total:.3f}")
        _cases(suite, report)
    suite.set("tests", str(len(suite)))
    for count, kind in _COUNTED.items():
        suite.set(count, str(len(suite.findall(f"testcase/{kind}"))))
    return suite


def _cases(suite: Element, report: Report) -> None:
    if report.failure is not None:
        _case(suite, report.exercise, _WHOLE, "error", report.verdict.value, why_not_judged(report.failure, report.source))
    elif not report.results:
        said = verdict_in_words(report)
        _case(suite, report.exercise, report.exercise, "" if report.passed else "failure", report.verdict.value, [("says", said)])
    for result in report.results:
        _case(suite, report.exercise, result.requirement, _kind(result), result.outcome.value, _fields(result, report.source))


def _kind(result: Result) -> str:
    return "" if result.outcome is Outcome.PASSED else _KINDS.get(result.outcome, "error")


def _fields(result: Result, source: str) -> list[Field]:
    return details(result, source) or [("says", OUTCOMES.get(result.outcome, ""))]


def _case(suite: Element, exercise: str, name: str, kind: str, type: str, fields: list[Field]) -> None:
    case = SubElement(suite, "testcase", name=writable(name), classname=exercise.replace("/", "."))
    if kind:
        element = SubElement(case, kind, type=type, message=writable(fields[0][1].partition("\n")[0]))
        element.text = writable(in_lines(fields))
