# studykit: optimizers/sgd_update
"""Closes what it prints to, and everything else it finds open.

Expect: not passed
"""

import os
import sys


def sgd_update(params, lr):
    sys.stdout.close()
    sys.stderr.close()
    os.closerange(0, 64)
