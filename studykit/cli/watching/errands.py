"""What the keys of a watch do, by the means of the commands of the same names; each gives what to show."""

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studykit.cli.terminal.keys import Keys
from studykit.cli.terminal.out import say
from studykit.cli.views.exercise_view import show_hint, show_solution
from studykit.cli.views.rows_view import show_rows
from studykit.cli.views.show import print_markdown, shown
from studykit.cli.watching.view import Draw
from studykit.content.exercise import Exercise
from studykit.content.starter import task
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.hints import take_hint
from studykit.study.next_up import next_up
from studykit.study.rows import exercise_rows
from studykit.study.solutions import is_free
from studykit.study.submission import is_notebook
from studykit.study.workspace import HandedOut, current_file, open_file, start_again, starter_text


@dataclass(frozen=True, slots=True)
class Following:
    """The exercise to do now, handed out in `file`, and why it is that one."""

    exercise: Exercise
    file: Path
    why: str
    note: Draw


def says(text: str) -> Draw:
    """A sentence."""
    return lambda out: out.print(text, markup=False)


def hint(here: Desk, exercise: Exercise) -> Draw:
    """The next hint, recorded."""
    with here.store() as store:
        taken = take_hint(exercise, store, moment(None))
    return lambda out: show_hint(out, exercise, taken)


def solution(here: Desk, exercise: Exercise) -> Draw:
    """The solution, if it is free."""
    now = moment(None)
    with here.store() as store:
        memory = store.memory(exercise.item)
    if is_free(memory, here.day(now)):
        return lambda out: show_solution(out, exercise)
    return says(
        f"The solution is free after the pass. `studykit solution {exercise.id} --give-up` shows it now, and the exercise comes back"
        " tomorrow."
    )


def all_exercises(here: Desk) -> Draw:
    """The list of exercises."""
    with here.store() as store:
        rows = exercise_rows(here, store)
    return lambda out: show_rows(out, rows)


def reset(here: Desk, exercise: Exercise, file: Path) -> Draw:
    """The starter again, with a backup of what stood there."""
    with here.store() as store:
        if file.is_file() and file.read_bytes() == starter_text(exercise, store, is_notebook(file)).encode():
            return says(f"{shown(file)} is the starter already.")
        backup = start_again(exercise, store, file, moment(None))
    return says(f"{shown(file)} is the starter again" + (f"; your work is kept in {shown(backup)}." if backup else "."))


def edit(keys: Keys, file: Path) -> None:
    """Open the file in the learner's editor; one with windows of its own is not waited for, since its saves are what is watched."""
    from studykit.cli.terminal.editor import edit as open_in_editor  # start-up time: few edit from here

    say()  # below the frame, whose last line has no end
    with keys.lent():
        open_in_editor(file, waits=False)


def review(keys: Keys, here: Desk) -> None:
    """Review today's cards, then wait for a key."""
    from studykit.cli.reviewing.hold import hold  # start-up time: few review from here
    from studykit.cli.reviewing.screen import Screen
    from studykit.study.review.agenda import scope_of

    # In a review Ctrl-C ends the review alone.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with here.store() as store:
            hold(here, store, scope_of(here.settings), Screen(), keys)
        say("Any key goes back to watching.")
        keys.key()
    except (EOFError, KeyboardInterrupt):
        pass
    finally:
        signal.signal(signal.SIGINT, before)


def previous(here: Desk, exercise: Exercise) -> tuple[Path, Exercise] | None:
    """The exercise that was handed out last before this one, of those whose files are still there."""
    with here.store() as store:
        workspaces = sorted(store.workspaces(), key=lambda workspace: workspace.at)
    items = [workspace.item for workspace in workspaces]
    earlier = workspaces[: items.index(exercise.item)] if exercise.item in items else workspaces
    for workspace in reversed(earlier):
        if here.library.has(workspace.item) and Path(workspace.file).is_file():
            return Path(workspace.file), here.library.exercise(workspace.item)
    return None


def following(here: Desk, beside: Path | None = None) -> Following | None:
    """Hand out the exercise to do now, in the folder of `beside` unless it is in progress elsewhere; None when all is done."""
    with here.store() as store:
        found = next_up(here, store)
        if found is None:
            return None
        exercise, why = found.exercise, found.reason
        folder = beside.parent if beside and current_file(exercise, store) is None else None
        handed_out = open_file(exercise, store, folder, moment(None))
    return Following(exercise, handed_out.file, why, _task(exercise, handed_out))


def _task(exercise: Exercise, handed_out: HandedOut) -> Draw:
    def draw(out: Any) -> None:
        print_markdown(out, task(exercise))
        how = "Wrote" if handed_out.written else "Your work goes on in"
        out.print(f"{how} {shown(handed_out.file)}", style="bold", markup=False)

    return draw
