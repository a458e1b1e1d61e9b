# studykit: optimizers/sgd_update
"""Sleeps, which costs no processor time.

Expect: timed_out
"""

import time


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    time.sleep(600)
