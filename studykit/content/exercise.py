"""An exercise as data, and where its files lie, so that nobody else builds a path of a pack."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal, get_args

DeviceName = Literal["cpu", "cuda"]
DEVICES: tuple[str, ...] = get_args(DeviceName)  # where models can live; an exercise may name fewer
NO_HUNT = "none"  # instead of what the program of a bug hunt should do, where an exercise has none


class ExerciseKind(StrEnum):
    IMPLEMENT = "implement"
    FIX = "fix"


@dataclass(frozen=True)
class Exercise:
    """One exercise.yaml. `time_limit` is in seconds a probe call, `memory_limit` in MiB; `requires` and `cards` hold ids, `forbids` dotted
    names; `shows` is Markdown: one thing worth knowing, told once the exercise is passed. `helps` gives, by the name of a test, the number
    of the hint that helps where it fails, counted from 1; `aliases` are the ids that it had before; `see` holds the addresses of
    pages to read on.

    `hunt` says in two sentences what the program of a bug hunt should do, or does so for functions that are shown alone, by their names;
    `hunt_untold` names the tests that ask for what it leaves out. `formulas` gives the LaTeX of
    formulas, by their text in the task."""

    topic: str
    slug: str
    title: str
    kind: ExerciseKind
    difficulty: int
    requires: tuple[str, ...]
    cards: tuple[str, ...]
    hints: tuple[str, ...]
    source: tuple[str, ...]
    pack: Path
    time_limit: float = 10.0
    memory_limit: int = 1024
    devices: tuple[str, ...] = DEVICES
    needs: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    shows: str = ""
    helps: dict[str, int] = field(default_factory=dict, hash=False)
    aliases: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    hunt: str | dict[str, str] = field(default="", hash=False)
    hunt_untold: tuple[str, ...] = ()
    formulas: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        return f"{self.topic}/{self.slug}"

    @property
    def item(self) -> str:
        return f"exercise:{self.id}"

    @property
    def folder(self) -> Path:
        return self.pack / "exercises" / self.topic / self.slug

    @property
    def starter(self) -> Path:
        return self.folder / f"{self.slug}.py"

    @property
    def solution_folder(self) -> Path:
        return self.pack / "solutions" / self.topic / self.slug

    @property
    def solution(self) -> Path:
        return self.solution_folder / "solution.py"

    @property
    def probes(self) -> Path:
        return self.solution_folder / "probes.py"

    @property
    def suite(self) -> Path:
        return self.solution_folder / f"test_{self.slug}.py"

    @property
    def also_right(self) -> tuple[Path, ...]:
        """Further right answers, sorted by name; read from the folder at each call."""
        files = (self.solution_folder / "also_right").glob("*.py")
        return tuple(sorted(file for file in files if not file.name.startswith(".")))  # not an editor's own files
