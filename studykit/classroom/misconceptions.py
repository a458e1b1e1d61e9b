"""What a class has not understood: which known mistakes it made, and which requirements fail most."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.classroom.anonymous import alone, bare, name_words, tells_a_name, texts_in
from studykit.classroom.gradebook import Gradebook
from studykit.content.exercise import Exercise
from studykit.content.mistake import Mistake, mistakes_of
from studykit.content.pack import Library
from studykit.content.starter import is_handed_out
from studykit.grading.grade_report import Diagnosis, Outcome, Report, Result, Verdict


@dataclass(frozen=True, slots=True)
class Misconception:
    """A known mistake that `students` of those `graded` made, with the cards that correct it, and one `typical` answer, which tells
    nobody's name; it `is_of_the_pack` where every answer would, or where none was kept."""

    exercise: str
    mistake: str
    says: str
    cards: tuple[str, ...]
    students: int
    graded: int
    typical: str
    is_of_the_pack: bool = False


@dataclass(frozen=True, slots=True)
class Weak:
    """A requirement that does not hold for `failed` of the answers in which it was `tested`."""

    exercise: str
    requirement: str
    failed: int
    tested: int
    cards: tuple[str, ...] = ()

    @property
    def fraction(self) -> float:
        """How many of those tested failed."""
        return self.failed / self.tested


@dataclass(frozen=True, slots=True)
class Findings:
    """The misconceptions, those of most students first; the requirements that failed, those that failed most first; and by exercise, how
    many answers failed for a reason that no known mistake explains, and how many were the starter as it was given, which count nowhere
    else."""

    misconceptions: tuple[Misconception, ...]
    requirements: tuple[Weak, ...]
    unexplained: dict[str, int]
    untouched: dict[str, int]


def findings(book: Gradebook, library: Library) -> Findings:
    """What the reports of a class say together."""
    people = [text for grade in book.grades for text in (grade.student, grade.name)]
    misconceptions: list[Misconception] = []
    requirements: list[Weak] = []
    unexplained: dict[str, int] = {}
    untouched: dict[str, int] = {}
    for id in book.exercises:
        exercise = library.exercise(id)
        graded = [grade.report for grade in book.grades if grade.exercise == id and grade.report]
        as_given = starters(exercise, graded)
        reports = [report for report in graded if report.source not in as_given]
        untouched[id] = len(graded) - len(reports)
        misconceptions += _misconceptions(exercise, reports, people)
        requirements += _weak(id, reports)
        unexplained[id] = sum(report.verdict is Verdict.FAILED and not report.diagnoses for report in reports)
    return Findings(
        tuple(sorted(misconceptions, key=lambda found: -found.students)),
        tuple(sorted(requirements, key=lambda found: (-found.fraction, -found.failed))),
        {id: number for id, number in unexplained.items() if number},
        {id: number for id, number in untouched.items() if number},
    )


def starters(exercise: Exercise, reports: Iterable[Report]) -> frozenset[str]:
    """The texts among those graded that are the starter as it was given, and tell nothing of who handed it in."""
    doubtful = {report.source for report in reports if not report.passed and not report.diagnoses}
    return frozenset(source for source in doubtful if is_handed_out(exercise, source.lstrip("\n")))


def _weak(exercise: str, reports: Sequence[Report]) -> Iterator[Weak]:
    by_test: dict[str, list[Result]] = defaultdict(list)
    for report in reports:
        for result in report.results:
            if result.outcome is not Outcome.NOT_RUN:
                by_test[result.name].append(result)
    for results in by_test.values():
        failed = sum(result.outcome is not Outcome.PASSED for result in results)
        if failed:
            yield Weak(exercise, results[0].requirement, failed, len(results), results[0].cards)


def _misconceptions(exercise: Exercise, reports: Sequence[Report], people: Sequence[str]) -> Iterator[Misconception]:
    made: dict[str, list[tuple[Diagnosis, Report]]] = defaultdict(list)
    for report in reports:
        for diagnosis in report.diagnoses:
            made[diagnosis.mistake].append((diagnosis, report))
    if not made:
        return
    known = {mistake.name: mistake for mistake in mistakes_of(exercise)}
    pack = [*_programs(exercise), *(mistake.source for mistake in known.values())]
    names, texts = name_words(people, pack), texts_in(pack)
    graded = sum(report.failure is None for report in reports)
    for name, found in made.items():
        answers = {(diagnosis.function, report.source) for diagnosis, report in found}
        shown = sorted(filter(None, (_shown(*answer, known.get(name), texts) for answer in answers)), key=lambda text: (len(text), text))
        typical = next((text for text in shown if not tells_a_name(text, names)), None)
        of_the_pack = bare(known[name].source, texts) if typical is None and name in known else None
        first = found[0][0]
        yield Misconception(
            exercise.id, name, first.says, first.cards, len(found), graded, typical or of_the_pack or "", of_the_pack is not None
        )


def _programs(exercise: Exercise) -> Iterator[str]:
    files: tuple[Path, ...] = (exercise.starter, exercise.solution, *exercise.also_right)
    yield from (file.read_text(encoding="utf-8") for file in files)


def _shown(function: str, source: str, mistake: Mistake | None, texts: frozenset[str]) -> str | None:
    """What of an answer is shown for a mistake: the function in which it was made if that can be told, and stands for itself."""
    program = bare(source, texts)
    if not program:
        return None
    function = function or (_function_of(mistake) if mistake else "")
    return (alone(program, function) if function else None) or program


def _function_of(mistake: Mistake) -> str:
    """The one function or class at the top of a mistake's program that its faulty lines belong to; empty if there is not one."""
    for node in ast.parse(mistake.source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if mistake.lines and all(first <= line <= (node.end_lineno or first) for line in mistake.lines):
                return node.name
    return ""
