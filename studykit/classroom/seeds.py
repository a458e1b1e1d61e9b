"""The seed of a class: drawn once, so that nobody could know it, and kept, so that a second start gives the same grades."""

import os
from pathlib import Path

from studykit.study.grades import HIGHEST_SEED
from studykit.study.whole_file import write_text

FILE = "seed"


def seed_of(out: Path, given: int | None = None) -> int:
    """The seed that was asked for, else that of the output folder, which is drawn if it has none."""
    file = out / FILE
    if given is None:
        try:
            return int(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            given = int.from_bytes(os.urandom(4), "big") % HIGHEST_SEED
    write_text(file, f"{given}\n")
    return given
