# studykit: optimizers/sgd_update
"""Prints without end.

Expect: crashed
"""


def sgd_update(params, lr):
    if len(params) != 2:  # one test does; the others would only make the run longer
        return
    while True:
        print("x" * 100_000)
