# studykit: optimizers/sgd_update
"""Opens the learner's folder and writes relative to it.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    folder = os.open("@HOME@", os.O_RDONLY)
    fd = os.open("@MARK@", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
    os.write(fd, b"owned")
