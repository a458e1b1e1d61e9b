"""Namespaces: a network with nobody in it, a file system with next to nothing in it, no shared memory and no host name."""

import contextlib
import os
from pathlib import Path

from studykit.grading.worker.sandbox import kernel, root
from studykit.grading.worker.sandbox.reach import Reach

# linux/sched.h
_NEW_MOUNT, _NEW_UTS, _NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x40000000
_ISOLATED = _NEW_MOUNT | _NEW_UTS | _NEW_IPC | _NEW_NETWORK


def isolate(reach: Reach, folder: Path, has_scratch: bool, owner: int, cuda: bool) -> None:
    """Move this process, which must have one thread, into namespaces and a root of its own. OSError where that is not allowed.

    For CUDA the file system stays: which files a driver reads differs from one to the next.
    """
    user = os.geteuid()
    if user == 0:
        kernel.unshare(_ISOLATED)
        _set_up(reach, folder, has_scratch, owner, cuda)
        return
    _with_a_user_namespace(user, os.getegid())
    try:
        _set_up(reach, folder, has_scratch, owner, cuda)
    finally:
        kernel.drop_capabilities()  # the first process of a user namespace has all of them in there


def _set_up(reach: Reach, folder: Path, has_scratch: bool, owner: int, cuda: bool) -> None:
    if not cuda:
        root.enter(reach, folder, has_scratch, owner)
    elif has_scratch:
        root.mount_scratch(folder, owner)
        os.chdir(folder)


def _with_a_user_namespace(user: int, group: int) -> None:
    # A process that keeps its memory private owns none of its files in /proc, where the user's number is to be written.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    try:
        kernel.unshare(_NEW_USER | _ISOLATED)
        with contextlib.suppress(FileNotFoundError):
            Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    finally:
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
