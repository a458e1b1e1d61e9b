# studykit: optimizers/sgd_update
"""Reads the solution from the disk, and becomes it.

Expect: not passed
"""


def read():
    return open("@SOLUTION@").read()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
