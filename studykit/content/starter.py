"""What a learner is handed: the starter, or at a later repetition of a `fix` exercise the same task over another mistake."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.source import Source, parsed, read_source

if TYPE_CHECKING:
    from studykit.content.mistake import Mistake

MARK = re.compile(r"#\s*studykit\s*:\s*(\S+)", re.IGNORECASE)
BEFORE_THE_MARK = re.compile(r"\s*$|#!|#.*coding[:=]")


def hand_out(exercise: Exercise, round_number: int = 0) -> str:
    """The text of the learner's file; its first line names the exercise. Round 0 gives the starter; each further round of a `fix` exercise
    gives the task over the code of the next mistake by name, going round from the one in the starter. PackError if a file is broken."""
    starter = _read(exercise, exercise.starter)
    text = starter.text
    if exercise.kind is ExerciseKind.FIX and round_number > 0:
        text = starter.halves()[0] + "\n" + _code(exercise, starter, round_number)
    return f"# studykit: {exercise.id}\n{text}"


def task_over(exercise: Exercise, mistake: "Mistake") -> str:
    """The task over the code of a mistake, as the text of a learner's file. PackError if a file is broken."""
    head = _read(exercise, exercise.starter).halves()[0]
    return f"# studykit: {exercise.id}\n{head}\n{_code_of(mistake).lstrip(chr(10))}"


def task(exercise: Exercise) -> str:
    """The task in Markdown: the module docstring of the starter; empty if it has none. PackError if the file is broken."""
    return _read(exercise, exercise.starter).docstring


def exercise_id(text: str) -> str | None:
    """The exercise that a submission names in its first line; a BOM, a shebang, an encoding line and blank lines may stand before it."""
    for line in text.removeprefix("\ufeff").splitlines():
        if mark := MARK.match(line):
            return mark[1]
        if not BEFORE_THE_MARK.match(line):
            return None
    return None


def is_handed_out(exercise: Exercise, text: str, in_notebook: bool = False) -> bool:
    """Whether a learner's text is still as it was handed out in some round; in a notebook the task stands in a cell of its own. PackError
    if the starter is broken."""
    if text.strip() == hand_out(exercise).strip():
        return True
    task_above, starter = _read(exercise, exercise.starter).halves()
    head = f"# studykit: {exercise.id}\n{'' if in_notebook else task_above}"
    if not text.startswith(head):
        return False
    code = text[len(head) :].strip()
    if exercise.kind is not ExerciseKind.FIX or code == starter.strip():
        return code == starter.strip()
    from studykit.content.mistake import mistakes_of  # start-up time: only a later round of a `fix` exercise has another mistake

    # The texts first: to parse each mistake would keep every grade of a `fix` exercise waiting.
    alike = (mistake for mistake in mistakes_of(exercise) if mistake.source.rstrip().endswith(code))
    return any(_code_of(mistake).strip() == code for mistake in alike)


def _code(exercise: Exercise, starter: Source, round_number: int) -> str:
    from studykit.content.mistake import mistakes_of  # start-up time, as above

    mistakes = mistakes_of(exercise)
    shapes = [parsed(mistake.source, mistake.label).code_shape for mistake in mistakes]
    if not mistakes:
        return starter.halves()[1].lstrip("\n")
    first = shapes.index(starter.code_shape) if starter.code_shape in shapes else 0
    return _code_of(mistakes[(first + round_number) % len(mistakes)]).lstrip("\n")


def _code_of(mistake: "Mistake") -> str:
    return parsed(mistake.source, mistake.label).halves()[1]


def _read(exercise: Exercise, file: Path) -> Source:
    return read_source(file, file.relative_to(exercise.pack).as_posix())
