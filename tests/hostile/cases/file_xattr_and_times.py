# studykit: optimizers/sgd_update
"""Changes times and attributes of the learner's files, each by its own system call.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    for act in (lambda: os.utime("@HOME@/bait/letter.txt"), lambda: os.setxattr("@HOME@/bait/letter.txt", "user.a", b"b")):
        try:
            act()
        except OSError:
            pass
