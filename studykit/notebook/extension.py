"""`%load_ext studykit`: what a learner does, as magics."""

from collections.abc import Callable
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import Markdown, display

from studykit.content.exercise import DEVICES, Exercise
from studykit.content.formulas import typeset
from studykit.content.starter import task
from studykit.errors import StudykitError
from studykit.notebook.answer_cell import Answer, answer_of, latest_answer
from studykit.notebook.below import Below
from studykit.notebook.drawn import drawing, list_of_pictures, picture_after
from studykit.notebook.graded import Graded, graded
from studykit.notebook.output import Output, Typeset, notice, page, sentence, told
from studykit.notebook.reviewing import review_in
from studykit.progress.store import Store
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.grades import unwatched
from studykit.study.hints import take_hint
from studykit.study.next_up import asked_for, next_up
from studykit.study.phrases import when
from studykit.study.solutions import reveal
from studykit.study.workspace import exercise_named, starter_text

ALL_DONE = "Every exercise is passed, and today asks for no more of them. `%review` asks the cards."


@magics_class
class StudykitMagics(Magics):  # type: ignore[misc]  # IPython's classes have no types of their own
    """The magics; the exercise that was named last is the one that a call without a name means."""

    _current: str | None = None

    @line_cell_magic
    @magic_arguments()
    @argument("id", nargs="?", help="topic/slug; without it the first line of the cell says which exercise it answers.")
    @argument("--device", choices=("auto", *DEVICES), default="auto", help="Where to run it.")
    @argument("--seed", type=int, help="Replay the run with this seed.")
    @argument("--verbose", "-v", action="store_true", help="Show every requirement with all details.")
    def grade(self, line: str, cell: str | None = None) -> Graded | Output:
        """Grade this cell (%%grade), or the latest cell that answers the exercise (%grade). Nothing of it runs in this kernel."""
        asked = parse_argstring(self.grade, line)
        below = Below()
        here = _desk(below.notice)
        with told():
            answer = self._answer(here, asked.id, cell)
            exercise = self._now(answer.submission.exercise)
            if answer.submission.is_untouched:
                return sentence(f"{exercise.title}: still the starter as it was handed out, so there is nothing to grade yet.")
            watching = below.watching if self._has_cell_to_itself(cell) else unwatched
            found = graded(here, answer, asked.device, asked.seed, asked.verbose, watching)
        if found.report.passed and _has_front_end(self.shell):
            self._afterwards(lambda: picture_after(here, answer.submission))
        return found

    @line_magic
    @magic_arguments()
    @argument("id", nargs="?", help="topic/slug; without it the exercise to do now.")
    def next(self, line: str) -> Output | Typeset:
        """Show the exercise to do now, or the one you name, and put its starter into the next cell."""
        asked = parse_argstring(self.next, line)
        here = _desk()
        with told(), here.store() as store:
            found = asked_for(here, store, asked.id) if asked.id else next_up(here, store)
            if found is None:
                return sentence(ALL_DONE)
            exercise = self._now(found.exercise)
            self.shell.set_next_input(f"%%grade\n{starter_text(exercise, store)}")
        _start_ahead(here)
        about = f"{exercise.id} · {exercise.kind.value} · difficulty {exercise.difficulty} of 5 · {found.reason}"
        return _task_page(exercise, about, "The starter is in the next cell: edit it, and run it to have it graded.")

    @line_magic
    @magic_arguments()
    @argument("id", nargs="?", help="topic/slug; without it the exercise that you are at.")
    def hint(self, line: str) -> Output:
        """Show the next hint, which is recorded: a pass with hints counts as quality 3."""
        asked = parse_argstring(self.hint, line)
        here = _desk()
        with told(), here.store() as store:
            exercise = self._named(asked.id, here, store)
            taken = take_hint(exercise, store, moment(None))
        title = f"Hint {taken.number} of {taken.count}" if taken.fresh else f"All {taken.count} hints, once more"
        last = f"That was the last one. `%solution {exercise.id} --give-up` shows the solution." if taken.is_last else ""
        texts = taken.texts if taken.fresh else tuple(f"- {text}" for text in taken.texts)
        return page(f"{title} · {exercise.id}", "\n".join(texts), last)

    @line_magic
    @magic_arguments()
    @argument("id", nargs="?", help="topic/slug; without it the exercise that you are at.")
    @argument("--give-up", action="store_true", help="Show it before you pass; the exercise comes back in a week.")
    @argument("--all", action="store_true", help="Also show further right answers.")
    def solution(self, line: str) -> Output | None:
        """Show the solution, after a pass or when you give up."""
        asked = parse_argstring(self.solution, line)
        here, now = _desk(), moment(None)
        with told(), here.store() as store:
            exercise = self._named(asked.id, here, store)
            given_up = reveal(exercise, store, now, here.day(now), asked.give_up)
            memory = store.memory(exercise.item)
        for file in (exercise.solution, *(exercise.also_right if asked.all else ())):
            display(Markdown(f"**{exercise.id} · {file.stem}**\n\n```python\n{file.read_text(encoding='utf-8').rstrip()}\n```"))
        if given_up and memory and memory.due:
            return sentence(f"Given up; {exercise.id} comes back {when(memory.due, here.day(now))}.")
        return None

    @line_magic
    @magic_arguments()
    @argument("name", nargs="?", help="The picture; without it, a list of all.")
    def plot(self, line: str) -> Any:
        """Draw a picture from the latest cell that answers its exercise, else from your file, else from the solution."""
        asked = parse_argstring(self.plot, line)
        with told():
            return drawing(_desk(), asked.name, self._cells()) if asked.name else list_of_pictures()

    @line_magic
    @magic_arguments()
    @argument("deck", nargs="*", help="Only these decks.")
    @argument("--tag", action="append", default=[], help="Only cards with this tag; may be repeated.")
    @argument("--new", type=int, help="At most this many new cards today, instead of the setting.")
    @argument("--plain", action="store_true", help="Ask by text, even where there are buttons.")
    def review(self, line: str) -> Any:
        """Review today's cards, one by one."""
        asked = parse_argstring(self.review, line)
        with told():
            return review_in(self.shell, _desk(), asked.deck, asked.tag, asked.new, asked.plain or not _has_front_end(self.shell))

    @line_magic
    @magic_arguments()
    @argument("id", nargs="?", help="topic/slug; without it today's bug hunts.")
    @argument("--plain", action="store_true", help="Ask by text, even where there are buttons.")
    def hunt(self, line: str) -> Any:
        """Find the bug in a program: which line is wrong, and what goes wrong."""
        from studykit.notebook.hunt_magic import hunt_in  # start-up time: few sessions hunt

        asked = parse_argstring(self.hunt, line)
        with told():
            return hunt_in(self.shell, _desk(), asked.id, asked.plain or not _has_front_end(self.shell))

    def _has_cell_to_itself(self, cell: str | None) -> bool:
        """Whether a front end shows nothing below the cell but this grade; then what is shown meanwhile can be cleared."""
        return _has_front_end(self.shell) and (cell is not None or "\n" not in self._cells()[-1].strip())

    def _afterwards(self, draw: Callable[[], object]) -> None:
        """Show what is drawn below what the cell gives: the verdict first, since a picture takes longer than a grade."""

        def once(*result: object) -> None:
            self.shell.events.unregister("post_run_cell", once)
            if (drawn := draw()) is not None:
                display(drawn)

        self.shell.events.register("post_run_cell", once)

    def _answer(self, here: Desk, id: str | None, cell: str | None) -> Answer:
        if cell is None:
            return latest_answer(self._cells(), here.library, id)
        return answer_of(cell, here.library, id)

    def _cells(self) -> list[str]:
        """The session's cells as they were typed, the one that runs now among them."""
        cells: list[str] = self.shell.history_manager.input_hist_raw
        return cells

    def _named(self, id: str | None, here: Desk, store: Store) -> Exercise:
        name = id or self._current
        try:
            return self._now(exercise_named(name, here.library, store))
        except StudykitError as error:
            if name is None:
                raise StudykitError("No exercise is in progress. `%next` shows one; or name one, as in topic/slug.") from error
            raise

    def _now(self, exercise: Exercise) -> Exercise:
        self._current = exercise.id
        return exercise


def register(shell: Any) -> None:
    """Give the magics to a shell of IPython."""
    shell.register_magics(StudykitMagics(shell))


def _desk(tell: Callable[[str], None] = notice) -> Desk:
    return Desk(notice=tell)


def _task_page(exercise: Exercise, *notes: str) -> Output | Typeset:
    plain = task(exercise).removeprefix(exercise.title).lstrip()
    as_html = page(exercise.title, plain, *notes)
    if not exercise.formulas:
        return as_html
    return Typeset("\n\n".join((f"### {exercise.title}", typeset(plain, exercise.formulas), *notes)), repr(as_html))


def _has_front_end(shell: Any) -> bool:
    """Whether a notebook listens, and not a terminal."""
    return getattr(shell, "kernel", None) is not None


def _start_ahead(here: Desk) -> None:
    if here.settings.server_idle_minutes:
        from studykit.grading.client.background import start_ahead  # start-up time: the task is shown first

        start_ahead(here.settings.server_idle_minutes * 60)
