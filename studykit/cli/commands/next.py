"""`studykit next`: gives the learner the exercise to do now and shows its task."""

import shlex
from pathlib import Path
from typing import Annotated

from studykit.cli.complete import complete_exercise
from studykit.cli.declared import Argument, Option, command
from studykit.cli.terminal.called import typed
from studykit.cli.terminal.out import console, say
from studykit.cli.views.exercise_view import ALL_DONE
from studykit.cli.views.show import print_json, print_markdown, shown
from studykit.content.exercise import Exercise
from studykit.content.starter import task
from studykit.study.clock import moment
from studykit.study.desk import Desk
from studykit.study.next_up import asked_for, next_up
from studykit.study.workspace import HandedOut, open_file, open_notebook


@command(epilog="Example: studykit next --to work")
def next_(
    here: Desk,
    id: Annotated[str | None, Argument("topic/slug; without it the exercise to do now.", completes=complete_exercise)] = None,
    to: Annotated[Path | None, Option("The folder for the file; default: the one used last.", metavar="DIR")] = None,
    notebook: Annotated[bool, Option("Write a Jupyter notebook.")] = False,
    edit: Annotated[bool, Option("Open the file in $VISUAL or $EDITOR, or else in nano or vi.")] = False,
    json: Annotated[bool, Option("The exercise, its file and its task as an object.")] = False,
) -> None:
    """Write the exercise to do now, or the one you name. Edited work is never overwritten."""
    now = moment(None)
    with here.store() as store:
        found = asked_for(here, store, id) if id else next_up(here, store)
        if found is None:
            _all_done(json)
            return
        exercise, why = found.exercise, found.reason
        hand_out = open_notebook if notebook else open_file
        handed_out = hand_out(exercise, store, to.absolute() if to else None, now)
        hints_seen = memory.hints if (memory := store.memory(exercise.item)) else 0
    if json:
        print_json(_as_json(exercise, handed_out, why))
    else:
        _show(exercise, handed_out, why, len(exercise.hints) - hints_seen)
    if notebook:
        _tell_what_is_missing(here)
    if here.settings.server_idle_minutes:
        from studykit.grading.client.background import start_ahead  # start-up time: the task is shown first

        start_ahead(here.settings.server_idle_minutes * 60)
    if edit:
        from studykit.cli.terminal.editor import edit as open_in_editor  # start-up time: only with --edit

        open_in_editor(handed_out.file)


def _show(exercise: Exercise, handed_out: HandedOut, why: str, hints_left: int) -> None:
    out = console()
    file = shown(handed_out.file)
    print_markdown(out, task(exercise))
    out.print()
    out.print(f"{exercise.id} · {exercise.kind.value} · difficulty {exercise.difficulty} of 5 · {why}", style="dim", markup=False)
    out.print(f"{'Wrote' if handed_out.written else 'Your work goes on in'} {file}", style="bold", markup=False, soft_wrap=True)
    if handed_out.kept is not None:
        out.print(f"Your answer that passed is kept in {shown(handed_out.kept)}", markup=False, soft_wrap=True)
    out.print(f"Edit it, then:  {typed()} grade {shlex.quote(file)}", markup=False, soft_wrap=True)
    if hints_left > 0:
        out.print(f"Stuck?          {typed()} hint   ({hints_left} left)", markup=False)


def _tell_what_is_missing(here: Desk) -> None:
    from importlib.util import find_spec  # start-up time: only a notebook needs it

    from studykit.installing import install_command

    if find_spec("IPython") is None:
        here.notice(f"`%grade` in a notebook needs an extra: run `{install_command('notebook')}`. `studykit grade` does without.")


def _as_json(exercise: Exercise, handed_out: HandedOut, why: str) -> dict[str, object]:
    return {
        "exercise": exercise.id,
        "item": exercise.item,
        "title": exercise.title,
        "kind": exercise.kind.value,
        "difficulty": exercise.difficulty,
        "reason": why,
        "file": str(handed_out.file),
        "written": handed_out.written,
        "task": task(exercise),
    }


def _all_done(json: bool) -> None:
    if json:
        print_json({"exercise": None})
    else:
        say(ALL_DONE)
