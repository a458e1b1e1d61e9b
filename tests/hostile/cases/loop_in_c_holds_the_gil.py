# studykit: optimizers/sgd_update
"""A sum in C that never lets another thread or a signal handler of Python run.

Expect: timed_out
"""


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    return sum(range(10**13))
