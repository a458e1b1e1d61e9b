# studykit: optimizers/sgd_update
"""Sends a datagram, which needs no connection.

Expect: not passed
"""

import socket


def sgd_update(params, lr):
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secret", ("127.0.0.1", int("@PORT@")))
    except OSError:
        return
