"""The learner's files: where an exercise is handed out, never over work that was edited, and found again later."""

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.content.blank import hand_out_blank
from studykit.content.exercise import Exercise
from studykit.content.pack import Library
from studykit.content.starter import exercise_id, hand_out
from studykit.errors import SubmissionError
from studykit.study.submission import NOTEBOOK, is_notebook, submission_in

if TYPE_CHECKING:
    from studykit.progress.store import Store


MOST_FILES = 500  # are looked at for one that was moved: a learner may stand in a large folder


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The learner's file of an exercise; `written` is False where their work goes on in a file that was there. `kept` is where the answer
    that passed earlier was moved to."""

    file: Path
    written: bool
    kept: Path | None = None


def open_file(exercise: Exercise, store: "Store", folder: Path | None, now: datetime) -> HandedOut:
    """Give the learner's file: the one in progress, wherever it is, or a fresh starter in `folder`, by default the folder that was used
    last. SubmissionError if the work in progress is gone: a fresh starter is no substitute for it."""
    if store.handed_out(exercise.item) is not None:
        return HandedOut(work_file(exercise, store), written=False)
    return _write_fresh(exercise, store, starter_text(exercise, store), folder, now)


def open_blank(exercise: Exercise, store: "Store", folder: Path | None, now: datetime) -> HandedOut:
    """Give the learner's blank attempt: the one in progress, or a fresh one under a free name; other work on it stays as it is."""
    return open_program(exercise, store, hand_out_blank(exercise), now, folder)


def open_program(exercise: Exercise, store: "Store", text: str, now: datetime, folder: Path | None = None) -> HandedOut:
    """Give the learner's file that began with this text: the one in progress, or a fresh one under a free name; other work stays."""
    workspace, current = store.handed_out(exercise.item), current_file(exercise, store)
    if workspace and current and workspace.starter == fingerprint(text):
        return HandedOut(current, written=False)
    return _write_fresh(exercise, store, text, folder, now)


def open_notebook(exercise: Exercise, store: "Store", folder: Path | None, now: datetime) -> HandedOut:
    """Give the learner's notebook: the one in progress, or a fresh one under a free name; a program in progress stays as it is.
    SubmissionError as of `open_file`."""
    if store.handed_out(exercise.item) is not None and is_notebook(current := work_file(exercise, store)):
        return HandedOut(current, written=False)
    return _write_fresh(exercise, store, starter_text(exercise, store, notebook=True), folder, now, NOTEBOOK)


def current_file(exercise: Exercise, store: "Store") -> Path | None:
    """The file in which an exercise is in progress, if it still exists, also under another name or in a folder near by."""
    workspace = store.handed_out(exercise.item)
    if workspace is None:
        return None
    file = Path(workspace.file)
    if file.is_file():
        return file
    if (moved := _moved(exercise, file, store)) is not None:
        store.hand_out(exercise.item, moved, workspace.starter, workspace.at)
    return moved


def work_file(exercise: Exercise, store: "Store") -> Path:
    """The file in which an exercise is in progress. SubmissionError if it is gone, or if there is none."""
    file, workspace = current_file(exercise, store), store.handed_out(exercise.item)
    if file is None and workspace is None:
        raise SubmissionError(f"{exercise.id} is not in progress. `studykit next {exercise.id}` writes its file.")
    if file is None:
        raise SubmissionError(
            f"{workspace.file if workspace else ''}: your work on {exercise.id} is not there any more. If you moved it,"
            f" `studykit grade PATH` finds it again; `studykit reset {exercise.id}` writes the starter."
        )
    return file


def own_file(exercise: Exercise, store: "Store") -> Path | None:
    """The learner's file of an exercise: in progress, or else the one that passed; None if there is none."""
    passed = [Path(each.file) for each in store.passed_files() if each.item == exercise.item]
    return current_file(exercise, store) or next((file for file in passed if file.is_file()), None)


def newest_file_of(exercises: Sequence[Exercise], store: "Store") -> Path | None:
    """The learner's file of the exercise that they worked on last; None if they have none of these."""
    order = store.worked_on()
    met = sorted((exercise for exercise in exercises if exercise.item in order), key=lambda exercise: order.index(exercise.item))
    return next((file for exercise in reversed(met) if (file := own_file(exercise, store))), None)


def go_on_in(file: Path, exercise: Exercise, store: "Store", now: datetime) -> None:
    """The work on an exercise goes on in this file, and it is the one in progress, as after a grade that did not pass."""
    at_work = sorted(store.workspaces(), key=lambda workspace: workspace.at)
    if at_work and (at_work[-1].item, at_work[-1].file) == (exercise.item, str(file)):
        return
    workspace = store.handed_out(exercise.item)
    store.hand_out(exercise.item, file, workspace.starter if workspace else fingerprint(starter_text(exercise, store)), now)


