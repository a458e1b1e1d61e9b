# studykit: optimizers/sgd_update
"""Starts a program without fork() of Python.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.posix_spawn("/bin/sleep", ["sleep", "20"], {}, setsid=True)
    print("leaked: a program was started")
