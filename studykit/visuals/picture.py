"""Finds pictures, and says what the grader has to do for one."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from studykit.content.exercise import Exercise
from studykit.content.nearest import nearest
from studykit.errors import StudykitError, UnknownItem
from studykit.grading.job import Job, job_for
from studykit.visuals.chart import Chart
from studykit.visuals.comparing import difference, nothing_shown
from studykit.visuals.numbers import agree
from studykit.visuals.pictures import FOLDER, about_all, pictures_of

CALL_SECONDS = 10.0  # a picture takes more points than a requirement needs
SEED = 2026  # one for all, so that a picture is the same tomorrow, and the learner's and the solution's are drawn from one data set

Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """A picture by name. `chart.py` in its folder holds TITLE, `chart(yours, right)`, and `matches(yours, right)` where the numbers of two
    right answers may differ by more than rounding."""

    name: str

    @property
    def title(self) -> str:
        """What it shows, in a line."""
        title: str = self._module.TITLE
        return title

    @property
    def exercises(self) -> tuple[str, ...]:
        """The ids of the exercises whose answers it can be drawn from."""
        return about_all()[self.name].exercises

    def chart(self, yours: Numbers | None, right: Numbers, fails: bool = False) -> Chart:
        """The picture of the learner's numbers beside the solution's; of the solution's alone where there are no others.

        Its title is the lesson's only where the learner's numbers are the solution's. Where the answer `fails` all the same, it says so."""
        drawn: Chart = self._module.chart(yours, right)
        if yours is None:
            return drawn
        if self.matches(yours, right):
            return replace(drawn, title=nothing_shown(yours, right) if fails else drawn.title)
        return replace(drawn, title=difference(yours, right)) if drawn.title in self._lessons(right) else drawn

    def matches(self, yours: Numbers, right: Numbers) -> bool:
        """Whether the learner's numbers say the same as the solution's: but for rounding, or as the picture itself sees it."""
        matches = getattr(self._module, "matches", agree)
        return bool(matches(yours, right))

    def _lessons(self, right: Numbers) -> set[str]:
        return {self.title, self._module.chart(None, right).title, self._module.chart(right, right).title}

    def job(self, exercise: Exercise, source: str, file_name: str, device: str = "auto") -> Job:
        """What the grader has to do to get the numbers. StudykitError if the picture cannot be drawn from this exercise."""
        if exercise.id not in self.exercises:
            raise StudykitError(f"{self.name} is drawn from {', '.join(self.exercises)}; {file_name} answers {exercise.id}.")
        folder = FOLDER / self.name
        suite = _first_of(folder / f"{exercise.slug}.py", folder / "suite.py")
        probes = _first_of(folder / f"{exercise.slug}_probes.py", exercise.probes)
        job = job_for(exercise, source, file_name, SEED, device)
        seconds = max(job.time_limit, CALL_SECONDS)
        return replace(job, suite=str(suite), probes=str(probes), diagnosis_seconds=0.0, time_limit=seconds)

    @cached_property
    def _module(self) -> ModuleType:
        return importlib.import_module(f"studykit.visuals.pictures.{self.name}.chart")


def _first_of(own: Path, shared: Path) -> Path:
    return own if own.exists() else shared


def names() -> list[str]:
    """The names of all pictures, in the order in which they are learned."""
    return list(about_all())


def picture(name: str) -> Picture:
    """The picture of a name. UnknownItem if there is none."""
    if name not in names():
        near = nearest(name, names())
        raise UnknownItem(
            f"no picture '{name}'" + (f" (did you mean {' or '.join(near)}?)" if near else "") + "; `studykit plot` lists them"
        )
    return Picture(name)


def of_exercise(id: str) -> list[Picture]:
    """The pictures that an exercise's answers can be drawn in."""
    return [Picture(name) for name in pictures_of(id)]
