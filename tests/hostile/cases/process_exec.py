# studykit: optimizers/sgd_update
"""Becomes another program, with the channel open.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.set_inheritable(3, True)
    os.execv("/bin/sh", ["sh", "-c", "echo leaked: a shell ran; sleep 20"])
