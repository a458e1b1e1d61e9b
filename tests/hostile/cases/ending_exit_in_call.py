# studykit: optimizers/sgd_update
"""Raises SystemExit(0) out of the probe.

Expect: failed
"""

import sys


def sgd_update(params, lr):
    sys.exit(0)
