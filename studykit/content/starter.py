"""What a learner is handed: the starter, or at a later repetition of a `fix` exercise the same task over another mistake."""

import re
from pathlib import Path

from studykit.content.exercise import Exercise, ExerciseKind
from studykit.content.source import Source, read_source

MARK = re.compile(r"#\s*studykit\s*:\s*(\S+)", re.IGNORECASE)
BEFORE_THE_MARK = re.compile(r"\s*$|#!|#.*coding[:=]")


def hand_out(exercise: Exercise, round_number: int = 0) -> str:
    """The text of the learner's file; its first line names the exercise. Round 0 gives the starter; each further round of a `fix` exercise
    gives the task over the code of the next mistake by name, going round from the one in the starter. PackError if a file is broken."""
    starter = _read(exercise, exercise.starter)
    text = starter.text
    if exercise.kind is ExerciseKind.FIX and round_number > 0:
        mistake = _mistake(exercise, starter, round_number)
        text = starter.halves()[0] + mistake.halves()[1]
    return f"# studykit: {exercise.id}\n{text}"


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


def _mistake(exercise: Exercise, starter: Source, round_number: int) -> Source:
    mistakes = [_read(exercise, file) for file in exercise.mistakes] or [starter]
    shapes = [mistake.code_shape for mistake in mistakes]
    first = shapes.index(starter.code_shape) if starter.code_shape in shapes else 0
    return mistakes[(first + round_number) % len(mistakes)]


def _read(exercise: Exercise, file: Path) -> Source:
    return read_source(file, file.relative_to(exercise.pack).as_posix())
