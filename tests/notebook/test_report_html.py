"""A report as HTML: all of it is text but for what we wrote, and it is right in light and dark."""

from html.parser import HTMLParser

import pytest

from studykit.content.html_block import block
from studykit.grading.curves import Curves
from studykit.grading.grade_report import Diagnosis, Failure, Outcome, Report, Result, Verdict

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"
FAILED = Result("test_a", "It **falls** in `f`.", Outcome.FAILED, EVIL, EVIL, EVIL, 2, printed=EVIL, curves=Curves((8.0, 4.0), (8.0, 1.0)))
OTHER = Result("test_b", "It rises.", Outcome.TIMED_OUT, "It took longer than 10 s.")
HELD = Result("test_c", "It stays.", Outcome.PASSED)


def report(*results: Result, verdict: Verdict = Verdict.FAILED, **rest: object) -> Report:
    return Report("optimizers/sgd_update", verdict, 7, "cpu", 0.1, 0.05, results, source=f"x = 1\ny = '{EVIL}'\n", **rest)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.classes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.classes |= {name for key, value in attrs if key == "class" for name in (value or "").split()}
        if tag not in ("hr", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def shown() -> Tags:
    diagnosis = Diagnosis("climbs", f"You add. {EVIL}", ("optimizers/descent-direction",), "f")
    return Tags(report(FAILED, OTHER, HELD, diagnoses=(diagnosis,))._repr_html_())


def test_what_a_submission_says_is_text(shown: Tags) -> None:
    assert not {"script", "img"} & set(shown.tags)
    assert shown.open == []


def test_what_a_failure_says_is_text() -> None:
    failure = Failure(Verdict.INVALID, EVIL, 2, EVIL)
    html = report(HELD, verdict=Verdict.INVALID, failure=failure)._repr_html_()
    assert not {"script", "img"} & set(Tags(html).tags)
    assert "Not graded: fix that first." in html


def test_without_its_style_sheet_it_still_tells_right_from_wrong() -> None:
    html = report(FAILED, HELD)._repr_html_()
    page = html.partition("<style>")[0] + html.partition("</style>")[2]
    assert "style='color:var(--studykit-bad,#d9483b)'>✗" in page
    assert "style='color:var(--studykit-good,#2a9d4a)'>✓" in page


def test_all_names_of_the_style_are_ours(shown: Tags) -> None:
    assert all(name.startswith("studykit-") for name in shown.classes)
    style = block().partition("<style>")[2].partition("</style>")[0]
    rules = [line for line in style.splitlines() if "{" in line and not line.startswith("@")]
    assert all("studykit-block" in rule for rule in rules)
    assert "prefers-color-scheme: dark" in style
    assert 'data-jp-theme-light="false"' in style


def test_the_first_that_fails_is_shown_in_full_and_the_others_are_a_click_away() -> None:
    html = report(FAILED, OTHER, HELD, verdict=Verdict.TIMED_OUT)._repr_html_()
    assert "Not yet" not in html
    assert "Timed out: 1 of 3 requirements hold." in html
    assert html.count("<details") == 2
    assert html.index("expected") < html.index("<details")
    assert "line 2" in html
    assert "They part at step 2 of 2." in html


def test_a_pass_shows_every_requirement() -> None:
    html = report(HELD, verdict=Verdict.PASSED)._repr_html_()
    assert "Passed: 1 of 1 requirements hold." in html
    assert "<details" not in html


def test_as_text_it_says_the_same() -> None:
    from IPython.lib.pretty import pretty

    text = pretty(report(FAILED, OTHER, HELD, verdict=Verdict.TIMED_OUT))
    assert text.splitlines()[0] == "✗ It **falls** in `f`."
    assert "✓ 1 requirement holds" in text
    assert "Timed out: 1 of 3 requirements hold. (0.1 s, cpu, seed 7)" in text
