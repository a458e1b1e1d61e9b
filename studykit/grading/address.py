"""Where a background server listens: a private folder, and a name that changes with user, environment and code."""

import hashlib
import os
import stat
import sys
import sysconfig
from pathlib import Path

from studykit import __version__

START_SECONDS = 120.0  # a server imports torch, on a busy machine from a cold disk
FORK_IS_SAFE = sys.platform == "linux"  # with torch loaded; macOS frameworks are not fork-safe


class NoPlace(Exception):
    """No private folder can be had; the message says why."""


def folder() -> Path:
    """The folder for sockets, made if needed: owned by this user, closed to all others. Raises NoPlace."""
    place = _own_name()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = place.lstat()
    except OSError as error:
        raise NoPlace(f"{place}: {error.strerror}") from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise NoPlace(f"{place} is not a folder of yours alone (mode 0700)")
    return place


def _own_name() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if Path(runtime).is_absolute():  # a relative one is invalid, and to be ignored: XDG Base Directory Specification
        return Path(runtime) / "studykit"
    import tempfile  # start-up time: the line above is enough on most systems

    return Path(tempfile.gettempdir()) / f"studykit-{os.getuid()}"


def address() -> Path:
    """The socket of the server for this environment and this code. Another version, or a package installed since, has another one."""
    package = Path(__file__).parents[1]
    stamps = [_stamp(file) for part in ("grading", "content") for file in sorted((package / part).rglob("*.py"))]
    known = (__version__, sys.prefix, sys.version, str(package), _stamp(Path(sysconfig.get_path("purelib"))), *stamps)
    return folder() / f"{hashlib.sha256(repr(known).encode()).hexdigest()[:16]}.sock"


def all_addresses() -> list[Path]:
    """Every socket in the folder, also of older versions."""
    return sorted(folder().glob("*.sock"))


def _stamp(file: Path) -> tuple[str, int]:
    return str(file), file.stat().st_mtime_ns
