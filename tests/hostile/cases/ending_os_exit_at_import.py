# studykit: optimizers/sgd_update
"""Ends the process with success before anything is asked.

Expect: crashed
"""

import os

os._exit(0)


def sgd_update(params, lr):
    pass
