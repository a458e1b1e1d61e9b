"""A file system of the worker's own: an empty one, with Python and its libraries mounted in it, read-only, and a scratch.

It answers two needs at once. Files outside are not there at all, whatever Landlock may miss; and Python is reachable for a user
without rights even if it lies in a private folder such as root's home, because the folders on the way to it are new ones.
"""

import contextlib
import os
import struct
from pathlib import Path

from studykit.grading.worker.sandbox import kernel
from studykit.grading.worker.sandbox.reach import Reach

SCRATCH_OPTIONS = "size=16m,nr_inodes=4096,mode=0700"

# sys/mount.h, linux/mount.h, fcntl.h
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
_MNT_DETACH = 2
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID = 1, 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000


def enter(reach: Reach, folder: Path, has_scratch: bool, owner: int) -> None:
    """Make it and move in, in a mount namespace that this process has already to itself; `folder` stays the working folder.

    `owner` is the user id of the scratch, which takes 16 MB at most. OSError if it cannot be made; then all is as it was.
    """
    kernel.mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    new = str(folder)
    kernel.mount("tmpfs", new, "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,mode=0755")
    try:
        _furnish(Path(new), reach, folder)
        _read_only(new)
        inside = Path(new) / folder.relative_to("/")
        if has_scratch:
            mount_scratch(inside, owner)
        _move(new)
    except OSError:
        with contextlib.suppress(OSError):
            kernel.unmount(new, _MNT_DETACH)
            os.chdir(folder)
        raise
    os.chdir(folder)


def mount_scratch(folder: Path, owner: int) -> None:
    """An empty file system in memory over `folder`; it goes with its last process."""
    options = f"{SCRATCH_OPTIONS},uid={owner},gid={owner}" if os.geteuid() == 0 and owner else SCRATCH_OPTIONS
    kernel.mount("tmpfs", str(folder), "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def _furnish(new: Path, reach: Reach, folder: Path) -> None:
    for path in (*reach.readable, *reach.devices):
        _place(new, path)
    for path in reach.hidden:
        if any(path.is_relative_to(readable) for readable in reach.readable):
            kernel.mount("tmpfs", str(new / path.relative_to("/")), "tmpfs", _MS_NOSUID | _MS_NODEV, "size=4k,mode=0555")
    (new / folder.relative_to("/")).mkdir(parents=True, exist_ok=True)


def _place(new: Path, path: Path) -> None:
    target = new / path.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(path.readlink())
        return
    if path.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    kernel.mount(str(path), str(target), None, _MS_BIND | _MS_REC)


def _read_only(new: str) -> None:
    """All of it, and what is mounted inside. Unlike a remount this needs no knowledge of the flags that a mount already has."""
    attributes = struct.pack("=QQQQ", _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID, 0, 0, 0)
    kernel.syscall("mount_setattr", _AT_FDCWD, os.fsencode(new), _AT_RECURSIVE, attributes, len(attributes))


def _move(new: str) -> None:
    os.chdir(new)
    kernel.syscall("pivot_root", b".", b".")  # the old root now lies over the new one
    kernel.unmount(".", _MNT_DETACH)
