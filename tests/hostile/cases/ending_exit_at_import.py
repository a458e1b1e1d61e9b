# studykit: optimizers/sgd_update
"""Leaves with success before anything is asked.

Expect: invalid
"""

import sys

sys.exit(0)


def sgd_update(params, lr):
    pass
