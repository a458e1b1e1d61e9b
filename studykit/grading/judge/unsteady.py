"""Compares a submission with a mistake where answers depend on chance or on the calls before: a generator without a seed, a model that
is kept between calls.

All calls are made again in order, in a process of their own, and twice. What repeats itself then must be what the mistake answers there;
what does not is chance: there the mistake's answer must have the same form, and be chance as well.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, closing
from typing import Any

from studykit.grading.job import Job
from studykit.grading.judge.budget import Budget
from studykit.grading.judge.calls import Call
from studykit.grading.judge.probing import Workers, replayed
from studykit.grading.judge.sameness import form, same


class Unsteady:
    """How a submission answers its calls when it is asked again. `telling` says of each call whether a mistake must answer alike.

    Raises TimeUp at the first question after `budget` is spent.
    """

    def __init__(
        self, job: Job, calls: Sequence[Call], telling: Sequence[bool], new_workers: Callable[[Job], Workers], budget: Budget
    ) -> None:
        self._calls = calls
        self._telling = telling
        self._new_workers = new_workers
        self._budget = budget
        asked = list(self._asked(job, 2))
        self._answers = [first for first, _ in asked]
        self._is_chance = [not same(first, second) for first, second in asked]

    def agreed(self, mistake: Job) -> int | None:
        """In how many calls the mistake answers as the submission; None if not in all that are telling."""
        count = 0
        # Closed at the first answer that tells the two apart, and its processes with it.
        with closing(self._asked(mistake, 2 if any(self._is_chance) else 1)) as asked:
            for answers, own, is_chance, is_telling in zip(asked, self._answers, self._is_chance, self._telling, strict=True):
                varies = len(answers) > 1 and not same(*answers)
                alike = varies is is_chance and (form(own) == form(answers[0]) if is_chance else same(own, answers[0]))
                if is_telling and not alike:
                    return None
                count += alike
        return count

    def _asked(self, job: Job, processes: int) -> Generator[list[Any], None, None]:
        """All calls in order, each made in as many processes; their answers as soon as they are there."""
        with ExitStack() as stack:
            running = [stack.enter_context(self._new_workers(job)) for _ in range(processes)]
            for workers in running:
                self._budget.count(workers)
            for call in self._calls:
                yield [self._answer(workers, call) for workers in running]

    def _answer(self, workers: Workers, call: Call) -> Any:
        self._budget.check()
        return replayed(workers, call.request)


def is_unsteady(job: Job, calls: Sequence[Call], new_workers: Callable[[Job], Workers], budget: Budget) -> bool:
    """Whether a fresh process answers some of the calls otherwise, if it is asked nothing else before. TimeUp if `budget` is spent."""
    with new_workers(job) as workers:
        budget.count(workers)
        for call in calls:
            budget.check()
            if not same(call.answer, replayed(workers, call.request)):
                return True
    return False
