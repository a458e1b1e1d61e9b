"""Writes files that the learner named: whole or not at all, and never over somebody else's work."""

import os
from collections.abc import Callable
from pathlib import Path

from studykit.errors import StudykitError


def refuse_a_foreign_file(file: Path, mark: str, what: str) -> None:
    """StudykitError if a file is there that does not begin with `mark`, by which a page of ours is known; `what` names such a page."""
    try:
        with file.open("rb") as opened:
            beginning = opened.read(4096)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StudykitError(f"{file}: cannot be replaced ({error.strerror}). Name another file.") from None
    if mark.encode() not in beginning:
        raise StudykitError(f"{file}: already exists, and no {what} of studykit. Name another file; nothing was changed.")


def write_text(file: Path, text: str) -> None:
    """Write a text; StudykitError if that is not possible."""
    write_whole(file, lambda draft: draft.write_text(text, encoding="utf-8"))


def write_whole(file: Path, write: Callable[[Path], object]) -> None:
    """Have `write` write a draft beside the file, which then takes its place; StudykitError, and no draft, if that is not possible."""
    draft = file.with_name(f".{os.getpid()}.{file.name}")
    try:
        write(draft)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StudykitError(f"{file}: cannot be written ({error.strerror}). Name a file in a folder of yours.") from None
