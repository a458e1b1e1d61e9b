"""Grades a class: each different answer once, on any executor, and kept as soon as it is there."""

import contextlib
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue

from studykit.classroom.engines import Engine
from studykit.classroom.gradebook import Grade, Gradebook
from studykit.classroom.handed_in import Entry, HandedIn, Student
from studykit.classroom.kept import Kept
from studykit.classroom.one_batch import Graded
from studykit.classroom.work import Batch, Terms, answer_of, batches
from studykit.errors import ClassError

Tell = Callable[[int, int], None]  # how many different answers are graded, and how many there are
LOST = 3  # workers that may be lost with a batch: then the batch is at fault


def grade_class(
    handed_in: HandedIn,
    terms: Terms,
    engine: Engine,
    kept: Kept,
    worth: Mapping[str, float],
    packs: Sequence[Path] = (),
    tell: Tell = lambda done, total: None,
) -> Gradebook:
    """Grade all that was handed in. What `kept` has is not graded again, and what is graded is kept at once, so that nothing is lost where
    this is stopped. `worth` gives what each exercise counts at most, 1 where it says nothing.

    ClassError if a worker has other exercises, too little isolation, or is lost again and again; BrokenExercise for a fault of the pack."""
    entries = [
        (student, entry, answer_of(entry.submission, terms) if entry.submission else None)
        for student in handed_in.students
        for entry in student.entries
    ]
    asked = {answer.key: (entry.submission.exercise, answer) for _, entry, answer in entries if answer and entry.submission}
    reports, problems = kept.reports(asked), dict[str, str]()
    tell(len(reports), len(asked))
    missing = [pair for key, pair in asked.items() if key not in reports]
    with contextlib.closing(graded(batches(missing, terms, packs, engine.workers), engine)) as results:
        for one in results:
            if one.report is not None:
                kept.keep(one.key, one.report)
                reports[one.key] = one.report
            else:
                problems[one.key] = one.problem
            tell(len(reports) + len(problems), len(asked))

    def grade(student: Student, entry: Entry, key: str) -> Grade:
        return Grade(
            *(student.id, student.name, entry.exercise, reports.get(key), entry.problem or problems.get(key, ""), entry.attempts),
            worth=worth.get(entry.exercise, 1.0),
            place=entry.place,
            is_owed=key in problems,
        )

    grades = tuple(grade(student, entry, answer.key if answer else "") for student, entry, answer in entries)
    return Gradebook(handed_in.exercises, grades, terms.seed, _left_out(handed_in))


def graded(work: Sequence[Batch], engine: Engine) -> Generator[Graded, None, None]:
    """What comes of each answer, once and as soon as it is there. A batch whose worker was lost goes to another one."""
    waiting, lost = list(reversed(work)), dict.fromkeys(work, 0)
    running: dict[Future[list[Graded]], Batch] = {}
    arrived: SimpleQueue[Graded | Future[list[Graded]]] = SimpleQueue()
    told: set[str] = set()
    try:
        while waiting or running:
            while waiting and len(running) < 2 * engine.workers:  # one ahead, so that none waits for us
                batch = waiting.pop()
                future = engine.begin(batch, arrived.put)
                running[future] = batch
                future.add_done_callback(arrived.put)
            came = arrived.get()
            if isinstance(came, Graded):
                told.add(came.key)
                yield came
                continue
            batch = running.pop(came)
            try:
                results = came.result()
            except engine.lost as error:
                lost[batch] += 1
                if lost[batch] >= LOST:
                    raise ClassError(f"{batch.exercise}: {LOST} workers were lost with these answers ({error}). Start again.") from error
                waiting.append(batch)
                continue
            yield from (one for one in results if one.key not in told)
    finally:
        for future in running:
            future.cancel()


def _left_out(handed_in: HandedIn) -> tuple[str, ...]:
    return (*handed_in.left_out, *(f"{student.name}: {said}" for student in handed_in.students for said in student.left_out))
