"""How `studykit` is typed in this shell, which may not find it by its name: `make next` runs one that lies in `.venv`."""

import shutil
import sys
from pathlib import Path


def typed() -> str:
    """`studykit`, or the path by which it can be called from here."""
    program = Path(sys.argv[0])
    if program.name != "studykit":
        return "studykit" if shutil.which("studykit") else f"{Path(sys.executable).name} -m studykit"
    if (found := shutil.which("studykit")) is not None and Path(found).resolve() == program.resolve():
        return "studykit"
    program = program.absolute()
    return str(program.relative_to(Path.cwd())) if program.is_relative_to(Path.cwd()) else str(program)
