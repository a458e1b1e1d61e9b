"""Opens what the submissions lie in, a folder or a zip, as a tree."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from studykit.classroom.archive import opened_archive
from studykit.classroom.tree import A_LINK, NO_FILE, Names, Part, Tree, is_hidden, planted, shown
from studykit.errors import ClassError, SubmissionError


@contextmanager
def opened(place: Path) -> Iterator[Tree]:
    """The tree of a folder or of a zip, whose files can be read as long as it is open. ClassError if it is neither."""
    if place.is_dir():
        yield _of_folder(place)
        return
    if not place.is_file():
        raise ClassError(f"{place}: no such folder or zip. Give the folder with the submissions, or the zip as it was downloaded.")
    with opened_archive(place) as tree:
        yield tree


def _of_folder(root: Path) -> Tree:
    parts: list[Part] = []
    folders: set[Names] = set()
    left_out: list[str] = []
    todo: list[Names] = [()]
    while todo:
        path = todo.pop()
        try:
            entries = list(os.scandir(root.joinpath(*path)))
        except OSError as error:
            left_out.append(f"{shown(path) or root}: cannot be read ({error.strerror}).")
            continue
        for entry in entries:
            here = (*path, entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.add(here)
                todo += [] if is_hidden(here) else [here]
            else:
                parts.append(_of_entry(entry, here))
    return planted(root.resolve().name, parts, folders, left_out)


def _of_entry(entry: os.DirEntry[str], path: Names) -> Part:
    found = entry.stat(follow_symlinks=False)
    # A link could lead to another student's answer, or out of the submissions.
    fault = A_LINK if stat.S_ISLNK(found.st_mode) else "" if stat.S_ISREG(found.st_mode) else NO_FILE
    file = Path(entry.path).absolute()
    return Part(path, shown(path), found.st_size, found.st_mtime, partial(_read, file), fault, file)


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise SubmissionError(f"{file}: cannot be read ({error.strerror}).") from None
