"""The programs that a wrong answer is compared with, the likeliest first, and what they answer to the same calls."""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from studykit.content.compose import Change, changes, compose
from studykit.content.mistake import Mistake, read_mistakes
from studykit.content.source import read_source
from studykit.errors import PackError
from studykit.grading.job import Job
from studykit.grading.judge.budget import Budget
from studykit.grading.judge.known_answers import KnownAnswers
from studykit.grading.judge.probing import NO_DRAWS, Draws, Workers, replayed
from studykit.grading.judge.sameness import Flat, flat

NewWorkers = Callable[[Job], Workers]

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, eq=False)
class Program:
    """A program by the mistakes in it: one, or two made together, or none."""

    mistakes: tuple[Mistake, ...]
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its mistakes."""
        return tuple(mistake.name for mistake in self.mistakes)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words and signs of its text."""
        return _words(self.source)

    @cached_property
    def functions(self) -> frozenset[str]:
        """The functions and classes at the top level whose lines are faulty; empty where that is not known."""
        lines = {line for mistake in self.mistakes for line in mistake.lines}
        nodes = ast.parse(self.source).body if len(self.mistakes) == 1 and lines else []
        return frozenset(
            node.name
            for node in nodes
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and any(node.lineno <= line <= (node.end_lineno or 0) for line in lines)
        )


class Bench:
    """Asks programs of the pack's, one after the other in one process: to start one for each would take most of the time.

    Its answers are for a first choice. A program that leaves something behind in its process, or dies, may spoil another's.
    """

    def __init__(self, job: Job, new_workers: NewWorkers, budget: Budget, known: KnownAnswers | None) -> None:
        self._workers = new_workers(replace(job, source="", file_name="program.py", forbids=()))
        self._budget = budget
        self._budget.count(self._workers)
        self._known = known
        self._answers: dict[tuple[str, bytes, bytes], Flat] = {}

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *raised: object) -> None:
        self._workers.close()

    def answer(self, program: Program, request: bytes, draws: Draws = NO_DRAWS) -> Flat:
        """What a program answers to a request. TimeUp if the budget is spent."""
        key = (program.source, request, draws.digest)
        if key not in self._answers:
            self._budget.check()
            self._answers[key] = self._asked(program.source, request, draws)
        return self._answers[key]

    def _asked(self, source: str, request: bytes, draws: Draws) -> Flat:
        if self._known is not None:
            return self._known.answer(source, self._workers, request, draws)
        return flat(replayed(self._workers, request, draws, source))

    def draws(self, program: Program, request: bytes) -> Draws:
        """The random numbers that a program draws for a request. TimeUp if the budget is spent."""
        self._budget.check()
        if self._known is not None:
            return self._known.draws(program.source, self._workers, request)
        return self._workers.draws(request, program.source)


def programs_of(job: Job, used: frozenset[str]) -> list[Program]:
    """The exercise's mistakes: first those in the functions that failed tests used, and of these the ones that look most like the
    submission."""
    folder = job.suite_path.parent
    solution = _words("\n".join(_solution(folder)))
    submitted = _words(job.source)

    def unlikely(program: Program) -> tuple[bool, float]:
        elsewhere = bool(program.functions) and bool(used) and not program.functions & used
        return elsewhere, -_resemblance(program.words, solution, submitted)

    return sorted(_mistakes(folder, Path(job.starter)), key=unlikely)


def solution_of(job: Job) -> Program | None:
    """The solution, as a program without a mistake; None where none lies beside the suite."""
    lines = _solution(job.suite_path.parent)
    return Program((), "\n".join(lines) + "\n") if lines else None


def pairs_of(job: Job, programs: Sequence[Program]) -> Iterator[Program]:
    """Two mistakes made together, of all that touch different places of the solution, in the order in which the mistakes come."""
    folder = job.suite_path.parent
    base = _solution(folder)
    small = [program for program in programs if sum(len(new) + end - start for start, end, new in _changes(folder, program)) <= len(base)]
    for later, second in enumerate(small):
        for first in small[:later]:
            pair = _made_together(folder, first, second)
            if pair is not None:
                yield pair


# Kept: a judge lives for the answers to one exercise, and to read and compose its mistakes takes longer than to compare them.
@cache
def _mistakes(folder: Path, starter: Path) -> tuple[Program, ...]:
    return tuple(Program((mistake,), mistake.source) for mistake in read_mistakes(folder, starter)[0])


@cache
def _solution(folder: Path) -> tuple[str, ...]:
    """The lines of the solution below its docstring, as the mistakes are edits of them; none where it cannot be had."""
    try:
        return tuple(read_source(folder / "solution.py", "solution.py").halves()[1].strip("\n").split("\n"))
    except PackError:
        return ()


@cache
def _changes(folder: Path, program: Program) -> list[Change]:
    return changes(_solution(folder), program.source.strip("\n").split("\n"))


@cache
def _made_together(folder: Path, first: Program, second: Program) -> Program | None:
    source = compose(_solution(folder), _changes(folder, first), _changes(folder, second))
    return None if source is None else Program((*first.mistakes, *second.mistakes), source)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _resemblance(theirs: frozenset[str], ours: frozenset[str], submitted: frozenset[str]) -> float:
    """How much of what a mistake brings is in the submission, less how much of what it takes away."""
    brought, taken = theirs - ours, ours - theirs
    return len(brought & submitted) / (len(brought) or 1) - len(taken & submitted) / (len(taken) or 1)
