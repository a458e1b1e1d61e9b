"""Classes made of the built-in pack's own right and wrong answers."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from studykit.classroom.handed_in import Entry, HandedIn, Student
from studykit.content.exercise import Exercise
from studykit.content.mistake import mistakes_of
from studykit.content.pack import builtin_pack, load_library
from studykit.content.starter import hand_out
from studykit.study.submission import Submission

SGD = "optimizers/sgd_update"


@cache
def sgd() -> Exercise:
    """The exercise that these classes answer."""
    return load_library([builtin_pack()]).exercise(SGD)


def texts(mistakes: int = 4) -> list[str]:
    """The solution, the first further right answer, the starter, some mistakes, and a text that is no Python."""
    exercise = sgd()
    wrong = [mistake.source for mistake in mistakes_of(exercise)[:mistakes]]
    right = [file.read_text(encoding="utf-8") for file in (exercise.solution, *exercise.also_right[:1])]
    return [*right, hand_out(exercise), *wrong, "def sgd_update(:\n"]


def class_of(answers: Sequence[str]) -> HandedIn:
    """A class in which each student handed in one of these texts for the SGD exercise, and the last one nothing."""
    exercise = sgd()
    students = [
        Student(f"s{number:03}", f"Student {number}", (Entry(SGD, Submission(exercise, text, "a.py"), 1, place=f"s{number:03}/a.py"),))
        for number, text in enumerate(answers)
    ]
    absent = Student("zoe", "Zoë", (Entry(SGD, problem="handed in nothing"),))
    return HandedIn("a folder for each student", (SGD,), (*students, absent))


def kept_files(out: Path) -> list[str]:
    """The names of what is kept in an output folder."""
    return sorted(file.name for file in (out / "kept").iterdir())
