"""How a test ends by the answers that it gets: in a class most submissions give, to the bit, numbers that others gave before.

A test asks with seeded inputs, so it asks each submission the same first question, and the same next one wherever the answers so far are
the same. These are kept as a tree. A submission is asked along it, and only a test that meets a new answer is run.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from studykit.grading.grade_report import Result
from studykit.grading.judge.calls import Call, size_of
from studykit.grading.judge.probing import Workers

MOST_BYTES = 64 << 20  # of questions and answers; beyond it no more are kept


@dataclass(frozen=True, slots=True)
class Ended:
    """How a test ended. `failure` is its result if it failed, None where nobody needed it."""

    has_passed: bool
    failure: Result | None = None

    @property
    def lacks_failure(self) -> bool:
        """Whether it failed and its result is not known."""
        return not self.has_passed and self.failure is None


@dataclass(slots=True)
class _Question:
    """A request to a probe. By the digest of the reply: the answer, and what comes after it, a question or the end."""

    probe: str
    request: bytes
    after: "dict[bytes, tuple[Any, _Question | Ended]]" = field(default_factory=dict)


class KnownOutcomes:
    """The trees of the tests of one suite, by whatever tells apart tests that compute something else."""

    def __init__(self) -> None:
        self._first: dict[Hashable, _Question] = {}
        self._bytes = 0

    def follow(self, test: Hashable, workers: Workers, with_failure: bool) -> Ended | None:
        """Ask the test's questions as long as the answers are known: how it ends, and what was asked are its calls. None if an answer is
        new, or if it failed `with_failure` not known; then `workers.call` has the replies ready."""
        known: _Question | Ended | None = self._first.get(test)
        answers = []
        while isinstance(known, _Question):
            reply = workers.ask_ahead(known.request)
            found = known.after.get(reply.digest) if reply is not None and reply.is_value else None
            if found is None:
                return None
            answers.append((known.probe, found[0]))
            known = found[1]
        if known is None or (with_failure and known.lacks_failure):
            return None
        workers.take_ahead(answers)
        return known

    def keep(self, test: Hashable, calls: Sequence[Call], ended: Ended) -> None:
        """Keep what a test asked and got, and how it ended; not where an answer is no value, or too large to be kept."""
        if not calls or not all(call.digest for call in calls):
            return
        question = self._first.setdefault(test, _Question(calls[0].probe, calls[0].request))
        for call, following in pairwise([*calls, None]):
            assert call is not None
            if question.request != call.request or not self._has_room(call):
                return
            after = ended if following is None else _Question(following.probe, following.request)
            answer, known = question.after.setdefault(call.digest, (call.answer, after))
            if isinstance(known, Ended):
                if known.lacks_failure:
                    question.after[call.digest] = answer, after
                return
            question = known

    def _has_room(self, call: Call) -> bool:
        self._bytes += len(call.request) + size_of(call.answer)
        return self._bytes <= MOST_BYTES
