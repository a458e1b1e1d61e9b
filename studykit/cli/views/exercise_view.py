"""What is shown of an exercise beside its task: hints, the solution, and that there is none left."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.cli.views.show import print_code, print_markdown
from studykit.content.exercise import Exercise
from studykit.study.phrases import counted

if TYPE_CHECKING:
    from studykit.study.hints import Hint

ALL_DONE = (
    "Every exercise is passed, and today asks for no more of them. `studykit due` shows what comes back, `studykit review` asks the cards."
)


def show_hint(out: Any, exercise: Exercise, hint: "Hint") -> None:
    """Print a hint."""
    title = f"Hint {hint.number} of {hint.count}" if hint.fresh else f"All {hint.count} hints, once more"
    out.print(f"{title} · {exercise.id}", style="bold", markup=False)
    for text in hint.texts:
        print_markdown(out, text if hint.fresh else f"- {text}")
    if hint.is_last:
        out.print(f"That was the last one. `studykit solution {exercise.id} --give-up` shows the solution.", style="dim", markup=False)


def show_solution(out: Any, exercise: Exercise, others: tuple[Path, ...] = ()) -> None:
    """Print the solution, and `others`."""
    for file in (exercise.solution, *others):
        out.print(f"{exercise.id} · {file.stem}", style="bold", markup=False)
        print_code(out, file.read_text(encoding="utf-8"))
        out.print()
    if not others and exercise.also_right:
        more = counted(len(exercise.also_right), "further right answer")
        out.print(f"{more}: `studykit solution {exercise.id} --all`", style="dim", markup=False)
