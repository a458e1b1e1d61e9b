# studykit: optimizers/sgd_update
"""Connects to a program of the learner's by the path of its socket.

Expect: not passed
"""

import socket


def sgd_update(params, lr):
    try:
        socket.socket(socket.AF_UNIX).connect("@SOCKET@")
    except OSError:
        return
