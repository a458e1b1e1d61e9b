# studykit: optimizers/sgd_update
"""Makes a symbolic link to the solution in its own folder.

Expect: not passed
"""

import os


def read():
    os.symlink("@SOLUTION@", "link")
    return open("link").read()


try:
    exec(read(), globals())
except OSError:

    def sgd_update(params, lr):
        raise
