"""Landlock: the kernel refuses every file that no rule allows, even to the learner's own user."""

import contextlib
import errno
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from studykit.grading.worker.sandbox import kernel
from studykit.grading.worker.sandbox.reach import Reach, readable_without_hidden

# linux/landlock.h
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
_ALL_NETWORK = 0b11  # bind and connect of TCP
_ALL_SCOPES = 0b11  # abstract unix sockets and signals
# How many kinds of access to files each version knows, and how long its ruleset is in bytes: files, network, scopes.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_LENGTHS = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16}
VERSION_OF_SCOPES = 6

_CREATE_VERSION = 1
_RULE_PATH_BENEATH = 1
_OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV


def version() -> int:
    """The Landlock version of this kernel. OSError where it has none."""
    return kernel.syscall("landlock_create_ruleset", None, 0, _CREATE_VERSION)


def restrict(reach: Reach, scratch: Path | None) -> int:
    """Refuse all files but those of `reach` (to read) and `scratch` (to write), TCP, and signals and abstract sockets to others.

    Returns the version that holds, which may be lower than the kernel's: some kernels claim 6 and refuse its scopes.
    """
    holds, ruleset, handled = _create(version())
    try:
        parts = readable_without_hidden(reach)
        _allow(ruleset, parts, READ_FILE | READ_DIR)
        # A folder with something hidden inside has rules for its parts, and must still be listed by the import system.
        _allow(ruleset, set(reach.readable) - set(parts), READ_DIR)
        _allow(ruleset, reach.devices, handled & (READ_FILE | WRITE_FILE | READ_DIR | IOCTL_DEV))
        if scratch is not None:
            _allow(ruleset, [scratch], handled & ~(EXECUTE | IOCTL_DEV))
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    return holds


def _create(claimed: int) -> tuple[int, int, int]:
    """The version that holds, a ruleset of it, and the kinds of access to files that it handles."""
    for tried in range(min(claimed, VERSION_OF_SCOPES), 0, -1):
        files = (1 << _FILE_BITS[min(tried, 5)]) - 1
        bits = struct.pack("=QQQ", files, _ALL_NETWORK, _ALL_SCOPES)[: _LENGTHS.get(tried, 24)]
        try:
            return max(tried, claimed if tried == VERSION_OF_SCOPES else 0), _ruleset(bits), files
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.E2BIG):
                raise
    raise OSError(errno.EINVAL, "the kernel refuses every known set of bits", "landlock_create_ruleset")


def _ruleset(bits: bytes) -> int:
    return kernel.syscall("landlock_create_ruleset", bits, len(bits), 0)


def _allow(ruleset: int, paths: Iterable[Path], access: int) -> None:
    for path in paths:
        with contextlib.suppress(FileNotFoundError, PermissionError):  # what this process cannot open needs no rule
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                allowed = access if path.is_dir() else access & _OF_A_FILE
                kernel.syscall("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", allowed, place), 0)
            finally:
                os.close(place)
