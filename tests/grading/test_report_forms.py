"""Reports for other programs: Markdown that a submission cannot leave, JUnit XML by its schema, Gradescope's results."""

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from markdown_it import MarkdownIt

from studykit.grading.feedback_level import Feedback
from studykit.grading.grade_report import Diagnosis, Failure, Outcome, Report, Result, Verdict
from studykit.grading.graded_part import GradedPart
from studykit.grading.report_gradescope import gradescope_of
from studykit.grading.report_junit import junit_of
from studykit.grading.report_markdown import code_block, escaped, markdown_of
from studykit.grading.writable import writable

UNWRITABLE = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127, 0x9B, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]))
EVIL = f"]]>&<b>\"'```\n````\n# heading\n</failure>{UNWRITABLE}ü漢🙂"
OUTCOMES = [outcome for outcome in Outcome if outcome is not Outcome.FAILED]
FAILED = Result("test_a", "It **falls** & `f` < 1.", Outcome.FAILED, EVIL, EVIL, EVIL, 2, printed=EVIL)
RESULTS = (FAILED, *(Result(f"test_{outcome}", f"Requirement {outcome}.", outcome, f"Says {outcome}.") for outcome in OUTCOMES))
REPORT = Report("topic/slug", Verdict.CRASHED, 7, "cpu", 1.25, 0.05, RESULTS, diagnoses=(Diagnosis("climbs", "You *add*.", ("a/b",)),))
PASSED = Report("topic/other", Verdict.PASSED, 7, "cpu", 0.25, 0.05, (Result("test_c", "It stays.", Outcome.PASSED),))
NOT_JUDGED = Report("topic/slug", Verdict.INVALID, 7, "none", 0.1, 0.0, (Result("test_c", "It stays."),), Failure(Verdict.INVALID, EVIL, 1))
PARTS = [
    GradedPart("topic/slug", REPORT, student=f"Ana\n<{EVIL}>", worth=6),
    GradedPart("topic/other", PASSED, worth=3),
    GradedPart("topic/slug", NOT_JUDGED, worth=1),
    GradedPart("topic/other", None, f"{EVIL} is not UTF-8.", notes=("`a`.py is graded, and not <b>.py.",)),
]

# Of junit-10.xsd, the schema of Jenkins's xUnit plug-in: the attributes and children of each element; required ones begin with `!`.
SCHEMA = {
    "testsuites": ("name time tests failures disabled errors", "testsuite"),
    "testsuite": (
        "!name !tests !failures !errors group time skipped timestamp hostname id package file log url version",
        "testsuite properties testcase system-out system-err",
    ),
    "testcase": ("!name time classname group", "skipped error failure system-out system-err"),
    "failure": ("type message", ""),
    "error": ("type message", ""),
    "skipped": ("type message", ""),
}


def faults(element: Element) -> Iterator[str]:
    """What breaks the schema."""
    attributes, children = (words.split() for words in SCHEMA[element.tag])
    yield from (f"{element.tag} has no {name[1:]}" for name in attributes if name[0] == "!" and name[1:] not in element.attrib)
    yield from (f"{element.tag} must not have {name}" for name in element.attrib if name not in [each.strip("!") for each in attributes])
    yield from (f"{name} is no number" for name in ("tests", "failures", "errors", "skipped") if not element.get(name, "0").isdecimal())
    yield from (f"{element.tag} must not hold {child.tag}" for child in element if child.tag not in children)
    for child in element:
        yield from faults(child)


@pytest.mark.parametrize("feedback", Feedback)
def test_junit_follows_its_schema_and_counts_right(feedback: Feedback) -> None:
    root = ElementTree.fromstring(junit_of(PARTS, feedback))
    assert list(faults(root)) == []
    for suite in root:
        for count, kind in (("tests", ""), ("failures", "/failure"), ("errors", "/error"), ("skipped", "/skipped")):
            assert int(suite.get(count)) == len(suite.findall(f"testcase{kind}"))
    assert int(root.get("tests")) == len(root.findall("testsuite/testcase"))


def test_each_outcome_has_its_kind_in_junit() -> None:
    suite = ElementTree.fromstring(junit_of(PARTS))[0]
    kinds = {case.get("name"): [child.tag for child in case] for case in suite}
    assert kinds.pop(FAILED.requirement) == ["failure"]
    assert kinds.pop("Requirement passed.") == []
    assert kinds.pop("Requirement not_run.") == ["skipped"]
    assert set(map(tuple, kinds.values())) == {("error",)}


