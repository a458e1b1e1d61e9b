"""`studykit hint`: one hint at a time, each recorded, from a nudge to nearly the answer."""

from typing import Annotated

import typer

from studykit.cli.complete import complete_exercise
from studykit.cli.desk import desk, moment
from studykit.cli.show import console, print_json, print_markdown
from studykit.cli.workspace import exercise_named
from studykit.progress.events import Kind

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
        memory = store.memory(exercise.item)
        seen = memory.hints if memory else 0
        fresh = seen < len(exercise.hints)
        if fresh:
            store.record(Kind.HINTED, exercise.item, moment(None), {"hint": seen + 1})
    shown = exercise.hints[seen : seen + 1] if fresh else exercise.hints
    number = seen + 1 if fresh else len(exercise.hints)
    if json:
        print_json({"exercise": exercise.id, "hint": number, "of": len(exercise.hints), "text": "\n".join(shown)})
        return
    out = console()
    title = f"Hint {number} of {len(exercise.hints)}" if fresh else f"All {len(exercise.hints)} hints, once more"
    out.print(f"{title} · {exercise.id}", style="bold", markup=False)
    for text in shown:
        print_markdown(out, text if fresh else f"- {text}")
    if number == len(exercise.hints):
        out.print(f"That was the last one. `studykit solution {exercise.id} --give-up` shows the solution.", style="dim", markup=False)
