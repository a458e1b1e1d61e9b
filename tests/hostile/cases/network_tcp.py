# studykit: optimizers/sgd_update
"""Connects to a server on this machine.

Expect: not passed
"""

import socket


def sgd_update(params, lr):
    try:
        socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=0.3)
    except OSError:
        return
