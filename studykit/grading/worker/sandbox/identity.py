"""Takes root's rights away: a worker that was started by root becomes a user that owns nothing."""

import contextlib
import os
import pwd
from collections.abc import Iterable
from pathlib import Path

from studykit.grading.worker.sandbox import kernel

# One user a worker, so that none can signal another: above the ids that directories and containers hand out; where few are mapped, a
# lower one.
_FIRST_UNUSED = 3_000_000_000
_FIRST_UNUSED_IN_A_CONTAINER = 40_000
_CONTAINER_IDS = 20_000


class StaysRoot(Exception):
    """The process had to keep user id 0, without root's capabilities; the message says why."""


def unused_user() -> int:
    """A user id for this worker: its own, of no account, known to the kernel here. 0 if there is none."""
    process = os.getpid()
    for candidate in (_FIRST_UNUSED + process, _FIRST_UNUSED_IN_A_CONTAINER + process % _CONTAINER_IDS):
        if _is_mapped(candidate) and (candidate >= _FIRST_UNUSED or not _has_account(candidate)):
            return candidate
    return 0


def become(user: int, must_read: Iterable[Path]) -> None:
    """Become `user`, and nobody's group, for good. Raises StaysRoot where `must_read` could not be read any more."""
    reason = "no other user id is mapped in this container" if user == 0 else _unreadable(user, must_read)
    if reason is not None:
        kernel.drop_capabilities()
        raise StaysRoot(reason)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _unreadable(user: int, must_read: Iterable[Path]) -> str | None:
    """Try on the user's rights: what of `must_read` could not be read with them."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(user)
    os.seteuid(user)
    try:
        for path in must_read:
            if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0), effective_ids=True):
                return f"{path} can be read by root only"
    except PermissionError as error:
        return f"{error.filename} can be read by root only"
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)
    return None


def _is_mapped(user: int) -> bool:
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/self/uid_map").read_text().splitlines():
            first, _, count = map(int, line.split())
            if first <= user < first + count:
                return True
    return False


def _has_account(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True
