# studykit: optimizers/sgd_update
"""Moves the learner's files away.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    os.rename("@HOME@/bait", "@HOME@/gone")
