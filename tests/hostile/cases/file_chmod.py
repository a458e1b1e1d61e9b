# studykit: optimizers/sgd_update
"""Opens the learner's files to everybody, and changes their times.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.chmod("@HOME@/bait/letter.txt", 0o666)
    os.utime("@HOME@/bait/letter.txt", (0, 0))
