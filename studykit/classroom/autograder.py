"""The zip that Gradescope builds an image of: what it installs, how it grades, and the packs of the exercises."""

import shlex
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studykit import __version__
from studykit.content.exercise import Exercise
from studykit.content.installed import builtin_pack
from studykit.content.pack import Library
from studykit.errors import StudykitError
from studykit.grading.feedback_level import Feedback
from studykit.study.whole_file import write_whole

_SCRIPTS = Path(__file__).parent / "gradescope"
_PROGRAM, _TEXT = 0o755, 0o644
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same call gives the same zip


@dataclass(frozen=True, slots=True)
class Autograder:
    """What to grade and how: `points` is what all exercises count together, `wheel` a studykit that is not on PyPI."""

    exercises: tuple[Exercise, ...]
    feedback: Feedback = Feedback.FULL
    points: float | None = None
    seed: int | None = None
    wheel: Path | None = None
    packs: tuple[Path, ...] = ()

    @property
    def command(self) -> str:
        """The words after `studykit` with which a submission is graded, but for the places; `$source` is where the zip lies unpacked."""
        packs = [f'--pack "$source/{name}"' for name in self.pack_names]
        options = {"--feedback": self.feedback.value, "--points": None if self.points is None else f"{self.points:g}", "--seed": self.seed}
        words = [exercise.id for exercise in self.exercises]
        words += [word for name, value in options.items() if value is not None for word in (name, f"{value}")]
        return " ".join([*packs, "class", "autograde", *map(shlex.quote, words)])

    @property
    def pack_names(self) -> list[str]:
        """The folder of each pack in the zip."""
        return ["pack" if number == 1 else f"pack{number}" for number in range(1, len(self.packs) + 1)]


def packs_of(exercises: Sequence[Exercise], library: Library) -> tuple[Path, ...]:
    """The packs that these exercises come from, and those that they refer to, in the order of the library; the built-in one is there with
    studykit."""
    needed: set[Path] = set()
    waiting = {exercise.pack for exercise in exercises}
    while waiting:
        needed |= waiting
        found = [exercise for exercise in library.exercises.values() if exercise.pack in waiting]
        required = {library.exercise(name).pack for exercise in found for name in exercise.requires}
        waiting = (required | {library.card(name).file.parents[1] for exercise in found for name in exercise.cards}) - needed
    return tuple(pack for pack in library.packs if pack in needed and pack != builtin_pack().resolve())


def write_autograder(autograder: Autograder, file: Path) -> list[str]:
    """Write the zip; the names in it. StudykitError if it cannot be written, or the wheel not read."""
    if autograder.wheel is not None and not zipfile.is_zipfile(autograder.wheel):
        raise StudykitError(f"{autograder.wheel}: is no wheel. `python -m build --wheel` makes one in dist/.")
    write_whole(file, lambda draft: _write(autograder, draft))
    with zipfile.ZipFile(file) as written:
        return written.namelist()


def _write(autograder: Autograder, draft: Path) -> None:
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as out:
        for name, mode, content in _members(autograder):
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.create_system = 3  # Unix: of another system the modes mean nothing
            member.external_attr = (0o100000 | mode) << 16
            out.writestr(member, content, zipfile.ZIP_DEFLATED)


def _members(autograder: Autograder) -> Iterator[tuple[str, int, bytes]]:
    wheel = autograder.wheel
    package = f'"$source/{wheel.name}"' if wheel else f"studykit=={__version__}"
    packs = " ".join(f'--pack "$source/{name}"' for name in autograder.pack_names)
    yield "setup.sh", _PROGRAM, _script("setup.sh", PACKAGE=package, PACKS=packs)
    yield "run_autograder", _PROGRAM, _script("run_autograder", COMMAND=autograder.command)
    if wheel:
        yield wheel.name, _TEXT, wheel.read_bytes()
    for name, pack in zip(autograder.pack_names, autograder.packs, strict=True):
        for file in _files(pack):
            yield f"{name}/{file.relative_to(pack).as_posix()}", _TEXT, file.read_bytes()


def _files(pack: Path) -> Iterator[Path]:
    """What makes up a pack, without what an editor or Python left there."""
    for folder in ("cards", "exercises", "solutions"):
        for file in sorted((pack / folder).rglob("*")):
            inside = file.relative_to(pack).parts
            if file.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in inside):
                yield file


def _script(name: str, **words: str) -> bytes:
    text = (_SCRIPTS / name).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text.encode()
