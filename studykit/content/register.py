"""Which items there are, in order, and how they belong together, kept beside the cache: all that a command needs that shows no card.

To read the cards themselves, and to build an object for each, would be most of the time of a shell prompt or of today's numbers.
"""

import os
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from studykit import __version__
from studykit.content.cachefile import read_json, write_json
from studykit.content.installed import InstalledPack
from studykit.content.pack_files import deck_files, yaml_files

if TYPE_CHECKING:
    from studykit.content.pack import Library

FORMAT = f"{__version__} 5"
SETTLED_NANOSECONDS = 2_000_000_000  # a file system may give two changes within so much the same time


class Listed(NamedTuple):
    """An exercise as far as a curriculum knows it; as in `Exercise`."""

    title: str
    requires: tuple[str, ...]
    cards: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """The items of a library by id, in its order; `hunts` are the exercises that have some; `siblings` as `concepts.siblings`; `left_out`,
    `former` and `broken` as in the library."""

    exercises: dict[str, Listed]
    cards: dict[str, None]
    hunts: frozenset[str]
    siblings: dict[str, list[str]]
    left_out: tuple[str, ...]
    former: dict[str, str]
    broken: tuple[str, ...] = ()

    def has(self, item: str) -> bool:
        """Whether any pack has this item."""
        kind, _, name = item.partition(":")
        ids: dict[str, Collection[str]] = {"exercise": self.exercises, "card": self.cards, "hunt": self.hunts}
        return name in ids.get(kind, ())

    def card_items(self) -> dict[str, None]:
        """The items of all cards, in the library's order."""
        return dict.fromkeys(f"card:{id}" for id in self.cards)


def register_of(library: "Library") -> Register:
    """The register of a library."""
    from studykit.content.hunted import has_hunts  # start-up time: only when packs have changed

    kin = {item: sorted(others) for item, others in library.siblings.items()}
    hunts = frozenset(id for id, exercise in library.exercises.items() if has_hunts(exercise))
    exercises = {id: Listed(exercise.title, exercise.requires, exercise.cards) for id, exercise in library.exercises.items()}
    return Register(exercises, dict.fromkeys(library.cards), hunts, kin, library.left_out, library.former, library.broken)


def state_of(packs: Sequence[Path], personal: Path, installed: Sequence[InstalledPack] = ()) -> list[Any]:
    """What shows that no file changed from which a library is made: for each its name, number, size and times, in nanoseconds."""
    folders = [*packs, *(Path(pack.folder) for pack in installed if pack.folder)]
    places = list(dict.fromkeys(pack.resolve() for pack in folders))
    own = personal.resolve()
    files = [f"{pack}/{name}" for pack in places for name in yaml_files(pack)]
    files += [] if own in places else [f"{own}/{name}" for name in deck_files(own)]
    found = [[pack.name, pack.owner, pack.folder, pack.fault] for pack in installed]
    return [FORMAT, [list(map(str, places)), found], *map(_stamp, files)]


def kept_register(cache: Path, state: list[Any]) -> Register | None:
    """The register kept for a state; None if there is none."""
    try:
        kept = read_json(_file(cache))
        if kept["state"] != state:
            return None
        exercises = {id: Listed(title, tuple(requires), tuple(cards)) for id, (title, requires, cards) in kept["exercises"].items()}
        ids = exercises, dict.fromkeys(kept["cards"]), frozenset(kept["hunts"])
        return Register(*ids, dict(kept["siblings"]), tuple(kept["left_out"]), dict(kept["former"]), tuple(kept["broken"]))
    except (TypeError, KeyError, ValueError, AttributeError):
        return None  # a damaged cache is no cache


def keep_register(cache: Path, state: list[Any], register: Register) -> None:
    """Keep a register for the state that was found before its library was read."""
    if max(_times(state), default=0) > time.time_ns() - SETTLED_NANOSECONDS:
        return  # another change might not show
    parts = {"exercises": register.exercises, "cards": list(register.cards), "hunts": sorted(register.hunts)}
    others = {"siblings": register.siblings, "left_out": register.left_out, "former": register.former, "broken": register.broken}
    write_json(_file(cache), {"state": state, **parts, **others})


def _times(state: list[Any]) -> Iterator[int]:
    return (max(stamp[-2:]) for stamp in state[2:] if len(stamp) > 1)


def _file(cache: Path) -> Path:
    return cache / "register.json"


def _stamp(file: str) -> list[Any]:
    try:
        found = os.stat(file)  # noqa: PTH116 - a path for each file would be most of the time
    except OSError:
        return [file]
    # The time of the last change of any kind cannot be set by a program, as that of the content can.
    return [file, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
