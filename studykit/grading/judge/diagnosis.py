"""Names the misconception behind a failed grade from its numbers: the known mistake that gives the same outputs.

The same probe calls with the same inputs go to each of the exercise's mistakes. A learner's file may differ from a mistake in every
line; what counts is what it computes. First each mistake by itself is compared, test by test; then two that explain different tests; then
two made together.
"""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from studykit.content.mistake import Mistake
from studykit.grading.job import Job
from studykit.grading.judge.budget import Budget, TimeUp
from studykit.grading.judge.calls import Call, Failed, NotKept
from studykit.grading.judge.candidates import Bench, NewWorkers, Program, pairs_of, programs_of, solution_of
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.probing import NO_DRAWS, Draws, Workers, replayed
from studykit.grading.judge.read_back import read_back
from studykit.grading.judge.sameness import Closeness, Flat, alike, distance, flat, same
from studykit.grading.judge.unsteady import Unsteady, is_unsteady


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake that the submission makes. `function` is where, if another function of it fails for another reason; else empty.
    `is_partial` if other failed tests are not explained."""

    mistake: Mistake
    function: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found: no mistake, one, or two. `is_complete` unless time was up before all mistakes were compared."""

    found: tuple[Found, ...] = ()
    is_complete: bool = True


NOTHING = Explanation()
# Where a test asks for more digits than are compared, a mistake must come this much nearer to the answer than the solution does.
NEARER = 0.1


def diagnose(
    job: Job, own: Workers, failed: set[str], new_workers: NewWorkers, seconds: float, known: KnownAnswers | None = None
) -> Explanation:
    """The mistakes whose answers equal the submission's in the calls of the failed tests; none where two fit alike: silence is better than
    a guess.

    `own` are the submission's workers, with the calls that it was asked; `seconds` are of processor time; `known` holds what mistakes
    answered to the same requests before.
    """
    calls = [call for call in own.calls if not isinstance(call.answer, NotKept)]
    tests = _telling(calls, failed)
    if not seconds or not tests:
        return NOTHING
    budget = Budget(seconds)
    budget.count(own)
    with Bench(job, new_workers, budget, known) as bench:
        try:
            return _Comparison(job, own, calls, tests, new_workers, budget, bench).explain()
        except TimeUp:
            return Explanation(is_complete=False)


def _telling(calls: Sequence[Call], failed: set[str]) -> dict[str, list[Call]]:
    """The calls of each failed test that computed something; a test whose process was lost says nothing that could be compared."""
    tests = {name: [call for call in calls if call.test == name] for name in failed}
    lost = {call.test for call in calls if isinstance(call.answer, Failed) and not call.answer.is_error}
    return {name: found for name, found in tests.items() if found and name not in lost}


