# studykit: optimizers/sgd_update
"""Catches whatever is thrown at it, and goes on.

Expect: timed_out
"""

import time


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    while True:
        try:
            time.sleep(1)
        except BaseException:
            continue
