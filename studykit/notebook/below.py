"""How far a grade has come, below its cell: one line that changes, and is gone when the report is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from IPython.display import clear_output, display

from studykit.content.html_block import block, tag, text
from studykit.grading.client.running import Progress
from studykit.grading.grade_report import Outcome, Result, Verdict, verdict
from studykit.grading.wording import headline
from studykit.notebook.output import Output, notice

SECONDS_BETWEEN = 0.1  # each change is a message that the front end has to draw


class Below:
    """What is below the cell while it is graded; what `notice` says there stays when the line goes."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def notice(self, said: str) -> None:
        self._said.append(said)
        notice(said)

    @contextmanager
    def watching(self) -> Iterator[Progress]:
        """Show how far it is, until it is done or fails."""
        line = _Line()
        try:
            yield line.progress
        except BaseException:
            line.empty()
            raise
        # Not before the report is there, so that the page does not jump.
        clear_output(wait=True)
        for said in self._said:
            notice(said)


class _Line:
    def __init__(self) -> None:
        self._shown = monotonic()
        self._handle = display(_output("Loading PyTorch …"), display_id=True)

    def empty(self) -> None:
        self._handle.update(Output("", ""))

    def progress(self, results: tuple[Result, ...], latest: Result | None) -> None:
        if latest is not None and monotonic() - self._shown < SECONDS_BETWEEN:
            return
        self._shown = monotonic()
        self._handle.update(_output(_words(results, latest)))


def _words(results: tuple[Result, ...], latest: Result | None) -> str:
    judged = sum(result.outcome is not Outcome.NOT_RUN for result in results)
    if latest is not None or not judged:
        return f"{judged} of {len(results)} requirements …"
    comparing = "" if verdict(results) is Verdict.PASSED else " Comparing with the known mistakes; an interrupt skips that …"
    return headline(results) + comparing


def _output(words: str) -> Output:
    return Output(block(tag("p", "faint", text(words))), words)
