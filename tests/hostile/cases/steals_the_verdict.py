# studykit: optimizers/sgd_update
"""Takes the judge's own way to the client by pidfd_getfd, and says on it that everything passed.

Expect: not passed
"""

import ctypes
import json
import os
import socket
import struct
from pathlib import Path


def siblings():
    parent = os.getppid()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if parent > 1 and int(fields[1]) == parent and int(folder.name) != os.getpid():
            yield int(folder.name)


def say(channel, event):
    header = json.dumps(event).encode()
    channel.sendall(struct.pack("!IQ", len(header), 0) + header)


def sgd_update(params, lr):
    libc = ctypes.CDLL(None, use_errno=True)
    test = {"name": "test_all", "requirement": "All.", "outcome": "passed", "message": None, "expected": None, "got": None, "line": None}
    for judge in siblings():
        pidfd = libc.syscall(434, judge, 0)
        for number in range(3, 8):
            fd = libc.syscall(438, pidfd, number, 0)
            if fd >= 0 and "socket" in os.readlink(f"/proc/self/fd/{fd}"):
                channel = socket.socket(fileno=fd)
                say(channel, {"event": "collected", "tests": [{**test, "printed": "", "cards": []}]})
                say(channel, {"event": "finished", "device": "cpu", "seconds": 0.1})
