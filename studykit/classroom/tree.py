"""Files as they lie among the submissions, in a folder or in a zip alike, so that a layout need not know which."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

Names = tuple[str, ...]
REPOSITORY = ".git"
_OF_NO_INTEREST = ("__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")
A_LINK = "is a link, and links are not followed: hand in the file itself."
NO_FILE = "is no regular file."


@dataclass(frozen=True, slots=True)
class Part:
    """A file. `path` leads to it from the root of its tree, `place` is that of the whole tree for messages, `size` is what is said of it.

    `load` gives at most so many bytes, and one more where there are more; SubmissionError if it cannot be read. `fault` says why it must
    not be read at all. `file` is where it lies on the disk, if it does."""

    path: Names
    place: str
    size: int
    modified: float
    load: Callable[[int], bytes]
    fault: str = ""
    file: Path | None = None

    @property
    def name(self) -> str:
        return self.path[-1]

    def is_file(self, other: Path) -> bool:
        """Whether it is this file on the disk."""
        return self.file is not None and self.name == other.name and self.file.parent.resolve() == other.parent.resolve()


@dataclass(frozen=True, slots=True)
class Tree:
    """Files with their folders, sorted by path; the empty folders are among `folders`. In each of `clones` lies a repository of git.
    `left_out` names what has no place in the tree, each with the reason."""

    name: str
    parts: tuple[Part, ...]
    folders: frozenset[Names] = frozenset()
    clones: frozenset[Names] = frozenset()
    left_out: tuple[str, ...] = ()

    @property
    def top_folders(self) -> list[str]:
        """The folders at the root, sorted."""
        return sorted(folder[0] for folder in self.folders if len(folder) == 1)

    @property
    def top_files(self) -> list[Part]:
        """The files at the root."""
        return [part for part in self.parts if len(part.path) == 1]

    def in_folder(self, name: str) -> list[Part]:
        """The files of a folder at the root, however deep."""
        return [part for part in self.parts if len(part.path) > 1 and part.path[0] == name]

    def without(self, file: Path) -> "Tree":
        """The tree without one of the files on the disk."""
        return replace(self, parts=tuple(part for part in self.parts if not part.is_file(file)))

    def below(self, name: str) -> "Tree":
        """The tree whose root is a folder at the root of this one."""
        return replace(
            self,
            name=name,
            parts=tuple(replace(part, path=part.path[1:]) for part in self.in_folder(name)),
            folders=frozenset(folder[1:] for folder in self.folders if folder[0] == name and len(folder) > 1),
            clones=frozenset(clone[1:] for clone in self.clones if clone[0] == name and len(clone) > 1),
        )


def planted(name: str, parts: list[Part], folders: set[Names], left_out: list[str]) -> Tree:
    """A tree of these files; hidden ones and those that systems leave behind are in none."""
    clones = {path[: path.index(REPOSITORY)] for path in [*folders, *(part.path for part in parts)] if REPOSITORY in path}
    every = {path[:depth] for path in [*folders, *(part.path[:-1] for part in parts)] for depth in range(1, len(path) + 1)}
    kept = [part for part in parts if not is_hidden(part.path)]
    return Tree(
        name,
        tuple(sorted(kept, key=lambda part: part.path)),
        frozenset(folder for folder in every if not is_hidden(folder)),
        frozenset(clone for clone in clones if clone),
        tuple(sorted(left_out)),
    )


def is_hidden(path: Names) -> bool:
    """Whether nobody means this file, or a folder above it, as something handed in."""
    return any(name.startswith(".") or name in _OF_NO_INTEREST for name in path)


def shown(path: Names) -> str:
    """A path for a message: on one line, whatever the names hold."""
    return "".join(c if c.isprintable() else "\ufffd" for c in "/".join(path))
