"""A class made up from the pack: right answers, mistakes alone and in pairs, starters, hostile files; as it would be handed in."""

import random
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit.content.exercise import Exercise
from studykit.content.mistake import mistakes_of
from studykit.content.starter import hand_out
from studykit.grading.job import job_for
from studykit.grading.judge.candidates import pairs_of, programs_of

HOSTILE = Path(__file__).parents[1] / "tests" / "hostile" / "cases"
# Each for its kind: ends its process, fills memory, reads what is not its own, lies about numbers, leaves files.
HOSTILE_NAMES = ("ending_segfault", "ending_os_exit_in_call", "data_nan", "data_equal_to_everything", "file_delete_tree", "data_huge_view")
SGD = "optimizers/sgd_update"
# Of a hundred answers to an exercise so many are of a kind.
SHARES = {"right": 45, "mistake": 30, "pair": 10, "starter": 5, "unlike": 10}
SPOILED = """

for _name, _value in list(globals().items()):
    if callable(_value) and getattr(_value, "__module__", "") == __name__:
        globals()[_name] = lambda *args, **named: 0.333
"""
FIRST_NAMES = ("Ada", "Zoë", "José", "Łukasz", "Νίκος", "Иван", "美咲", "عمر", "O'Neil", "Anne-Marie")


@dataclass(frozen=True, slots=True)
class HandedInFile:
    """A file of a student, by number; `name` is that of the student, which two may share."""

    student: int
    name: str
    exercise: str
    slug: str
    text: str


def made_up(exercises: Sequence[Exercise], count: int, draw: random.Random, hostile: int = 0) -> list[HandedInFile]:
    """So many files: each student answers each exercise once. The first `hostile` answers to the SGD exercise are hostile. No two texts are
    equal, as if each student had typed for themselves."""
    found = []
    attackers = [HOSTILE / f"{HOSTILE_NAMES[number % len(HOSTILE_NAMES)]}.py" for number in range(hostile)]
    programs = {exercise.id: _programs(exercise, draw) for exercise in exercises}
    for number in range(count):
        exercise = exercises[number % len(exercises)]
        student = number // len(exercises)
        text = next(programs[exercise.id])
        if exercise.id == SGD and attackers:
            text = attackers.pop().read_text(encoding="utf-8")
        name = f"{FIRST_NAMES[student % len(FIRST_NAMES)]} {'' if student % 50 == 49 else student // 10}".strip()
        body = text.removeprefix(f"# studykit: {exercise.id}\n")
        found.append(HandedInFile(student, name, exercise.id, exercise.slug, f"# studykit: {exercise.id}\n{body}\n# by number {student}\n"))
    return found


def as_folders(files: Sequence[HandedInFile], place: Path) -> Path:
    """A folder a student."""
    for file in files:
        folder = place / f"{file.student:04}_{file.name}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{file.slug}.py").write_text(file.text, encoding="utf-8")
    return place


def as_flat_files(files: Sequence[HandedInFile], place: Path) -> Path:
    """All files in one folder, with the student before the exercise."""
    place.mkdir(parents=True)
    for file in files:
        (place / f"student{file.student:04}_{file.slug}.py").write_text(file.text, encoding="utf-8")
    return place


def as_moodle_zip(files: Sequence[HandedInFile], place: Path) -> Path:
    """The zip that Moodle makes of all submissions."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(f"{file.name}_{100000 + file.student}_assignsubmission_file/{file.slug}.py", file.text)
    return place


def _programs(exercise: Exercise, draw: random.Random) -> Iterator[str]:
    job = job_for(exercise, "", "answer.py", seed=0)
    right = [file.read_text(encoding="utf-8") for file in (exercise.solution, *exercise.also_right)]
    mistakes = [mistake.source for mistake in mistakes_of(exercise)]
    pairs = [pair.source for pair in pairs_of(job, programs_of(job, frozenset()))]
    kinds = {
        "right": right,
        "mistake": mistakes,
        "pair": pairs or mistakes,
        "starter": [hand_out(exercise)],
        "unlike": [_unlike(text) for text in right],
    }
    while True:
        (kind,) = draw.choices(list(SHARES), list(SHARES.values()))
        yield draw.choice(kinds[kind])


def _unlike(text: str) -> str:
    """A wrong answer that is no known mistake: every function returns a third."""
    return f"{text}{SPOILED}"
