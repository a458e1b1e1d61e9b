"""The two answers that benchmarks of a whole grade time: one that passes, and one whose mistake is named."""

from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack, load_library

EXERCISE = "optimizers/sgd_update"
MISTAKE = "climbs"


def answer(verdict: str) -> str:
    """A submission that gets this verdict, `passed` or `failed`."""
    exercise = load_library([builtin_pack()]).exercise(EXERCISE)
    source = exercise.solution.read_text() if verdict == "passed" else mistake_named(exercise, MISTAKE).source
    return f"# studykit: {EXERCISE}\n{source}"
