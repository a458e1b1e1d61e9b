"""Which files of a pack say what is taught: curriculum, decks, and each exercise.yaml."""

import os
from pathlib import Path


def yaml_files(pack: Path) -> list[str]:
    """All of them by their names in the pack; those of exercises also where there is none."""
    found = ["exercises/curriculum.yaml"]
    found += deck_files(pack)
    for topic in _names(pack / "exercises"):
        found += [f"exercises/{topic}/{slug}/exercise.yaml" for slug in _names(pack / "exercises" / topic)]
    return found


def deck_files(pack: Path) -> list[str]:
    """The decks of a pack by their names in it."""
    return [f"cards/{name}" for name in _names(pack / "cards") if name.endswith((".yaml", ".yml")) and name[0] != "."]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - a path for each name is most of the time, and every start pays it
    except OSError:
        return []
