"""Packs that other distributions bring along, through the entry-point group `studykit.packs`."""

import json
import sys
from pathlib import Path

from studykit.content.cache import write_json
from studykit.errors import PackError

GROUP = "studykit.packs"


def installed_packs(cache: Path | None = None) -> list[Path]:
    """The folders of installed packs, by name of their entry point. An entry point's value is a module whose folder is the pack, or
    `module:attribute` giving its path. PackError if one cannot be loaded."""
    # Looking through all distributions costs 10 to 20 ms; installing one changes the folder on sys.path that it lies in.
    key: list[object] = [[folder, _modified(folder)] for folder in sys.path]
    file = cache / "installed-packs.json" if cache else None
    if file and (kept := _kept(file, key)) is not None:
        return kept
    packs = _look_up()
    if file:
        write_json(file, {"key": key, "packs": [str(pack) for pack in packs]})
    return packs


def _modified(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0


def _kept(file: Path, key: list[object]) -> list[Path] | None:
    try:
        kept = json.loads(file.read_bytes())
        packs = [Path(pack) for pack in kept["packs"]] if kept["key"] == key else None
    except (OSError, ValueError, TypeError, KeyError):
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
