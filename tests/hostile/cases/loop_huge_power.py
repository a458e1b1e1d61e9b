# studykit: optimizers/sgd_update
"""An integer that takes minutes to compute, in one step of the interpreter.

Expect: timed_out
"""


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    return 3 ** (10**8) % 7
