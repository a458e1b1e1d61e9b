"""`studykit hint`: one hint at a time, each recorded, from a nudge to nearly the answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.views.show import console, print_json, print_markdown
from studykit.content.exercise import Exercise
from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.desk import desk, moment
from studykit.study.workspace import exercise_named

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: studykit hint")
def hint(
    ctx: typer.Context,
    id: Annotated[
        str | None, typer.Argument(help="topic/slug or your file; without it the exercise in progress.", autocompletion=complete_exercise)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The hint as an object.")] = False,
) -> None:
    """Show the next hint. A pass with hints counts as quality 3; hints seen before can be had again by scrolling up."""
    here = desk(ctx)
    with here.store() as store:
        exercise = exercise_named(id, here.library, store)
        taken = take_hint(exercise, store, moment(None))
    if json:
        print_json({"exercise": exercise.id, "hint": taken.number, "of": len(exercise.hints), "text": "\n".join(taken.texts)})
    else:
        show_hint(console(), exercise, taken)


@dataclass(frozen=True, slots=True)
class Hint:
    """The hint that is shown now; one that is not `fresh` is all of them, after the last."""

    number: int
    texts: tuple[str, ...]
    fresh: bool


def take_hint(exercise: Exercise, store: Store, now: datetime) -> Hint:
    """Take the next hint and record it."""
    memory = store.memory(exercise.item)
    seen = memory.hints if memory else 0
    if seen >= len(exercise.hints):
        return Hint(len(exercise.hints), exercise.hints, fresh=False)
    store.record(Kind.HINTED, exercise.item, now, {"hint": seen + 1})
    return Hint(seen + 1, exercise.hints[seen : seen + 1], fresh=True)


def show_hint(out: Any, exercise: Exercise, hint: Hint) -> None:
    """Print a hint."""
    count = len(exercise.hints)
    title = f"Hint {hint.number} of {count}" if hint.fresh else f"All {count} hints, once more"
    out.print(f"{title} · {exercise.id}", style="bold", markup=False)
    for text in hint.texts:
        print_markdown(out, text if hint.fresh else f"- {text}")
    if hint.number == count:
        out.print(f"That was the last one. `studykit solution {exercise.id} --give-up` shows the solution.", style="dim", markup=False)