def starter_text(exercise: Exercise, store: "Store", notebook: bool = False) -> str:
    """The starter of this round, as a program or as a notebook: each counted pass or give-up begins another one."""
    memory = store.memory(exercise.item)
    round_number = memory.reviews if memory else 0
    if not notebook:
        return hand_out(exercise, round_number)
    from studykit.content.starter_notebook import hand_out_notebook  # start-up time: most answers are programs

    return hand_out_notebook(exercise, round_number)


def file_to_reset(exercise: Exercise, store: "Store") -> Path:
    """The file in progress, or where it was before it was lost, or the one that passed. SubmissionError if there was none."""
    workspace = store.handed_out(exercise.item)
    file = own_file(exercise, store) or (Path(workspace.file) if workspace else None)
    if file is None:
        raise SubmissionError(
            f"{exercise.id} is not in progress, so there is nothing to reset. `studykit next {exercise.id}` writes its file."
        )
    return file


def start_again(exercise: Exercise, store: "Store", file: Path, now: datetime) -> Path | None:
    """Put the starter back into `file`; give the backup that holds what stood there, None if nothing did."""
    backup = _unused(file.with_name(f"{file.name}.bak")) if file.exists() else None
    text = starter_text(exercise, store, is_notebook(file))
    try:
        if backup:
            file.rename(backup)
    except OSError as error:
        raise SubmissionError(f"{file}: no backup could be made ({error.strerror}); nothing was changed.") from None
    write(file, text)
    store.hand_out(exercise.item, file, fingerprint(text), now)
    return backup


def exercise_named(name: str | None, library: Library, store: "Store") -> Exercise:
    """The exercise that a command means: an id, a file, or without a name the current one: in progress, or else passed last."""
    if name is None:
        items = [item for item in store.worked_on() if library.has(item)]
        if not items:
            raise SubmissionError("No exercise is in progress. `studykit next` writes one; or name one, as in topic/slug.")
        return library.exercise(items[-1])
    if is_file_name(name):
        return submission_in(Path(name), library).exercise
    return library.exercise(name)


def is_file_name(name: str) -> bool:
    """Whether a learner who types this means a file, and no exercise."""
    return name.endswith((".py", NOTEBOOK))


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


def _write_fresh(exercise: Exercise, store: "Store", text: str, folder: Path | None, now: datetime, suffix: str = ".py") -> HandedOut:
    folder = (folder or store.work_folder or _first_folder()).absolute()
    file = folder / f"{exercise.slug}{suffix}"
    kept = _put_aside(file, exercise, store)
    file = _free_name(file, text)
    write(file, text)
    store.hand_out(exercise.item, file, fingerprint(text), now)
    store.work_in(folder)
    return HandedOut(file, written=True, kept=kept)


def _first_folder() -> Path:
    """The current folder, but no pack: its root is no place for a learner's files."""
    here = Path.cwd()
    return here / "work" if (here / "exercises").is_dir() and (here / "solutions").is_dir() else here


def _put_aside(file: Path, exercise: Exercise, store: "Store") -> Path | None:
    """Move an answer that passed, and was not edited since, out of the way of the next attempt; where to."""
    passed = next((each for each in store.passed_files() if each.item == exercise.item), None)
    if passed is None or passed.file != str(file) or not file.is_file() or fingerprint(_text(file, exercise)) != passed.sha256:
        return None
    kept = _unused(file.with_name(f"{file.name}.bak"))
    try:
        return file.rename(kept)
    except OSError:
        return None  # the new attempt gets another name


def _moved(exercise: Exercise, file: Path, store: "Store") -> Path | None:
    """Where the work in a file that is gone went on, by its first line: the file that was written last, near the old place or here."""
    passed = {each.file for each in store.passed_files()}
    folders = dict.fromkeys((file.parent, Path.cwd()))
    patterns = (f"{place}{suffix}" for suffix in (".py", NOTEBOOK) for place in ("*", "[!.]*/*"))  # and none of Jupyter's checkpoints
    near = chain.from_iterable(folder.glob(pattern) for pattern in patterns for folder in folders)
    found = [each for each in islice(near, MOST_FILES) if str(each) not in passed and _answers(each, exercise)]
    return max(found, key=lambda each: each.stat().st_mtime, default=None)


def _answers(file: Path, exercise: Exercise) -> bool:
    if is_notebook(file):
        from studykit.study.cells.found import exercises_named  # start-up time: most answers are programs

        return exercise.id in exercises_named(file)
    return exercise_id(_text(file, exercise)[:200]) == exercise.id


def _text(file: Path, exercise: Exercise) -> str:
    """What a file answers, as it was graded; empty where it cannot be read."""
    if is_notebook(file):
        from studykit.study.cells.found import text_answering  # start-up time, as above

        return text_answering(exercise, file)
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


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
