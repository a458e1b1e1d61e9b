# studykit: optimizers/sgd_update
"""Opens a door of its own to this machine.

Expect: not passed
"""

import socket


def sgd_update(params, lr):
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen()
    print("leaked: it listens")
