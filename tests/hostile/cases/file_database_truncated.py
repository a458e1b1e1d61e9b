# studykit: optimizers/sgd_update
"""Empties the learner's progress.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.truncate("@DATABASE@", 0)
