"""System calls that Python has no name for, through ctypes, with a failure as OSError."""

import ctypes
import errno
import os

from studykit.grading.worker.sandbox.syscalls import numbers

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

_PR_GET_PDEATHSIG = 2
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, *arguments: int | ctypes.c_void_p) -> int:
    """prctl(2)."""
    rest = [*arguments, 0, 0, 0, 0][:4]
    return _checked("prctl", _libc.prctl(option, *(ctypes.c_ulong(x) if isinstance(x, int) else x for x in rest)))


def death_signal() -> int:
    """The signal that this process gets when its parent dies; 0 for none."""
    number = ctypes.c_int()
    prctl(_PR_GET_PDEATHSIG, ctypes.c_void_p(ctypes.addressof(number)))
    return number.value


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str | None = None) -> None:
    """mount(2). `kind` is the file system's."""
    text = [os.fsencode(part) if part is not None else None for part in (source, target, kind, options)]
    _checked(f"mount {target}", _libc.mount(text[0], text[1], text[2], ctypes.c_ulong(flags), text[3]))


def unmount(target: str, flags: int = 0) -> None:
    """umount2(2)."""
    _checked(f"unmount {target}", _libc.umount2(os.fsencode(target), flags))


def unshare(flags: int) -> None:
    """unshare(2)."""
    _checked("unshare", _libc.unshare(flags))


def syscall(name: str, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """A system call by name. OSError ENOSYS where the processor's table is not known."""
    number = numbers().get(name)
    if number is None:
        raise OSError(errno.ENOSYS, "no number is known for it on this processor", name)
    converted = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    _libc.syscall.restype = ctypes.c_long
    return _checked(name, _libc.syscall(ctypes.c_long(number), *converted))


def drop_capabilities() -> None:
    """Give up every capability of this process, for good once it may gain no privileges."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _checked("capset", _libc.capset(header, nothing))


def _checked(what: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result
