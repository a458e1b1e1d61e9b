"""A report as Markdown, for the summary of a CI run, a pull request, or a student; what a submission said stands in code blocks."""

import re
from collections.abc import Iterator

from studykit.grading.details import details, in_lines, why_not_judged
from studykit.grading.grade_report import Outcome, Report, Result
from studykit.grading.wording import NOT_ALL_COMPARED, cards_for_today, diagnosed, seeded, verdict_in_words
from studykit.grading.writable import writable

_MEANT = re.compile(r"[\\`*_{}\[\]<>()#+!|~&-]")
_SIGNS = {Outcome.PASSED: "✓", Outcome.NOT_RUN: "–"}


def markdown_of(report: Report) -> str:
    """The report as a section below a heading of the second level."""
    return "\n\n".join(filter(None, _parts(report))) + "\n"


def details_in_markdown(result: Result, source: str) -> str:
    """What is known of a requirement that does not hold, as a code block; "" if nothing is."""
    return code_block(in_lines(details(result, source)))


def what_it_means(report: Report) -> Iterator[str]:
    """What follows the requirements: why nothing was judged, the known mistakes and their cards, as paragraphs."""
    if report.failure is not None:
        yield code_block(in_lines(why_not_judged(report.failure, report.source)))
    for diagnosis in report.diagnoses:
        yield f"**{diagnosed(diagnosis)}**"
        yield diagnosis.says
    yield cards_for_today(report)
    if not report.is_compared and not report.passed:
        yield NOT_ALL_COMPARED


def code_block(text: str) -> str:
    """Text that no Markdown in it can leave: the fence is longer than any that it holds. "" of nothing."""
    if not text:
        return ""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{writable(text)}\n{fence}"


def escaped(text: str) -> str:
    """Text in which no letter means anything to Markdown or HTML."""
    return _MEANT.sub(r"\\\g<0>", writable(text))


def _parts(report: Report) -> Iterator[str]:
    yield f"## {'✓' if report.passed else '✗'} {report.exercise}: {verdict_in_words(report)}"
    if report.failure is None:
        yield "\n".join(_requirement(result, report.source) for result in report.results)
    yield from what_it_means(report)
    yield f"{report.seconds_total:.1f} s, {report.device}{seeded(report)}"


def _requirement(result: Result, source: str) -> str:
    said = details_in_markdown(result, source)
    indented = "".join(f"\n  {line}" for line in said.splitlines())
    return f"- {_SIGNS.get(result.outcome, '✗')} {result.requirement}" + (f"\n{indented}\n" if said else "")