class _Comparison:
    """One submission held against the mistakes of its exercise."""

    def __init__(
        self,
        job: Job,
        own: Workers,
        calls: Sequence[Call],
        tests: dict[str, list[Call]],
        new_workers: NewWorkers,
        budget: Budget,
        bench: Bench,
    ) -> None:
        self._job, self._own, self._calls, self._tests = job, own, calls, tests
        self._new_workers, self._budget, self._bench = new_workers, budget, bench
        self._flat: dict[int, Flat] = {}
        self._draws: dict[bytes, Draws] = {}
        self._closeness: dict[str, Closeness] = {}  # by test, where it is not LOOSE
        self._farthest: dict[str, float] = {}  # a mistake may be away by test, where the solution is CLOSE
        self._programs = programs_of(job, self._used())

    def explain(self) -> Explanation:
        telling = [call for calls in self._tests.values() for call in calls]
        repeats = same(telling[0].answer, replayed(self._own, telling[0].request))
        if repeats:
            self._see_how_near_the_solution_is()
            telling = [call for calls in self._tests.values() for call in calls]
            if not telling:
                return NOTHING
        if repeats and (likeliest := self._first_of_all()):
            return likeliest
        explained = self._explained(self._programs) if repeats else {}
        if not repeats or is_unsteady(self._job, telling, self._new_workers, self._budget):
            return Explanation(self._unsteady(telling, repeats))
        self._draws = read_back(telling, self._drawn, self._drawn_by_the_solution)
        if self._draws:
            with_draws = self._explained(self._programs, with_draws=True)
            if best := self._of_all(with_draws):
                return Explanation(best)
            explained = {program: explained.get(program, frozenset()) | tests for program, tests in with_draws.items()} or explained
        return Explanation(
            self._of_different_tests(explained)
            or self._of_what_was_computed(explained)
            or self._made_together()
            or self._of_one_function(explained)
            or self._of_some_tests(explained)
        )

    def _first_of_all(self) -> Explanation | None:
        """What one mistake explains all failed tests. If the time is over before all are compared, the only one so far is named: the
        likeliest come first."""
        found: dict[Program, frozenset[str]] = {}
        try:
            for program in self._programs:
                found |= self._explained([program], all_tests=True)
        except TimeUp:
            return Explanation(self._of_all(found, with_ties=False), is_complete=False)
        best = self._of_all(found)
        return Explanation(best) if best else None

    def _see_how_near_the_solution_is(self) -> None:
        """A test may ask for more digits than are compared: where the solution's numbers are as near, a mistake's must be nearer."""
        solution = solution_of(self._job)
        if solution is None:
            return
        seconds: dict[str, float] = {}
        for test, calls in list(self._tests.items()):
            began = time.perf_counter()
            agreed = [closeness for closeness in Closeness if self._agrees(solution, calls, closeness)]
            seconds[test] = time.perf_counter() - began
            if Closeness.EXACT in agreed:
                del self._tests[test]  # it failed for something that numbers do not show
            elif Closeness.CLOSE in agreed:
                away = max(distance(self._taken_apart(call), self._bench.answer(solution, call.request)) for call in calls)
                self._farthest[test] = NEARER * away
            elif agreed:
                self._closeness[test] = Closeness.CLOSE
        # The quick ones first: most programs are ruled out by any test.
        self._tests = dict(sorted(self._tests.items(), key=lambda pair: seconds[pair[0]]))

    def _explained(self, programs: Iterable[Program], with_draws: bool = False, all_tests: bool = False) -> dict[Program, frozenset[str]]:
        """Which failed tests each program explains: all calls of the test are answered as the submission did. With `all_tests` a program
        is given up at the first test that it does not explain."""
        found: dict[Program, frozenset[str]] = {}
        for program in programs:
            explained = set()
            for test, calls in self._tests.items():
                if self._explains(program, test, calls, with_draws):
                    explained.add(test)
                elif all_tests:
                    break
            if explained:
                found[program] = frozenset(explained)
        return found

    def _explains(self, program: Program, test: str, calls: Sequence[Call], with_draws: bool) -> bool:
        if test in self._farthest:
            answers = ((self._taken_apart(call), self._bench.answer(program, call.request)) for call in calls)
            return all(distance(got, answer) <= self._farthest[test] for got, answer in answers)
        return self._agrees(program, calls, self._closeness.get(test, Closeness.LOOSE), with_draws)

    def _agrees(self, program: Program, calls: Sequence[Call], closeness: Closeness, with_draws: bool = False) -> bool:
        for call in calls:
            draws = self._draws.get(call.request, NO_DRAWS) if with_draws else NO_DRAWS
            if not alike(self._taken_apart(call), self._bench.answer(program, call.request, draws), closeness):
                return False
        return True

    def _taken_apart(self, call: Call) -> Flat:
        """What the submission answered; once for each call, and an answer of many parts takes its time."""
        if id(call) not in self._flat:
            self._budget.check()
            self._flat[id(call)] = flat(call.answer)
        return self._flat[id(call)]

    def _of_all(self, explained: dict[Program, frozenset[str]], with_ties: bool = True) -> tuple[Found, ...]:
        """The program that explains every failed test; of several, `with_ties`, the one that agrees most in all calls, to the last digit
        that rounding leaves."""
        whole = [program for program, tests in explained.items() if len(tests) == len(self._tests)]
        if len(whole) == 1:
            return self._found(whole[0])
        return self._closest(whole) if with_ties else ()

    def _closest(self, programs: Sequence[Program]) -> tuple[Found, ...]:
        scores = {program: sum(self._agrees(program, [call], Closeness.CLOSE) for call in self._calls) for program in programs}
        best = [program for program, agreed in scores.items() if agreed == max(scores.values())]
        return self._found(best[0]) if len(best) == 1 else ()

    def _of_different_tests(self, explained: dict[Program, frozenset[str]]) -> tuple[Found, ...]:
        """Two mistakes, each of which explains what the other does not."""
        every = frozenset(self._tests)
        pairs = [
            (first, second)
            for first, tests in explained.items()
            for second, others in explained.items()
            if first.names < second.names and tests | others == every and not (tests <= others or others <= tests)
        ]
        fewest = min((len(explained[a] & explained[b]) for a, b in pairs), default=0)
        best = [pair for pair in pairs if len(explained[pair[0]] & explained[pair[1]]) == fewest]
        if len(best) != 1:
            return ()
        return tuple(Found(program.mistakes[0], self._function(explained[program])) for program in best[0])

    def _of_what_was_computed(self, explained: dict[Program, frozenset[str]]) -> tuple[Found, ...]:
        """The mistake that explains every test with numbers, where the others ended in an exception, which says little of its reason."""
        computed = self._computed()
        whole = [program for program, tests in explained.items() if computed and computed <= tests]
        return self._found(whole[0]) if len(whole) == 1 else ()

    def _made_together(self) -> tuple[Found, ...]:
        """Two mistakes in one program, as far as the time goes: of many there are more pairs than anybody would wait for."""
        pairs = islice(pairs_of(self._job, self._programs), self._job.most_pairs or None)
        with suppress(TimeUp):
            return self._of_all(self._explained(pairs, with_draws=bool(self._draws), all_tests=True))
        return ()

    def _of_one_function(self, explained: dict[Program, frozenset[str]]) -> tuple[Found, ...]:
        """A mistake that explains all failed tests of one function, where other functions fail for reasons that are not known."""
        of_function: dict[str, set[str]] = {}
        for test, calls in self._tests.items():
            for name in {name for call in calls for name in call.used}:
                of_function.setdefault(name, set()).add(test)
        found = []
        for name, tests in of_function.items():
            programs = [
                program for program, known in explained.items() if tests <= known and (not program.functions or name in program.functions)
            ]
            if len(programs) == 1 and len(tests) < len(self._tests):
                found.append(Found(programs[0].mistakes[0], name))
        return tuple({each.mistake.name: each for each in found}.values())[:2]

    def _of_some_tests(self, explained: dict[Program, frozenset[str]]) -> tuple[Found, ...]:
        """The mistake that explains half of the failed tests or more, by numbers if any does, where all that others explain is less of
        the same."""
        computed = self._computed()
        known = {program: tests & computed for program, tests in explained.items() if tests & computed} or explained
        widest = max(known, key=lambda program: len(known[program]), default=None)
        if widest is None or 2 * len(known[widest]) < len(self._tests):
            return ()  # a few may agree by their inputs: two signs of a gradient that is negative everywhere
        if any(not tests < known[widest] for program, tests in known.items() if program is not widest):
            return ()
        return (Found(widest.mistakes[0], is_partial=True),)

    def _computed(self) -> frozenset[str]:
        """The failed tests of which no call ended in an exception."""
        return frozenset(test for test, calls in self._tests.items() if not any(isinstance(call.answer, Failed) for call in calls))

    def _function(self, tests: frozenset[str]) -> str:
        """The function that these tests use, if they use one alone and other failed tests use others."""
        used = {name for test in tests for call in self._tests[test] for name in call.used}
        return used.pop() if len(used) == 1 and used != self._used() else ""

    def _used(self) -> frozenset[str]:
        return frozenset(name for calls in self._tests.values() for call in calls for name in call.used)

    def _drawn(self, request: bytes) -> Draws:
        self._budget.check()
        return self._own.draws(request)

    def _drawn_by_the_solution(self, request: bytes) -> Draws:
        solution = solution_of(self._job)
        return self._bench.draws(solution, request) if solution else NO_DRAWS

    def _unsteady(self, telling: Sequence[Call], repeats: bool) -> tuple[Found, ...]:
        """Compares thoroughly, and so slowly, each mistake that answers like the submission to the same request made twice; `repeats`
        says whether those two answers were the same."""
        computed = any(not isinstance(call.answer, Failed) for call in telling)
        is_telling = [call.test in self._tests and not (computed and isinstance(call.answer, Failed)) for call in self._calls]
        submission = Unsteady(self._job, self._calls, is_telling, self._new_workers, self._budget)
        matches: list[tuple[int, Program]] = []
        for program in self._programs:
            job = replace(self._job, source=program.source, file_name=f"{program.names[0]}.py", forbids=())
            with self._new_workers(job) as workers:
                self._budget.check()
                if not repeats and same(replayed(workers, telling[0].request), replayed(workers, telling[0].request)):
                    continue
            agreed = submission.agreed(job)
            if agreed is not None:
                matches.append((agreed, program))
        best = [program for agreed, program in matches if agreed == max(score for score, _ in matches)]
        return self._found(best[0]) if len(best) == 1 else ()

    def _found(self, program: Program) -> tuple[Found, ...]:
        return tuple(Found(mistake) for mistake in program.mistakes)