def test_junit_shows_every_letter_that_a_submission_said() -> None:
    failure = ElementTree.fromstring(junit_of(PARTS)).find("testsuite/testcase/failure")
    assert "</failure>\\x00\\x01" in failure.text
    assert "\\x9b\\ud800\\udfff\\ufffe\\uffffü漢🙂" in failure.text
    assert failure.text.count("# heading") == 4


def test_junit_lists_what_could_not_be_graded() -> None:
    root = ElementTree.fromstring(junit_of(PARTS))
    assert root[0].get("name").endswith(" topic/slug")
    assert [case.find("error") is not None for case in root[2]] == [True, False]
    assert root[3].find("testcase/error").text.endswith("is not UTF-8.")


def test_markdown_shows_what_a_submission_said_in_code_blocks_only() -> None:
    for report in (REPORT, NOT_JUDGED):
        tokens = MarkdownIt().parse(markdown_of(report))
        assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
        assert [token for token in tokens if token.type == "html_block"] == []
        assert any("# heading" in token.content for token in tokens if token.type == "fence")


def test_markdown_has_every_requirement_and_the_diagnosis() -> None:
    page = MarkdownIt().render(markdown_of(REPORT))
    assert page.count("<li>") == len(RESULTS)
    assert "<strong>falls</strong>" in page
    assert "You <em>add</em>." in page
    assert "seed 7" in page


def test_a_file_that_cannot_be_graded_is_one_block_of_markdown() -> None:
    page = markdown_of(NOT_JUDGED)
    assert page.startswith("## ✗ topic/slug: Not graded: fix that first.")
    assert "It stays" not in page


def test_a_code_block_is_left_by_nothing_in_it() -> None:
    assert code_block("a\n`````\nb") == "``````text\na\n`````\nb\n``````"
    assert code_block("") == ""


def test_an_escaped_text_is_shown_as_it_is() -> None:
    text = "`a` <b>_c_</b> [d](e) #1 - f\\g *h* &amp; http://i"
    assert re.sub("</?p>", "", MarkdownIt().renderInline(escaped(text))) == (
        "`a` &lt;b&gt;_c_&lt;/b&gt; [d](e) #1 - f\\g *h* &amp;amp; http://i"
    )


def test_writable_text_keeps_what_can_be_written() -> None:
    assert writable("a\tb\nü🙂") == "a\tb\nü🙂"
    assert writable("a\r\x1b[31m") == "a\\x0d\\x1b[31m"


def test_gradescope_gives_each_requirement_its_part_of_the_points() -> None:
    results = gradescope_of(PARTS)
    first = results["tests"][: len(RESULTS)]
    assert results["score"] == 4.0
    assert [(test["score"], test["status"]) for test in first if test["name"] == "Requirement passed."] == [(1.0, "passed")]
    assert {(test["score"], test["max_score"]) for test in first} == {(0.0, 1.0), (1.0, 1.0)}
    assert [test["number"] for test in results["tests"]][-3:] == ["2.1", "3.1", "4.1"]
    assert sum(test["max_score"] for test in results["tests"]) == 11
    assert (results["execution_time"], results["stdout_visibility"]) == (1.6, "hidden")


def test_gradescope_is_json_that_a_strict_reader_takes() -> None:
    said = json.dumps(gradescope_of(PARTS), ensure_ascii=False).encode("utf-8")  # which half a surrogate pair is not
    assert b"\\u00" not in said


def test_gradescope_says_why_something_was_not_graded() -> None:
    output = gradescope_of(PARTS)["output"]
    assert "topic/other: Not graded." in output
    assert "is not UTF-8." in output
    assert r"\`a\`.py is graded, and not \<b\>.py." in output


def test_points_that_would_tell_how_many_requirements_hold_are_told_with_the_grades() -> None:
    results = gradescope_of(PARTS, Feedback.VERDICT)
    assert "score" not in results
    assert {test["visibility"] for test in results["tests"]} == {"after_published"}
    assert [test["score"] for test in results["tests"]] == [1.0, 3.0, 0.0, 0.0]
