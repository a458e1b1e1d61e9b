"""The learner's files: where an exercise is handed out, never over work that was edited, and found again later."""

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.content.blank import hand_out_blank
from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.content.starter import hand_out
from studykit.errors import SubmissionError
from studykit.study.submission import submission_in

if TYPE_CHECKING:
    from studykit.progress.store import Store


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The learner's file of an exercise; `written` is False where their work goes on in a file that was there."""

    file: Path
    written: bool


def open_file(exercise: Exercise, store: "Store", folder: Path | None, now: datetime) -> HandedOut:
    """Give the learner's file: the one in progress, or a fresh starter in `folder` (the current one) under a free name."""
    current = current_file(exercise, store)
    if current is not None and folder in (None, current.parent):
        return HandedOut(current, written=False)
    return _write_fresh(exercise, store, starter_text(exercise, store), folder, now)


def open_blank(exercise: Exercise, store: "Store", folder: Path | None, now: datetime) -> HandedOut:
    """Give the learner's blank attempt: the one in progress, or a fresh one under a free name; other work on it stays as it is."""
    text = hand_out_blank(exercise)
    workspace, current = store.handed_out(exercise.item), current_file(exercise, store)
    if workspace and current and workspace.starter == fingerprint(text) and folder in (None, current.parent):
        return HandedOut(current, written=False)
    return _write_fresh(exercise, store, text, folder, now)


def current_file(exercise: Exercise, store: "Store") -> Path | None:
    """The file in which an exercise is in progress, if it still exists."""
    workspace = store.handed_out(exercise.item)
    return Path(workspace.file) if workspace is not None and Path(workspace.file).is_file() else None


def starter_text(exercise: Exercise, store: "Store") -> str:
    """The starter of this round: each counted pass or give-up begins another one."""
    memory = store.memory(exercise.item)
    return hand_out(exercise, memory.reviews if memory else 0)


def start_again(exercise: Exercise, store: "Store", file: Path, now: datetime) -> Path | None:
    """Put the starter back into `file`; give the backup that holds what stood there, None if nothing did."""
    backup = _unused(file.with_name(f"{file.name}.bak")) if file.exists() else None
    text = starter_text(exercise, store)
    try:
        if backup:
            file.rename(backup)
    except OSError as error:
        raise SubmissionError(f"{file}: no backup could be made ({error.strerror}); nothing was changed.") from None
    write(file, text)
    store.hand_out(exercise.item, file, fingerprint(text), now)
    return backup


def exercise_named(name: str | None, library: Library, store: "Store") -> Exercise:
    """The exercise that a command means: an id, a file, or without a name the one handed out last."""
    if name is None:
        handed_out = [workspace for workspace in store.workspaces() if library.has(workspace.item)]
        if not handed_out:
            raise SubmissionError("No exercise is in progress. `studykit next` hands one out; or name one, as in topic/slug.")
        return library.exercise(max(handed_out, key=lambda workspace: workspace.at).item)
    if name.endswith(".py"):
        return submission_in(Path(name), library).exercise
    return library.exercise(name)


def fingerprint(text: str) -> str:
    """The SHA-256 of a text, to know later whether a file was edited."""
    return hashlib.sha256(text.encode()).hexdigest()


def write(file: Path, text: str) -> None:
    """Write a whole file that does not exist yet, or none of it."""
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise SubmissionError(f"{file}: cannot be written ({error.strerror}). Choose another folder with --to.") from None


def _write_fresh(exercise: Exercise, store: "Store", text: str, folder: Path | None, now: datetime) -> HandedOut:
    file = _free_name((folder or Path.cwd()).absolute() / f"{exercise.slug}.py", text)
    write(file, text)
    store.hand_out(exercise.item, file, fingerprint(text), now)
    return HandedOut(file, written=True)


def _free_name(file: Path, text: str) -> Path:
    """`file`, unless something else than this very starter stands there: then the first free numbered name."""
    if not file.exists() or (file.is_file() and file.read_bytes() == text.encode()):
        return file
    return _unused(file.with_stem(f"{file.stem}_2"))


def _unused(file: Path) -> Path:
    if not file.exists():
        return file
    stem = file.stem.removesuffix("_2")
    return next(other for n in count(2) if not (other := file.with_stem(f"{stem}_{n}")).exists())
