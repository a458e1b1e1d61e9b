# studykit: optimizers/sgd_update
"""Makes a link in its own folder and writes through it.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.symlink("@HOME@/.profile", "link")
    open("link", "a").write("echo owned\n")
