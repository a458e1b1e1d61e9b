# studykit: optimizers/sgd_update
"""Looks for open files that it was given by oversight: more than in, out, error, channel and trace.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    extra = []
    for fd in range(5, 1024):
        try:
            os.fstat(fd)
        except OSError:
            continue
        extra.append(fd)
    if extra:
        print("leaked", extra)
