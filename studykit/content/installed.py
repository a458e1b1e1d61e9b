"""Where packs are: the built-in one, and those of other distributions, through the entry-point group `studykit.packs`."""

import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studykit.content.cachefile import read_json, write_json

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "studykit.packs"


@dataclass(frozen=True)
class InstalledPack:
    """A pack of another distribution: the name of its entry point, the distribution that brings it (`owner`), the module that it names.

    Where it cannot be found, `fault` says why, and `folder` is empty. `remedy` is what to do, where to install it again would not help."""

    name: str
    owner: str
    module: str
    folder: str = ""
    fault: str = ""
    remedy: str = ""

    @property
    def left_out(self) -> str:
        """The warning that the pack is left out, with `fault` as the reason."""
        again = self.remedy or self._install_again
        return f"left out the installed pack '{self.name}': {self.fault}; {again}{self._to_check}"

    @property
    def _install_again(self) -> str:
        return f"run `pip install --force-reinstall {self.owner}`" if self.owner else "install it again"

    @property
    def _to_check(self) -> str:
        return f"; its author finds more with `studykit check {self.folder}`" if self.folder and not self.remedy else ""

    def is_named(self, folder: Path) -> bool:
        """Whether a folder given on the command line is meant to take the place of this pack: it is the pack, or has its name."""
        names = {_plain(name) for name in (self.name, self.owner, self.module.partition(".")[0]) if name}
        return _plain(folder.resolve().name) in names or (bool(self.folder) and folder.resolve() == Path(self.folder).resolve())


def builtin_pack() -> Path:
    """The built-in pack: inside an installed package, or the repository around it."""
    package = Path(__file__).parents[1]
    inside = package / "builtin"
    return inside if inside.is_dir() else package.parent


def installed_packs(cache: Path | None = None) -> list[InstalledPack]:
    """The installed packs, by name of their entry point. An entry point's value is a module whose folder is the pack, or
    `module:attribute` giving its path. One that cannot be loaded, or has no folder, is there with its fault."""
    # Looking through all distributions costs 10 to 20 ms; installing one changes the folder on sys.path that it lies in.
    key = [list(place) for place in map(_distributions, sys.path) if place]
    file = cache / "installed-packs.json" if cache else None
    if file and (kept := _kept(file, key)) is not None:
        return kept
    packs, watched = _look_up()
    if file:
        write_json(file, {"key": key, "packs": [asdict(pack) for pack in packs], "watched": _stamps(watched)})
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


def _kept(file: Path, key: list[list[object]]) -> list[InstalledPack] | None:
    try:
        kept = read_json(file)
        if kept["key"] != key or kept["watched"] != _stamps(name for name, *_ in kept["watched"]):
            return None
        return [InstalledPack(**fields) for fields in kept["packs"]]
    except (TypeError, KeyError, ValueError):
        return None  # a damaged cache is no cache


def _stamps(files: Iterable[str]) -> list[list[Any]]:
    """The folder of each pack, and the module of each that cannot be loaded: what is fixed without an installation."""
    return [[file, os.path.isdir(file) or _changed(file)] for file in files]  # noqa: PTH112 - at every start


def _changed(file: str) -> int | None:
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116 - at every start
    except OSError:
        return None


def _look_up() -> tuple[list[InstalledPack], list[str]]:
    """All installed packs, and the files on which it rests that they can be had, or cannot."""
    from importlib.metadata import entry_points  # start-up time: 15 ms, needed only when something was installed

    found = [_found(entry) for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)]
    return [pack for pack, _ in found], [file for _, file in found if file]


def _found(entry: "EntryPoint") -> tuple[InstalledPack, str]:
    owner = entry.dist.name if entry.dist else ""
    try:
        found = entry.load()
        place = found if entry.attr else found.__path__[0] if hasattr(found, "__path__") else Path(found.__file__).parent
        folder = str(Path(place))
    except Exception as error:  # noqa: BLE001 - another distribution's code: whatever it raises, the other packs are there
        fault = f"its entry point {entry.value} cannot be loaded ({type(error).__name__}: {_one_line(error)})"
        return InstalledPack(entry.name, owner, entry.module, fault=fault), _file_of(entry.module)
    fault = "" if Path(folder).is_dir() else f"its folder {folder} is missing"
    return InstalledPack(entry.name, owner, entry.module, "" if fault else folder, fault), folder


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _file_of(module: str) -> str:
    from importlib.util import find_spec  # start-up time, as above

    try:
        spec = find_spec(module)
    except Exception:  # noqa: BLE001 - it imports the packages around the module
        return ""
    return spec.origin or "" if spec else ""


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
