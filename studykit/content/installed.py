"""Where packs are: the built-in one, and those of other distributions, through the entry-point group `studykit.packs`."""

import os
import sys
from pathlib import Path

from studykit.content.cachefile import read_json, write_json
from studykit.errors import PackError

GROUP = "studykit.packs"


def builtin_pack() -> Path:
    """The built-in pack: inside an installed package, or the repository around it."""
    package = Path(__file__).parents[1]
    inside = package / "builtin"
    return inside if inside.is_dir() else package.parent


def installed_packs(cache: Path | None = None) -> list[Path]:
    """The folders of installed packs, by name of their entry point. An entry point's value is a module whose folder is the pack, or
    `module:attribute` giving its path. PackError if one cannot be loaded."""
    # Looking through all distributions costs 10 to 20 ms; installing one changes the folder on sys.path that it lies in.
    key = [list(place) for place in map(_distributions, sys.path) if place]
    file = cache / "installed-packs.json" if cache else None
    if file and (kept := _kept(file, key)) is not None:
        return kept
    packs = _look_up()
    if file:
        write_json(file, {"key": key, "packs": [str(pack) for pack in packs]})
    return packs


def _distributions(place: str) -> tuple[str, int] | None:
    """A place on sys.path with the time of its last change; None for one without distributions, as the folder a learner stands in is."""
    try:
        names = os.listdir(place or ".")  # noqa: PTH208 - names alone, at every start
    except NotADirectoryError:
        names = ["egg-info"]  # an archive, which may hold anything
    except OSError:
        return None
    if not any(name.lower().endswith(("dist-info", "egg-info")) for name in names):
        return None
    return place, Path(place).stat().st_mtime_ns


def _kept(file: Path, key: list[list[object]]) -> list[Path] | None:
    try:
        kept = read_json(file)
        packs = [Path(pack) for pack in kept["packs"]] if kept["key"] == key else None
    except (TypeError, KeyError):
        return None  # a damaged cache is no cache
    return packs if packs is not None and all(pack.is_dir() for pack in packs) else None


def _look_up() -> list[Path]:
    from importlib.metadata import EntryPoint, entry_points  # start-up time: 15 ms, needed only when something was installed

    def folder(entry: EntryPoint) -> Path:
        try:
            found = entry.load()
            return Path(found if entry.attr else found.__path__[0] if hasattr(found, "__path__") else Path(found.__file__).parent)
        except Exception as error:  # another distribution's code: whatever it raises, the learner needs to know whose it is
            owner = entry.dist.name if entry.dist else "its distribution"
            raise PackError([f"entry point '{entry.name}' of {GROUP}: cannot be loaded ({error}); repair or uninstall {owner}"]) from error

    return [folder(entry) for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)]
