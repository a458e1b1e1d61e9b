"""Which files a submission may reach: Python and its libraries to read, its scratch to write, nothing of the learner's."""

import os
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import studykit

_OWN = Path(studykit.__file__).parent
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store")
_SYSTEM_FILES = ("/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_BIG_LIBRARIES = ("torch", "numpy", "safetensors")  # they may lie in a folder of their own, put on the path by hand

# A CUDA context reads the driver's files and talks to its devices; not tried on every driver, so whole folders rather than too few.
_CUDA_READABLE = ("/proc", "/sys", "/usr", "/opt", "/etc/nvidia", "/etc/OpenCL", "/run/nvidia-persistenced")
_CUDA_DEVICES = ("/dev/nvidia*", "/dev/nvidia-caps/*", "/dev/dri/*", "/dev/nvgpu/*", "/dev/dxg", "/dev/nvmap", "/dev/nvhost-*")


@dataclass(frozen=True, slots=True)
class Reach:
    """Folders and files that exist, as the process spells them. `hidden` may lie inside a readable folder and stays out of sight."""

    readable: tuple[Path, ...]
    devices: tuple[Path, ...]
    hidden: tuple[Path, ...] = ()


def reach(suite_folder: Path | None = None, cuda: bool = False) -> Reach:
    """What a worker may reach here. `suite_folder` holds the probes of the exercise, whose whole pack stays hidden."""
    readable, devices = _places(cuda)
    hidden = [_OWN / "builtin", *([_solutions(suite_folder)] if suite_folder else [])]
    return Reach(readable, devices, _existing(hidden))


def readable_without_hidden(reach: Reach) -> list[Path]:
    """The readable folders, where something hidden lies inside replaced by what lies beside it."""
    return [part for path in reach.readable for part in _spared(path, reach.hidden)]


def only_reachable_imports(reach: Reach) -> None:
    """Take from the import path what will be out of reach: the folder that the grader was started in, an editable install."""
    readable = tuple(f"{path}{os.sep}" for path in reach.readable)
    sys.path[:] = [entry for entry in sys.path if entry and f"{Path(entry)}{os.sep}".startswith(readable)]


@cache
def _places(cuda: bool) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """What may be read, and devices. Kept: it takes 2 ms to find out, once in a server whose workers are its forks."""
    wanted = [*_python(), _OWN / "grading", *map(Path, _LIBRARIES), *map(Path, _SYSTEM_FILES)]
    devices = [Path(name) for name in _DEVICES]
    if cuda:
        wanted += map(Path, _CUDA_READABLE)
        devices += [path for pattern in _CUDA_DEVICES for path in Path("/").glob(pattern[1:])]
    return _existing(wanted), _existing(devices)


def _python() -> list[Path]:
    """Where this Python finds its own modules and those installed for it."""
    folders = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [Path(prefix) / lib for prefix in (sys.base_prefix, sys.prefix) for lib in ("lib", "lib64")]
    folders += [Path(entry) for entry in sys.path if entry.endswith(("site-packages", "dist-packages", ".zip"))]
    for name in _BIG_LIBRARIES:
        file = getattr(sys.modules.get(name), "__file__", None)
        if file is not None:
            folders += [Path(file).parent]
    return folders


def _solutions(folder: Path) -> Path:
    """All of a pack's solutions, where the folder lies in a pack."""
    solutions = folder.parent.parent
    return solutions if solutions.name == "solutions" else folder


def _existing(paths: list[Path]) -> tuple[Path, ...]:
    """Those that are there, under the name given and under the real one, without those inside another."""
    names = {name for path in paths if path.exists() for name in (Path(os.path.abspath(path)), path.resolve())}  # noqa: PTH100 - keeps links
    return tuple(sorted(name for name in names if not any(parent in names for parent in name.parents)))


def _spared(path: Path, hidden: tuple[Path, ...]) -> list[Path]:
    if path in hidden:
        return []
    if not any(place.is_relative_to(path) for place in hidden):
        return [path]
    return [part for child in sorted(path.iterdir()) for part in _spared(child, hidden)]
