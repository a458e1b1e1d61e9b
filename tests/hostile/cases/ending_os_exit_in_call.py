# studykit: optimizers/sgd_update
"""Ends the process with success instead of an answer.

Expect: crashed
"""

import os


def sgd_update(params, lr):
    os._exit(0)
