"""All that a report says of one requirement, in fields, so that a page, Markdown and JUnit XML say the same."""

from collections.abc import Iterable, Iterator

from studykit.grading.curves import Curves, ends, legend, sparklines
from studykit.grading.grade_report import Failure, Outcome, Result, place
from studykit.grading.wording import OUTCOMES, quoted

PRINTED_LETTERS = 4_000
Field = tuple[str, str]


def details(result: Result, source: str) -> list[Field]:
    """The fields of a requirement that does not hold, each with its name; none of one that holds."""
    if result.outcome is Outcome.PASSED:
        return []
    numbers = [("expected", result.expected), ("got", result.got), (place(result), quoted(result, source))]
    fields = [(OUTCOMES[result.outcome], result.message), *numbers, *_curves(result.curves), ("printed", _printed(result.printed))]
    return _given(fields)


def why_not_judged(failure: Failure, source: str) -> list[Field]:
    """The fields of a submission that could not be judged."""
    line = Result("", "", line=failure.line, message=failure.message)
    return _given([("says", failure.message), (place(failure), quoted(line, source)), ("printed", _printed(failure.printed))])


def in_lines(fields: Iterable[Field]) -> str:
    """Fields as text, a name and its value on a line; the further lines of a value stand below its first."""
    return "\n".join(f"{name:<9} {value}".replace("\n", "\n" + " " * 10) for name, value in fields)


def _given(fields: Iterable[tuple[str, str | None]]) -> list[Field]:
    return [(name, value) for name, value in fields if value is not None]


def _curves(curves: Curves | None) -> Iterator[tuple[str, str | None]]:
    if curves is None or max(len(curves.got), len(curves.expected)) < 2:
        return
    got, expected = sparklines(curves)
    yield "loss", f"{expected}  {ends(curves.expected)} (expected)\n{got}  {ends(curves.got)} (got)"
    first = curves.first_apart()
    parting = f"They part at step {first + 1} of {len(curves.expected)}." if first is not None else None
    yield "", "\n".join(filter(None, (legend(curves), parting))) or None


def _printed(printed: str) -> str | None:
    said = printed.rstrip()
    more = f"\n… and {len(said) - PRINTED_LETTERS} more letters" if len(said) > PRINTED_LETTERS else ""
    return f"{said[:PRINTED_LETTERS]}{more}" if said else None
