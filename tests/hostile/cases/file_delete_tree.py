# studykit: optimizers/sgd_update
"""Deletes a folder of the learner's with all in it.

Expect: not passed
"""

import shutil


def sgd_update(params, lr):
    shutil.rmtree("@HOME@/bait")
