# studykit: optimizers/sgd_update
"""A regular expression that backtracks forever.

Expect: timed_out
"""

import re


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    return re.match(r"(a+)+$", "a" * 64 + "b")
