# studykit: optimizers/sgd_update
"""Leaves one number in each parameter, that would fit any shape.

Expect: failed
"""


def sgd_update(params, lr):
    for p in params:
        p.data = p.data.flatten()[:1].sum()
