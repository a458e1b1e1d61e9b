"""The judge's question to a worker after a failure: at which line of the submission did the graph end?"""

from functools import cached_property
from pathlib import Path
from typing import Any

from studykit.grading.job import Job
from studykit.grading.judge.calls import Failed
from studykit.grading.judge.probing import Workers
from studykit.grading.text_lines import lines

SECONDS = 1.0  # a call that failed for its graph
SECONDS_ON_SUSPICION = 0.3  # any other failed test
SHOWN_CHARACTERS = 80

# What torch says of a loss without a graph, and Python of a gradient that is None.
_NO_GRAPH = ("does not require grad and does not have a grad_fn", "appears to not have been used in the graph")
_NO_GRADIENT = "NoneType"
# `backward` of a loss without a graph is an error, unless the loss was made a leaf or the error is caught.
_MAKES_A_LEAF = ("requires_grad", "Parameter", "Variable")
_CATCHES = ("except", "suppress")


class LostGraphs:
    """Asks for each failed test of a suite where a graph may have ended, as long as answers come in time. Its answers are advice: no
    verdict hangs on them."""

    def __init__(self, workers: Workers, job: Job) -> None:
        self._workers = workers
        self._job = job
        self._lines = lines(job.source)
        self._is_slow = False

    def of(self, test: str) -> tuple[int, str] | None:
        """Line and message on where the graph ended in the last call of a failed test; None if none ended, or none that matters."""
        last = self._workers.calls[-1] if self._workers.calls else None
        if last is None or last.test != test:
            return None
        failed = last.answer if isinstance(last.answer, Failed) else None
        if failed is not None and not any(sign in failed.detail for sign in (*_NO_GRAPH, _NO_GRADIENT)):
            return None
        misses_gradient = failed is not None or _holds_none(last.answer)
        if not misses_gradient and (self._is_slow or not self._may_go_unnoticed):
            return None
        reply = self._workers.watch_graph(last.request, SECONDS if misses_gradient else SECONDS_ON_SUSPICION)
        self._is_slow = self._is_slow or not reply
        # Beside a part that keeps its graph, a cut may be meant (a target, a mask): it is told only where a gradient is missing.
        if reply.get("graph_partial") and not misses_gradient:
            return None
        return self._message(reply)

    @cached_property
    def _may_go_unnoticed(self) -> bool:
        """Whether a loss without a graph may raise no error."""
        probes = Path(self._job.probes).read_text(encoding="utf-8")
        return any(word in self._job.source for word in (*_MAKES_A_LEAF, *_CATCHES)) or any(word in probes for word in _CATCHES)

    def _message(self, reply: dict[str, Any]) -> tuple[int, str] | None:
        line = reply.get("graph_lost")
        if not isinstance(line, int) or isinstance(line, bool) or not 0 < line <= len(self._lines):
            return None
        code = self._lines[line - 1].strip()
        shown = code if len(code) <= SHOWN_CHARACTERS else f"{code[:SHOWN_CHARACTERS]}…"
        off = ", where autograd is switched off" if reply.get("graph_off") is True else ""
        return line, f"the graph ends in line {line}: `{shown}`{off}"


def _holds_none(answer: Any) -> bool:
    if isinstance(answer, dict):
        answer = list(answer.values())
    return answer is None or (isinstance(answer, (list, tuple)) and any(map(_holds_none, answer)))
