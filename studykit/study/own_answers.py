"""Keeps the last answer of each exercise that passed, so that its pictures can be drawn when the learner's file has long been moved."""

import contextlib
from pathlib import Path

from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.study.desk import Desk
from studykit.study.whole_file import write_text


def keep_answer(here: Desk, exercise: Exercise, text: str) -> None:
    """Keep a text that passed, in place of the one before; a folder that cannot be written to costs a picture, no grade."""
    file = _file(here, exercise)
    with contextlib.suppress(OSError, StudykitError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, text)


def own_answers(here: Desk) -> list[tuple[Exercise, str]]:
    """The exercises of which an answer is kept, in the order of the packs, and the answers."""
    kept = [(exercise, _file(here, exercise)) for exercise in here.library.exercises.values()]
    return [(exercise, file.read_text(encoding="utf-8", errors="replace")) for exercise, file in kept if file.is_file()]


def _file(here: Desk, exercise: Exercise) -> Path:
    return here.home / "answers" / f"{exercise.id}.py"
