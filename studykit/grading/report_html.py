"""A report as HTML for notebooks, right in light and dark; whatever a submission said in it is shown as text."""

from collections.abc import Iterator

from studykit.content.html_block import block, fields, tag, text
from studykit.content.markdown import html, html_inline
from studykit.grading.details import details, why_not_judged
from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result
from studykit.grading.wording import NOT_ALL_COMPARED, cards_for_today, diagnosed, others_hold, parted, seeded, verdict_in_words

_SIGNS = {Outcome.PASSED: ("✓", "good"), Outcome.NOT_RUN: ("–", "faint")}
_FAILED = ("✗", "bad")


def html_of(report: Report, verbose: bool = False) -> str:
    """The report as a whole output."""
    return block(*parts_of(report, verbose))


def parts_of(report: Report, verbose: bool = False) -> Iterator[str]:
    """The report as HTML, from the verdict on; `verbose` leaves nothing collapsed."""
    yield _head(report)
    if report.failure is not None:
        yield from _not_judged(report)
    else:
        yield from _requirements(report, verbose)
    yield from map(_diagnosis, report.diagnoses)
    if cards := cards_for_today(report):
        yield tag("p", "", text(cards))
    if not report.is_compared and not report.passed:
        yield tag("p", "", text(NOT_ALL_COMPARED))


def _head(report: Report) -> str:
    said = verdict_in_words(report)
    sign, css = _SIGNS[Outcome.PASSED] if report.passed else _FAILED
    where = f"{report.exercise} · {report.seconds_total:.1f} s, {report.device}{seeded(report, ' · ')}"
    return tag("p", "head", tag("span", css, f"{sign} {text(said)}"), " ", tag("span", "faint", text(where)))


def _not_judged(report: Report) -> Iterator[str]:
    if report.failure is not None:
        yield fields([("", None), *why_not_judged(report.failure, report.source)])


def _requirements(report: Report, verbose: bool) -> Iterator[str]:
    parts = parted(report.results)
    for result in parts.in_full:
        yield tag("div", "requirement", _named(result), _details(result, report.source))
    for result in parts.others:
        yield _collapsed(_named(result), _details(result, report.source), verbose)
    if parts.held and parts.held != parts.in_full:
        sign, css = _SIGNS[Outcome.PASSED]
        held = "".join(tag("li", "", html_inline(result.requirement)) for result in parts.held)
        yield _collapsed(tag("span", css, f"{sign} {others_hold(parts)}"), tag("ul", "", held), verbose)


def _collapsed(summary: str, inner: str, is_open: bool) -> str:
    if not inner:
        return tag("div", "requirement", summary)
    return f"<details class='studykit-requirement'{' open' if is_open else ''}><summary>{summary}</summary>{inner}</details>"


def _named(result: Result) -> str:
    sign, css = _SIGNS.get(result.outcome, _FAILED)
    return f"{tag('span', css, sign)} {html_inline(result.requirement)}"


def _details(result: Result, source: str) -> str:
    found = details(result, source)
    return fields(found) if found else ""


def _diagnosis(diagnosis: Diagnosis) -> str:
    return tag("div", "diagnosis", f"<b>{html_inline(diagnosed(diagnosis))}</b>", html(diagnosis.says))
