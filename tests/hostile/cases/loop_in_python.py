# studykit: optimizers/sgd_update
"""A loop that never ends.

Expect: timed_out
"""


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    while True:
        pass
