# studykit: optimizers/sgd_update
"""Reads the learner's own files.

Expect: not passed
"""

import os


def sgd_update(params, lr):
    print("leaked", open("@HOME@/bait/letter.txt").read(), os.listdir("@HOME@"))
