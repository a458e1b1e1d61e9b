# studykit: optimizers/sgd_update
"""Deletes the learner's files.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.remove("@HOME@/bait/letter.txt")
