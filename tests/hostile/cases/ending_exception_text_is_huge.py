# studykit: optimizers/sgd_update
"""Its exception has a text of 100 MB.

Expect: failed or out_of_memory
"""


def sgd_update(params, lr):
    raise ValueError("x" * 10**8)
