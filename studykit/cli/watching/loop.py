"""One watch from start to quit: grades the last saved state, records it, and does what the keys ask."""

from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from studykit.cli.terminal.keys import SCROLLS
from studykit.cli.views.exercise_view import ALL_DONE
from studykit.cli.views.show import shown
from studykit.cli.watching import errands
from studykit.cli.watching.attempts import Attempts
from studykit.cli.watching.drawings import Drawings
from studykit.cli.watching.keyboard import keyboard
from studykit.cli.watching.occurrences import Drawn, Event, Failed, Judged, Noticed, Pressed, Progressed, Quit, Resized, Saved, Ticked
from studykit.cli.watching.saves import saves
from studykit.cli.watching.signals import signals
from studykit.cli.watching.view import Draw, Graded, Try, View
from studykit.cli.watching.which import Which
from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.grading.grade_report import Report
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.grades import job_of, record
from studykit.study.solutions import is_free
from studykit.study.submission import Submission

KEYS = (
    "The keys: h hint, d details, s solution, p picture, n next, b back, l list, e edit, v review, r reset, arrows and PgUp, PgDn scroll,"
    " Enter clears, q quit."
)
SAVED_AGAIN = "the file was saved again meanwhile"


class WatchSession:
    """Watches one file at a time. The main thread alone changes it; all else comes as events."""

    def __init__(self, here: Desk, view: View, device: str) -> None:
        self._here, self._view, self._device = here, view, device
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._saves = ExitStack()
        self._drawings = Drawings(here, self._events.put)

    def run(self, file: Path, exercise: Exercise, note: Draw | None = None, is_named: bool = False) -> None:
        """Watch until the learner quits; `note` is shown at the start. If the exercise `is_named`, no other of the file is graded."""
        tell = self._events.put
        with keyboard(tell) as self._keyboard, signals(tell), Attempts(self._here, tell) as self._attempts, self._saves:
            self._open(file, exercise, note, is_named)
            while not isinstance(event := self._events.get(), Quit) and event != Pressed("q"):
                try:
                    self._handle(event)
                except StudykitError as error:
                    self._view.trouble(str(error))
            self._drop("the watch ended")
            self._view.close()

    def _open(self, file: Path, exercise: Exercise, note: Draw | None, is_named: bool = False) -> None:
        self._saves.close()
        self._which = Which(exercise.id, is_named)
        self._file, self._exercise = file, exercise
        self._number: int | None = None  # of the attempt under way
        self._submission: Submission | None = None  # what was graded last, or is under way
        self._stamp: object = None
        self._is_well = True
        self._saves.enter_context(saves(file, self._events.put))
        self._view.open(file, exercise)
        self._look()
        if note is not None:
            self._view.note(note)

    def _handle(self, event: Event) -> None:
        match event:
            case Saved():
                self._look()
            case Ticked():
                self._tick()
            case Pressed(key):
                self._press(key)
                self._keyboard.go_on()
            case Progressed(number, results, latest) if number == self._number:
                self._view.progress(results, latest)
            case Judged(number, report) if number == self._number:
                self._judged(report)
            case Failed(number, error) if number == self._number:
                self._failed(error)
            case Drawn(number, pictures) if self._drawings.is_awaited(number):
                self._show(pictures)
            case Noticed(text):
                self._view.note(errands.says(text))
            case Resized():
                self._view.refresh()

    def _look(self) -> None:
        """Read the file, and grade what stands there unless it was graded."""
        self._stamp = _stamp(self._file)
        if self._stamp is None:
            # What was saved last is still graded to its end: many an editor deletes the file for a moment.
            self._in_trouble(f"{shown(self._file)} is gone. It is graded again when it comes back; r writes the starter.")
            return
        try:
            named = Path(shown(self._file))  # a message should fit the screen
            submission = self._which.submission_in(named, self._here.library)
        except StudykitError as error:
            self._drop(SAVED_AGAIN)
            self._in_trouble(str(error))
            return
        before = self._submission
        if before is None or (submission.exercise, submission.text) != (before.exercise, before.text):
            self._begin(submission)
        elif not self._is_well:
            self._view.trouble(None)
        self._is_well = True

    def _tick(self) -> None:
        if _stamp(self._file) != self._stamp:
            self._look()
        elif self._number is not None:
            self._view.refresh()

    def _begin(self, submission: Submission) -> None:
        self._drop(SAVED_AGAIN)
        self._drawings.drop()
        self._exercise, self._submission = submission.exercise, submission
        job = job_of(submission, self._device)
        self._number = self._attempts.start(job)
        self._view.grading(Try(submission.exercise, job, moment(None).strftime("%H:%M:%S")))
        if submission.notices:
            self._view.note(errands.says(" ".join(submission.notices)))

    def _drop(self, why: str) -> None:
        """End the attempt under way, if there is one. A verdict that is known counts; else the same text is tried at its next save."""
        if self._number is None:
            return
        if (report := self._attempts.give_up()) is not None:
            self._judged(report)
        else:
            self._number = self._submission = None
            self._view.drop(why)

    def _judged(self, report: Report) -> None:
        self._number = None
        assert self._submission is not None
        try:
            graded = self._recorded(self._submission, report)
        except StudykitError as error:
            graded = Graded(report, None, None, unrecorded=str(error))
        self._view.graded(graded)

    def _recorded(self, submission: Submission, report: Report) -> Graded:
        """Record a grade as `grade` does; the starter as it was handed out is nobody's try, so its failure is only shown."""
        item = submission.exercise.item
        with self._here.store() as store:
            before = store.memory(item)
            record(self._here, store, submission, report)
            if not report.passed and submission.is_untouched:
                return Graded(report, before, before, unrecorded="this is the starter as it was written")
            after = store.memory(item)
        return Graded(report, before, after, is_free(after, self._here.today))

    def _show(self, pictures: Draw | Exception) -> None:
        if isinstance(pictures, Exception) and not isinstance(pictures, StudykitError):
            raise pictures
        self._view.note(errands.says(str(pictures)) if isinstance(pictures, StudykitError) else pictures)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, StudykitError):
            raise error
        self._drop("the grader failed")
        self._in_trouble(str(error))

    def _in_trouble(self, message: str) -> None:
        self._is_well = False
        self._view.trouble(message)

    def _press(self, key: str) -> None:
        try:
            self._do(key)
        except StudykitError as error:
            self._view.note(errands.says(str(error)))

    def _do(self, key: str) -> None:
        match key:
            case "h":
                self._view.note(errands.hint(self._here, self._exercise))
            case "s":
                self._view.note(errands.solution(self._here, self._exercise))
            case "l":
                self._view.note(errands.all_exercises(self._here))
            case "r":
                done = errands.reset(self._here, self._exercise, self._file)
                self._look()
                self._view.note(done)
            case "d":
                self._view.details()
            case "e" | "v":
                self._lend(key)
            case "b":
                self._back()
            case _ if key in SCROLLS:
                self._view.scroll(key)
            case "p":
                self._drawings.ask(self._exercise.id, self._file)
                self._view.note(errands.says("Drawing …"))
            case "n":
                self._next()
            case "\n":
                self._drawings.drop()
                self._view.note(None)
            case _:
                self._view.note(errands.says(KEYS))

    def _lend(self, key: str) -> None:
        """Give the terminal to the editor or to a review, while grades go on."""
        if not self._keyboard.is_terminal:
            self._view.note(errands.says("The keys come through a pipe, so there is no terminal for an editor or a review."))
        elif key == "e":
            errands.edit(self._keyboard.keys, self._file)
        else:
            errands.review(self._keyboard.keys, self._here)
        self._view.refresh()

    def _back(self) -> None:
        found = errands.previous(self._here, self._exercise)
        if found is None:
            self._view.note(errands.says("There is no earlier exercise whose file is still there."))
        else:
            self._drop("back to an earlier exercise")
            self._open(*found, note=None)

    def _next(self) -> None:
        following = errands.following(self._here, self._file)
        if following is None:
            self._view.note(errands.says(ALL_DONE))
        elif following.file == self._file:
            self._view.note(errands.says(f"First this one ({following.why}). `studykit next ID` gives you the one that you name."))
        else:
            self._drop("on to the next exercise")
            self._open(following.file, following.exercise, following.note)


def _stamp(file: Path) -> object:
    """What changes when a file is written or replaced; None if there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev
