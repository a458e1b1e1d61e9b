"""Keeps the last answer of each exercise that passed, so that its pictures can be drawn when the learner's file has long been moved."""

import contextlib
from pathlib import Path

from studykit.content.exercise import Exercise
from studykit.errors import StudykitError
from studykit.study.desk import Desk
from studykit.study.whole_file import write_text


def keep_answer(here: Desk, exercise: Exercise, text: str) -> None:
    """Keep a text that passed, instead of the one before; a folder that cannot be written to costs a picture, no grade."""
    file = _file(here, exercise.id)
    with contextlib.suppress(OSError, StudykitError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_text(file, text)


def own_answers(here: Desk) -> list[tuple[Exercise, str]]:
    """The exercises of which an answer is kept, in the order of the packs, and the answers."""
    found = [(exercise, _kept(here, exercise)) for exercise in here.library.exercises.values()]
    return [(exercise, file.read_text(encoding="utf-8", errors="replace")) for exercise, file in found if file]


def _kept(here: Desk, exercise: Exercise) -> Path | None:
    """Where the last answer lies; one that passed under a former name lies under that."""
    return next((file for id in (exercise.id, *exercise.aliases) if (file := _file(here, id)).is_file()), None)


def _file(here: Desk, id: str) -> Path:
    return here.home / "answers" / f"{id}.py"
