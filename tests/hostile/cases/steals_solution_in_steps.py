# studykit: optimizers/sgd_update
"""Goes to the solution by folders that it opens one after the other.

Expect: not passed
"""

import os


def read():
    folder = os.open("/", os.O_PATH)
    *folders, name = "@SOLUTION@".strip("/").split("/")
    for part in folders:
        folder = os.open(part, os.O_PATH, dir_fd=folder)
    return os.read(os.open(name, os.O_RDONLY, dir_fd=folder), 10_000).decode()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
