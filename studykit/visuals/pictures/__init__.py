"""The pictures: a folder each, with `chart.py` (what is drawn) and a suite for the exercises that it can be drawn from.

A suite is a file named after the exercise's slug, or `suite.py` for all of them; it runs in the judge as a hidden suite does, calls the
exercise's probes, or those of `<slug>_probes.py` beside it, and records numbers. So a picture shows what the learner's code does, and no
more of it is trusted than in a grade.
"""

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class About:
    """What a picture's folder says of it: the ids of its exercises, the first by default, and its id in the catalog (docs/notes.md)."""

    name: str
    exercises: tuple[str, ...]
    source: str


@cache
def about_all() -> dict[str, About]:
    """Every picture by name, in the order in which they are learned."""
    names = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "chart.py").is_file())
    found = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    in_order = sorted(found.items(), key=lambda pair: pair[1].PLACE)
    return {name: About(name, module.EXERCISES, module.SOURCE) for name, module in in_order}


def pictures_of(exercise: str) -> list[str]:
    """The names of the pictures that an exercise's answers can be drawn in."""
    return [name for name, about in about_all().items() if exercise in about.exercises]
