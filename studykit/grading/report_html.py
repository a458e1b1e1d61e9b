"""A report as HTML for notebooks, right in light and dark; whatever a submission said in it is shown as text."""

from collections.abc import Iterator

from studykit.content.html_block import block, fields, tag, text
from studykit.content.markdown import html, html_inline
from studykit.grading.curves import Curves, ends, legend, sparklines
from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result, place
from studykit.grading.wording import NOT_ALL_COMPARED, OUTCOMES, cards_for_today, diagnosed, others_hold, parted, quoted, verdict_in_words

PRINTED_LETTERS = 4_000
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
    where = f"{report.exercise} · {report.seconds_total:.1f} s, {report.device} · seed {report.seed}"
    return tag("p", "head", tag("span", css, f"{sign} {text(said)}"), " ", tag("span", "faint", text(where)))


def _not_judged(report: Report) -> Iterator[str]:
    if (failure := report.failure) is None:
        return
    line = Result("", "", line=failure.line, message=failure.message)
    where = [(place(failure), quoted(line, report.source))]
    yield fields([("", None), ("says", failure.message), *where, ("printed", _printed(failure.printed))])


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
    if result.outcome is Outcome.PASSED:
        return ""
    numbers = [("expected", result.expected), ("got", result.got), (place(result), quoted(result, source))]
    return fields([(OUTCOMES[result.outcome], result.message), *numbers, *_curves(result.curves), ("printed", _printed(result.printed))])


def _curves(curves: Curves | None) -> Iterator[tuple[str, str | None]]:
    if curves is None or max(len(curves.got), len(curves.expected)) < 2:
        return
    got, expected = sparklines(curves)
    yield "loss", f"{expected}  {ends(curves.expected)} (expected)\n{got}  {ends(curves.got)} (got)"
    first = curves.first_apart()
    parting = f"They part at step {first + 1} of {len(curves.expected)}." if first is not None else None
    yield "", "\n".join(filter(None, (legend(curves), parting))) or None


def _printed(printed: str) -> str | None:
    told = printed.rstrip()
    more = f"\n… and {len(told) - PRINTED_LETTERS} more letters" if len(told) > PRINTED_LETTERS else ""
    return f"{told[:PRINTED_LETTERS]}{more}" if told else None


def _diagnosis(diagnosis: Diagnosis) -> str:
    return tag("div", "diagnosis", f"<b>{html_inline(diagnosed(diagnosis))}</b>", html(diagnosis.says))
