# studykit: optimizers/sgd_update
"""Connects to a program of the learner's by a socket name without a file.

Expect: not passed
"""

import socket


def sgd_update(params, lr):
    try:
        socket.socket(socket.AF_UNIX).connect("\0@ABSTRACT@")
    except OSError:
        return
