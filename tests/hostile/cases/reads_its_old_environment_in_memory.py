# studykit: optimizers/sgd_update
"""Looks for the environment that was there when its process was started, in its own memory.

Expect: not passed
"""

import ctypes


def sgd_update(params, lr):
    environment = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    at, told = 0, b""
    while environment and environment[at]:
        told += environment[at]
        at += 1
    for line in open("/proc/self/maps"):
        if "[stack]" in line:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            told += ctypes.string_at(start, end - start)
    if b"secret of the learner" in told:
        print("leaked: the environment is still on the stack")
