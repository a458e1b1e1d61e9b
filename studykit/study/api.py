"""The front door for programs: what a learner does, as Python. The commands of the terminal are a thin layer over the same parts."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.content.deck import Card
from studykit.content.exercise import Exercise
from studykit.content.starter import task
from studykit.errors import NotRecorded, StudykitError
from studykit.grading.grade_report import Report
from studykit.study.clock import moment
from studykit.study.desk import Desk, silent
from studykit.study.grades import grade as grade_job
from studykit.study.grades import job_of, open_grader, record
from studykit.study.submission import Submission, submission_from

if TYPE_CHECKING:
    from studykit.study.hints import Hint
    from studykit.study.next_up import NextUp
    from studykit.study.review.session import ReviewSession
    from studykit.visuals.chart import Chart


@dataclass(frozen=True, slots=True)
class Due:
    """An item that is due: `card:deck/slug`, `exercise:topic/slug` or `hunt:topic/slug`, since when, and its interval in days."""

    item: str
    due: date
    interval_days: int


class Study:
    """One learner's exercises, cards and log.

    `home` is the state folder (by default that of the command line: STUDYKIT_HOME, or the platform's folder for user data), `packs` are
    folders of further packs. `notice` is told, in a sentence, what is no error: a card left out, a grade that takes longer.

    Every method raises StudykitError, or a class below it, with a message for the learner; see `studykit.errors`.
    """

    def __init__(self, home: Path | str | None = None, packs: Sequence[Path | str] = (), notice: Callable[[str], None] = silent) -> None:
        self._desk = Desk([Path(pack) for pack in packs], Path(home).expanduser().absolute() if home else None, notice)

    @property
    def exercises(self) -> dict[str, Exercise]:
        """All exercises by id (`topic/slug`), in the order of the curriculum."""
        return self._desk.library.exercises

    @property
    def cards(self) -> dict[str, Card]:
        """All cards by id (`deck/slug`), the learner's own decks included."""
        return self._desk.library.cards

    def grade(
        self,
        answer: Path | str,
        exercise: str | None = None,
        device: str = "auto",
        seed: int | None = None,
        record: bool = True,
        all_cells: bool = False,
    ) -> Report:
        """Grade an answer in the sandbox, and record the grade unless `record` is false.

        `answer` is a path, or the text itself, which has more than one line. `exercise` is the id of the exercise that it answers; without
        it the first line names it (`# studykit: topic/slug`). `device` is auto, cpu or cuda; `seed` replays a run. Of a notebook, the cells
        that answer the exercise are graded, or with `all_cells` every cell of code; what is left out of them is told to `notice`.

        Raises NotRecorded, which has the report, where the log cannot take the grade: it is damaged, or the disk is full.
        """
        submission = self._told(submission_from(answer, self._desk.library, exercise, all_cells))
        report = grade_job(self._desk, job_of(submission, device, seed))
        if record:
            _record(self._desk, submission, report)
        return report

    def next(self) -> "NextUp | None":
        """The exercise to do now and why; None when all are passed and today asks for no more of them."""
        from studykit.study.next_up import next_up

        with self._desk.store() as store:
            return next_up(self._desk, store)

    def task(self, id: str) -> str:
        """The task of an exercise, in Markdown."""
        return task(self._desk.library.exercise(id))

    def hand_out(self, id: str, folder: Path | str = ".", notebook: bool = False) -> Path:
        """Write the starter of an exercise into a folder, as a program or as a notebook, or go on with the file in which it is in progress;
        edited work is never overwritten. Returns the file."""
        from studykit.study.workspace import open_file, open_notebook

        hand_out = open_notebook if notebook else open_file
        with self._desk.store() as store:
            return hand_out(self._desk.library.exercise(id), store, Path(folder).absolute(), moment(None)).file

    def hint(self, id: str) -> "Hint":
        """The next hint of an exercise, which is recorded: a pass with hints counts less."""
        from studykit.study.hints import take_hint

        with self._desk.store() as store:
            return take_hint(self._desk.library.exercise(id), store, moment(None))

    def due(self, at: str | None = None) -> list[Due]:
        """What is due now, or at a moment (ISO 8601), most overdue first."""
        with self._desk.store() as store:
            known = [memory for memory in store.due(self._desk.day(moment(at))) if self._desk.library.has(memory.item)]
        return [Due(memory.item, memory.due, memory.interval_days) for memory in known if memory.due]

    @contextmanager
    def review(self, decks: Sequence[str] = (), tags: Sequence[str] = (), new: int | None = None) -> "Iterator[ReviewSession]":
        """Today's cards, of some decks and tags or of all, with at most `new` new ones: a session whose `question()` is the card to ask,
        or None at the end, whose `answer(question, quality)` records 0 (no idea) to 5 (at once), and whose `undo()` takes the last step
        back. A context manager: the log is open as long as it lasts."""
        from studykit.study.review.agenda import scope_of
        from studykit.study.review.session import ReviewSession

        scope = replace(scope_of(self._desk.settings, new), decks=frozenset(decks), tags=frozenset(tags))
        with self._desk.store() as store:
            yield ReviewSession(store, self._desk.library, scope, lambda: moment(None))

    def statistics(self, decks: Sequence[str] = ()) -> dict[str, Any]:
        """All numbers about the learner, of some decks or of all: the object that `studykit stats --json` prints."""
        from studykit.study.statistics import statistics

        return statistics(self._desk, self._desk.today, decks)

    def plot(self, name: str, answer: Path | str | None = None, out: Path | str | None = None, exercise: str | None = None) -> "Chart":
        """A picture of an answer beside the solution, or of the solution alone; `out` is a file (.png, .svg or .html) to write it to.

        `answer` and `exercise` are as in `grade`. The names are those that `studykit plot` lists; they need the extra `plots`.
        """
        from studykit.study.drawing import check_libraries, numbers
        from studykit.study.saving import check_target, save
        from studykit.visuals.picture import picture

        found = picture(name)
        target = Path(out) if out else None
        if target:
            check_target(target)
        check_libraries()
        submission = self._told(submission_from(answer, self._desk.library, exercise)) if answer else None
        drawn_from = submission.exercise if submission else self._desk.library.exercise(exercise or found.exercises[0])
        with open_grader(self._desk) as grader:
            chart = numbers(found, drawn_from, submission, grader, self._desk.cache).chart()
        if target:
            save(chart, target)
        return chart

    def _told(self, submission: Submission) -> Submission:
        for notice in submission.notices:
            self._desk.notice(notice)
        return submission


def grade(
    answer: Path | str, exercise: str | None = None, device: str = "auto", seed: int | None = None, packs: Sequence[Path | str] = ()
) -> Report:
    """Grade an answer as `Study.grade` does, and record nothing: for programs that grade the work of others."""
    return Study(packs=packs).grade(answer, exercise, device, seed, record=False)


def _record(here: Desk, submission: Submission, report: Report) -> None:
    try:
        with here.store() as store:
            record(here, store, submission, report)
    except StudykitError as error:
        raise NotRecorded(f"graded ({report.verdict}), but not recorded: {error}", report) from error
