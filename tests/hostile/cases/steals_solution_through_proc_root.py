# studykit: optimizers/sgd_update
"""Reads the solution by way of its own root in /proc.

Expect: not passed
"""


def read():
    return open("/proc/self/root@SOLUTION@").read()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
