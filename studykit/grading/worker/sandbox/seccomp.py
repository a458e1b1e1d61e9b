"""A seccomp filter: system calls that no answer to an exercise needs fail with EPERM, which Python shows as PermissionError."""

import ctypes
import errno
import os
import platform
import socket
import struct

from studykit.grading.worker.sandbox import kernel
from studykit.grading.worker.sandbox.syscalls import AUDIT_ARCH, numbers

# Other processes, other programs.
_PROCESSES = """execve execveat fork vfork ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_open
pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo setpriority ioprio_set sched_setscheduler sched_setparam
sched_setattr migrate_pages move_pages"""
# The network. A socket pair cannot be bound or connected either: it would reach unix sockets by name.
_NETWORK = "socket connect bind listen accept accept4"
# Memory that no limit counts or that outlives the process.
_MEMORY = "memfd_create memfd_secret shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl mq_open mq_unlink"
# The kernel's large and rarely needed doors; io_uring would go round this filter.
_KERNEL = """io_uring_setup io_uring_enter io_uring_register io_setup unshare setns mount umount2 pivot_root chroot move_mount open_tree
open_tree_attr fsopen fsconfig fsmount fspick mount_setattr bpf perf_event_open userfaultfd fanotify_init seccomp personality add_key
request_key keyctl name_to_handle_at open_by_handle_at init_module finit_module delete_module kexec_load kexec_file_load reboot swapon
swapoff acct quotactl quotactl_fd syslog settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname iopl ioperm
modify_ldt"""
# Landlock does not know these; older versions miss truncate, too.
_METADATA = """chmod fchmod fchmodat fchmodat2 chown lchown fchown fchownat utime utimes utimensat futimesat setxattr setxattrat lsetxattr
fsetxattr removexattr removexattrat lremovexattr fremovexattr file_setattr truncate"""
# A CUDA driver shares memory between its parts and sets its threads' priorities.
_CUDA_NEEDS = "memfd_create setpriority sched_setscheduler sched_setparam sched_setattr migrate_pages move_pages"

_PR_SET_PTRACER = 0x59616D61
_REFUSED_PRCTLS = (kernel.PR_SET_PDEATHSIG, kernel.PR_SET_DUMPABLE, _PR_SET_PTRACER, kernel.PR_SET_SECCOMP)
_CLONE_THREAD = 0x10000
_SOCKET_KIND = 0xF  # without SOCK_NONBLOCK and SOCK_CLOEXEC
# A file can be told to send its owner a signal, and the owner can be any process of the user: F_SETOWN, F_SETSIG, F_SETOWN_EX; by ioctl
# FIOSETOWN and SIOCSPGRP. TIOCSTI types into a terminal.
_SIGNALLING_FCNTLS = (8, 10, 15)
_REFUSED_IOCTLS = (0x8901, 0x8902, 0x5412)
_X32 = 0x40000000  # x86-64's second set of numbers

# linux/filter.h and linux/seccomp.h; a filter reads struct seccomp_data.
_LOAD, _EQUALS, _AT_LEAST, _HAS_BITS, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def refuse(cuda: bool, may_change_metadata: bool) -> None:
    """Put the filter on, for this process and all its threads to come. OSError where the kernel or the processor has none.

    `may_change_metadata` leaves chmod and its like alone, where the file system is the worker's own.
    """
    table = numbers()
    if not table:
        raise OSError(errno.ENOSYS, f"no table of system calls for {platform.machine()}", "seccomp")
    program = _program(table, _refused(cuda, may_change_metadata))
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    place = ctypes.create_string_buffer(header, len(header))
    kernel.prctl(kernel.PR_SET_SECCOMP, kernel.SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(place)))


def _refused(cuda: bool, may_change_metadata: bool) -> list[str]:
    names = f"{_PROCESSES} {_NETWORK} {_MEMORY} {_KERNEL} {'' if may_change_metadata else _METADATA}".split()
    spared = _CUDA_NEEDS.split() if cuda else []
    return [name for name in names if name not in spared]


def _program(table: dict[str, int], refused: list[str]) -> list[Instruction]:
    fail = _FAIL | errno.EPERM
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUALS, 1, 0, AUDIT_ARCH[platform.machine()]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, fail),
    ]
    for name in refused:
        if name in table:
            program += [(_EQUALS, 0, 1, table[name]), (_RETURN, 0, 0, fail)]
    for name, rule in _rules(fail).items():
        program += [(_EQUALS, 0, len(rule), table[name]), *rule]
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _rules(fail: int) -> dict[str, list[Instruction]]:
    """System calls that are allowed or not by their arguments. Each rule ends in a verdict, so the number need not be loaded again."""
    self = os.getpid()
    unix, stream = int(socket.AF_UNIX), int(socket.SOCK_STREAM)
    return {
        "clone": [_argument(0), (_HAS_BITS, 1, 0, _CLONE_THREAD), (_RETURN, 0, 0, fail), _allow()],
        # Its flags lie in memory that a filter cannot read; on ENOSYS the C library takes clone.
        "clone3": [(_RETURN, 0, 0, _FAIL | errno.ENOSYS)],
        "socketpair": [
            *(_argument(0), (_EQUALS, 1, 0, unix), (_RETURN, 0, 0, fail)),
            *(_argument(1), (_AND, 0, 0, _SOCKET_KIND), (_EQUALS, 1, 0, stream), (_RETURN, 0, 0, fail), _allow()),
        ],
        "kill": _only(0, [self], fail),
        "tgkill": _only(0, [self], fail),
        "prlimit64": _only(0, [0, self], fail),
        "sched_setaffinity": _only(0, [0, self], fail),
        "prctl": _all_but(0, _REFUSED_PRCTLS, fail),
        "fcntl": _all_but(1, _SIGNALLING_FCNTLS, fail),
        "ioctl": _all_but(1, _REFUSED_IOCTLS, fail),
    }


def _only(argument: int, values: list[int], fail: int) -> list[Instruction]:
    rule: list[Instruction] = [_argument(argument)]
    for value in values:
        rule += [(_EQUALS, 0, 1, value), _allow()]
    return [*rule, (_RETURN, 0, 0, fail)]


def _all_but(argument: int, values: tuple[int, ...], fail: int) -> list[Instruction]:
    rule: list[Instruction] = [_argument(argument)]
    for value in values:
        rule += [(_EQUALS, 0, 1, value), (_RETURN, 0, 0, fail)]
    return [*rule, _allow()]


def _argument(index: int) -> Instruction:
    """Load the lower half: the kernel, too, takes these arguments as 32-bit numbers. Both processors store it first."""
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * index)


def _allow() -> Instruction:
    return (_RETURN, 0, 0, _ALLOW)
